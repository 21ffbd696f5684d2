import type { Block } from '../../report/result.ts';
import { activationBackward, activationForward } from './activation.ts';
import { attentionForward } from './attention.ts';
import { denseBackward, denseForward } from './dense.ts';
import { embeddingForward } from './embedding.ts';
import { foldedForward, lossBackward, lossForward } from './loss.ts';
import { normForward } from './norm.ts';
import { poolForward } from './pool.ts';
import { recurrentForward } from './recurrent.ts';
import { windowForward } from './window.ts';
import type { Answer, LayerStep, ParameterStep, StepValues } from '../stepValues.ts';
import { chosenUnits, digits, listed } from '../write.ts';
import type { Detail } from '../write.ts';

/** What tells a layer: each of them undefined for layers that it does not know. */
const forwards: readonly ((layer: LayerStep, detail: Detail) => Block[] | undefined)[] = [
  denseForward,
  activationForward,
  windowForward,
  poolForward,
  normForward,
  embeddingForward,
  recurrentForward,
  attentionForward,
];

function forwardOf(layer: LayerStep, index: number, detail: Detail): Block[] {
  const sizes = `${layer.inputs.map((input) => input.length).join(' and ')} → ${layer.output.length}`;
  const heading: Block = { kind: 'heading', text: `${index + 1}. ${layer.name} (${layer.type}): ${sizes}` };
  for (const tell of forwards) {
    const told = tell(layer, detail);
    if (told) return [heading, ...told];
  }
  return [heading, { kind: 'text', text: `output  ${listed(layer.output, 2 * detail.units)}` }];
}

const isMeant = ({ name }: LayerStep, { layer }: Detail) => layer === undefined || layer === name;

/** What the network answers for the sample, with every sum. */
export function narrateForward(values: StepValues, answer: Answer, detail: Detail): Block[] {
  return [
    ...values.layers.flatMap((layer, i) => (isMeant(layer, detail) ? forwardOf(layer, i, detail) : [])),
    ...(detail.layer === undefined
      ? [...foldedForward(values, answer, detail), ...lossForward(values, answer, detail)]
      : []),
  ];
}

/** Some elements of a parameter with gradient, difference quotient and what an update makes of them. */
function gradientTable(
  parameter: ParameterStep,
  indices: readonly number[],
  { learningRate }: Detail,
  update: boolean,
): Block {
  const { shape, values, gradient } = parameter;
  const width = shape.at(-1) ?? 1;
  const place = (index: number) =>
    shape.length === 1 ? String(index) : `${Math.floor(index / width)},${index % width}`;
  return {
    kind: 'table',
    title: update ? `${parameter.name}  updated = value − ${digits(learningRate)}·gradient` : parameter.name,
    columns: [
      { name: '' },
      { name: 'value', align: 'right' },
      { name: 'gradient', align: 'right' },
      { name: 'by differences', align: 'right' },
      ...(update ? [{ name: 'updated', align: 'right' as const }] : []),
    ],
    rows: indices.map((index) => [
      `${parameter.key}[${place(index)}]`,
      digits(values[index]),
      digits(gradient[index]),
      digits(parameter.difference(index)),
      ...(update ? [digits(values[index] - learningRate * gradient[index])] : []),
    ]),
  };
}

/** Elements of a parameter that are shown: a corner of a matrix, or what leads to one unit, else the first ones. */
function corner({ shape, values }: ParameterStep, detail: Detail): number[] {
  if (shape.length !== 2) return chosenUnits(values.length, detail);
  const [k, n] = shape;
  return chosenUnits(n, detail).flatMap((j) =>
    Array.from({ length: Math.min(detail.units, k) }, (_, i) => i * n + j),
  );
}

/** What comes back through a layer; nothing where no gradient arrives. */
function backwardOf(layer: LayerStep, detail: Detail): Block[] {
  const told = denseBackward(layer, detail) ?? activationBackward(layer, detail);
  if (told || !layer.dOutput) return told ?? [];
  const text = `gradient that arrives  ${listed(layer.dOutput, 2 * detail.units)}`;
  return [{ kind: 'text', text }];
}

/** How the loss's slope comes back through the layers, and with `update` what the weights become. */
export function narrateBackward(
  values: StepValues,
  answer: Answer,
  detail: Detail,
  update: boolean,
): Block[] {
  const blocks = values.layers.toReversed().flatMap((layer): Block[] => {
    if (!isMeant(layer, detail)) return [];
    const told = backwardOf(layer, detail);
    const tables = layer.parameters.map((parameter) =>
      gradientTable(parameter, corner(parameter, detail), detail, update),
    );
    if (told.length + tables.length === 0) return [];
    return [{ kind: 'heading', text: `back through ${layer.name} (${layer.type})` }, ...told, ...tables];
  });
  return detail.layer === undefined ? [...lossBackward(values, answer, detail), ...blocks] : blocks;
}
