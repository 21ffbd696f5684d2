import { activations } from '../../activations/index.ts';
import type { Block } from '../../report/result.ts';
import { equations } from './define.ts';
import type { Narrator } from './define.ts';
import type { LayerStep } from '../stepValues.ts';
import { chosenUnits, digits, factor, othersThan } from '../write.ts';
import type { Detail } from '../write.ts';

/** What an activation makes of its inputs; undefined for other layers. */
function forward(layer: LayerStep, detail: Detail): Block[] | undefined {
  if (layer.activation === undefined) return undefined;
  const { name, formula } = activations.get(layer.activation);
  const [z] = layer.inputs;
  const shown = chosenUnits(z.length, detail);
  const lines = shown.map((j) => `a[${j}] = ${name}(${digits(z[j])}) = ${digits(layer.output[j])}`);
  return [
    { kind: 'text', text: `${name}  a = ${formula}` },
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
