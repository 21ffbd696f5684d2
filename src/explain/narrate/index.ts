import type { Block } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { activation } from './activation.ts';
import { attention } from './attention.ts';
import { dense } from './dense.ts';
import type { Narrator } from './define.ts';
import { corner, elementName } from './elements.ts';
import { dropout } from './dropout.ts';
import { embedding } from './embedding.ts';
import { foldedForward, lossBackward, lossForward, unitsForward } from './loss.ts';
import { norm } from './norm.ts';
import { pool } from './pool.ts';
import { penaltiesForward } from './update.ts';
import { recurrent } from './recurrent.ts';
import { window } from './window.ts';
import type { Update } from '../updates/values.ts';
import type { Answer, LayerStep, ParameterStep, StepValues } from '../stepValues.ts';
import { digits, listed } from '../write.ts';
import type { Detail } from '../write.ts';

/** Every narrator; the first one that knows a layer writes it out. */
const narrators: readonly Narrator[] = [
  dense,
  activation,
  dropout,
  window,
  pool,
  norm,
  embedding,
  recurrent,
  attention,
];

/** What the first narrator that knows a layer says. */
function firstOf(narrate: (narrator: Narrator) => Block[] | undefined): Block[] | undefined {
  for (const narrator of narrators) {
    const blocks = narrate(narrator);
    if (blocks) return blocks;
  }
  return undefined;
}

function forwardOf(layer: LayerStep, index: number, detail: Detail): Block[] {
  const sizes = `${layer.inputs.map((input) => input.length).join(' and ')} → ${layer.output.length}`;
  const heading: Block = { kind: 'heading', text: `${index + 1}. ${layer.name} (${layer.type}): ${sizes}` };
  const output = `output  ${listed(layer.output, 2 * detail.units)}`;
  const blocks = firstOf((narrator) => narrator.forward(layer, detail));
  return [heading, ...(blocks ?? [{ kind: 'text', text: output } as const])];
}

const isChosen = ({ name }: LayerStep, { layer }: Detail) => layer === undefined || layer === name;

/** Every sum of the layers. */
export const narrateLayers = ({ layers }: StepValues, detail: Detail): Block[] =>
  layers.flatMap((layer, i) => (isChosen(layer, detail) ? forwardOf(layer, i, detail) : []));

/**
 * The prediction for the sample, with every sum.
 *
 * @param first the first update, for its penalties
 */
export function narrateForward(values: StepValues, answer: Answer, detail: Detail, first?: Update): Block[] {
  return [
    ...narrateLayers(values, detail),
    ...(detail.layer === undefined
      ? [
          ...foldedForward(values, answer, detail),
          ...(answer.absent ? [] : lossForward(values, answer, detail)),
          ...(first && !answer.absent ? penaltiesForward(first) : []),
          ...unitsForward(values, answer, detail),
        ]
      : []),
  ];
}

/** Some elements of a parameter with gradient and numerical gradient. */
function gradientTable(parameter: ParameterStep, indices: readonly number[]): Block {
  const { values, gradient } = parameter;
  return {
    kind: 'table',
    title: parameter.name,
    columns: [{ name: '' }, right('value'), right('gradient'), right('numerical')],
    rows: indices.map((index) => [
      elementName(parameter, index),
      digits(values[index]),
      digits(gradient[index]),
      digits(parameter.difference(index)),
    ]),
  };
}

/** What comes back through a layer; nothing where no gradient arrives. */
function backwardOf(layer: LayerStep, detail: Detail): Block[] {
  const blocks = firstOf((narrator) => narrator.backward?.(layer, detail));
  if (blocks || !layer.dOutput) return blocks ?? [];
  const text = `upstream gradient  ${listed(layer.dOutput, 2 * detail.units)}`;
  return [{ kind: 'text', text }];
}

/** How the gradient comes back through the layers, from the last one to the first. */
export const narrateBack = ({ layers }: StepValues, detail: Detail): Block[] =>
  layers.toReversed().flatMap((layer): Block[] => {
    if (!isChosen(layer, detail)) return [];
    const passed = backwardOf(layer, detail);
    const tables = detail.frozen
      ? []
      : layer.parameters.map((parameter) => gradientTable(parameter, corner(parameter, detail)));
    if (passed.length + tables.length === 0) return [];
    return [{ kind: 'heading', text: `back through ${layer.name} (${layer.type})` }, ...passed, ...tables];
  });

/** How the loss's slope comes back through the layers. */
export const narrateBackward = (values: StepValues, answer: Answer, detail: Detail): Block[] => [
  ...(detail.layer === undefined ? lossBackward(values, answer, detail) : []),
  ...narrateBack(values, detail),
];
