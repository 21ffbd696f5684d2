import { activations } from '../../activations/index.ts';
import type { Block } from '../../report/result.ts';
import { equations } from './define.ts';
import type { Narrator } from './define.ts';
import type { LayerStep } from '../stepValues.ts';
import { activationText } from '../activationText.ts';
import { chain, chosenUnits, digits, factor, othersThan } from '../write.ts';
import type { Detail } from '../write.ts';

/** What an activation makes of its inputs; undefined for other layers. */
function forward(layer: LayerStep, detail: Detail): Block[] | undefined {
  if (layer.activation === undefined) return undefined;
  const activation = activations.get(layer.activation);
  const [z] = layer.inputs;
  const { alpha: own } = layer.options;
  const alpha = typeof own === 'number' && !Number.isNaN(own) ? own : activation.alpha;
  const shown = chosenUnits(z.length, detail);
  const lines = shown.map((j) =>
    chain(`a[${j}]`, activationText(activation, { all: z, at: j, y: layer.output[j], alpha }, digits)),
  );
  return [
    {
      kind: 'text',
      text: `${activation.name}  a = ${activation.formula.replaceAll(/(?<![a-z])x(?![a-zⱼₖ])/g, 'z')}`,
    },
    equations([...lines, ...othersThan(shown, z.length, detail)]),
  ];
}

/**
 * The chain rule through an activation; undefined for other layers, and where the gradient goes no further.
 */
function backward(layer: LayerStep, detail: Detail): Block[] | undefined {
  const { dOutput, dInput, inputs } = layer;
  if (layer.activation === undefined || !dOutput || !dInput) return undefined;
  const { name, derivative } = activations.get(layer.activation);
  const shown = chosenUnits(dInput.length, detail);
  const lines = shown.map((j) => {
    const da = factor(dOutput[j]);
    // Where one output depends on all inputs, as that of softmax, there is no slope of one alone.
    const slope = dOutput[j] === 0 || name === 'softmax' ? '' : ` = ${da}·${factor(dInput[j] / dOutput[j])}`;
    return `dz[${j}] = ${da}·${name}′(${digits(inputs[0][j])})${slope} = ${digits(dInput[j])}`;
  });
  return [
    { kind: 'text', text: `chain rule  dz = da·${name}′(z),  ${name}′ = ${derivative}` },
    equations([...lines, ...othersThan(shown, dInput.length, detail)]),
  ];
}

export const activation: Narrator = { forward, backward };
