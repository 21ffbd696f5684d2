import type { Block } from '../../report/result.ts';
import { right } from '../../report/table.ts';
import { counted } from '../../util/plural.ts';
import { count } from '../../util/quantity.ts';
import type { BatchValues, ParameterGradients } from '../batch.ts';
import { digits } from '../write.ts';
import type { Detail } from '../write.ts';
import { textBlocks } from './define.ts';
import { corner, elementName } from './elements.ts';
import { narrateUpdates, penaltiesForward } from './update.ts';

/** Batches of an epoch, and rows of a batch, that are listed. */
const BATCHES = 6;
const ROWS = 32;
/** Weights whose gradients are listed row by row. */
const WEIGHTS = 5;
/** Fits the narrowest terminals. */
const LINE = 60;

/** How the training rows are taken. */
export interface Division {
  readonly source: string;
  /** What a row is, and many are. */
  readonly unit: readonly [one: string, many: string];
  readonly train: number;
  readonly validation: number;
  readonly seed: number;
  readonly shuffle: boolean;
  /** Rows of each batch of an epoch. */
  readonly sizes: readonly number[];
  /** The rows of the source in the order of each epoch. */
  readonly epochs: readonly ArrayLike<number>[];
}

/** Numbers in lines of equal indentation. */
function wrapped(first: string, numbers: readonly string[]): string {
  const indent = ' '.repeat(first.length);
  const lines = [first];
  for (const number of numbers) {
    const last = lines[lines.length - 1];
    if (last.length + number.length + 1 > LINE && last !== indent) lines.push(`${indent} ${number}`);
    else lines[lines.length - 1] = `${last} ${number}`;
  }
  return lines.join('\n');
}

/** `4 batches an epoch: 32 + 32 + 32 + 24`; of many batches only how many are of which size. */
export function sizesText(sizes: readonly number[]): string {
  const all = `${counted(sizes.length, 'batch', 'batches')} an epoch`;
  if (sizes.length <= 12) return `${all}: ${sizes.map(count).join(' + ')}`;
  const last = sizes[sizes.length - 1];
  const same = sizes.filter((size) => size === sizes[0]).length;
  return last === sizes[0]
    ? `${all}, each of ${count(last)}`
    : `${all}: ${count(same)} of ${count(sizes[0])}, and one of ${count(last)}`;
}

/** The rows of the batches of an epoch. */
function epochBlocks({ sizes, unit }: Division, order: ArrayLike<number>, epoch: number): Block[] {
  let from = 0;
  const lines = sizes.slice(0, BATCHES).map((size, i) => {
    const rows = Array.from({ length: size }, (_, k) => String(order[from + k]));
    from += size;
    const rest = size > ROWS ? [`… ${count(size)} in all`] : [];
    return wrapped(`batch ${i + 1} `.padEnd(9), [...rows.slice(0, ROWS), ...rest]);
  });
  const more = sizes.length - BATCHES;
  return [
    { kind: 'heading', text: `epoch ${epoch}: the ${unit[1]} of each batch, counted from 0` },
    { kind: 'preformatted', text: lines.join('\n') },
    ...textBlocks(more > 0 ? [`… and ${counted(more, 'more batch', 'more batches')}; --json has all`] : []),
  ];
}

/** How rows become batches, and their order in some epochs. */
export function narrateDivision(division: Division): Block[] {
  const { source, unit, train, validation, sizes, shuffle, seed, epochs } = division;
  const held = validation > 0 ? `, ${count(validation)} held back for validation` : '';
  return [
    { kind: 'heading', text: `${source}: ${counted(train, unit[0], unit[1])} to train with${held}` },
    ...textBlocks([
      sizesText(sizes),
      shuffle
        ? `shuffled anew every epoch, by seed ${seed}; each batch is one update`
        : `in the order of the data, as --no-shuffle says; each batch is one update`,
    ]),
    ...epochs.flatMap((order, i) => epochBlocks(division, order, i + 1)),
  ];
}

/** The weights whose gradients are listed: of the chosen layer, or one of each parameter. */
function chosenWeights(
  { parameters }: BatchValues,
  detail: Detail,
): { parameter: ParameterGradients; index: number }[] {
  const of = parameters.filter(({ layer }) => detail.layer === undefined || detail.layer === layer);
  const all =
    detail.layer === undefined
      ? of.map((parameter) => ({ parameter, index: 0 }))
      : of.flatMap((parameter) => corner(parameter, detail).map((index) => ({ parameter, index })));
  return all.slice(0, WEIGHTS);
}

/** Losses and gradients row by row, their mean, and the gradient of the batch. */
export function rowGradients(
  batch: BatchValues,
  rows: ArrayLike<number | string>,
  targets: readonly string[],
  unit: string,
  detail: Detail,
): Block[] {
  const weights = chosenWeights(batch, detail);
  const shown = Math.min(batch.rows, ROWS, weights[0]?.parameter.rows.length ?? batch.rows);
  const line = (name: string, of: (gradients: ParameterGradients) => readonly number[], loss: number) => [
    name,
    '',
    digits(loss),
    ...weights.map(({ parameter, index }) => digits(of(parameter)[index])),
  ];
  return [
    {
      kind: 'table',
      columns: [
        right(unit),
        { name: 'target' },
        right('loss'),
        ...weights.map(({ parameter, index }, i) => ({
          ...right(`${parameter.layer} d${elementName(parameter, index)}`),
          dropAt: i,
        })),
      ],
      rows: Array.from({ length: shown }, (_, i) => [
        String(rows[i]),
        targets[i] ?? '',
        digits(batch.losses[i]),
        ...weights.map(({ parameter, index }) => digits(parameter.rows[i][index])),
      ]),
      foot: [
        line('mean', ({ mean }) => mean, batch.losses.reduce((a, b) => a + b, 0) / batch.rows),
        line('batch', ({ gradient }) => gradient, batch.loss),
      ],
    },
    ...textBlocks([
      ...(batch.rows > shown
        ? [`… and ${count(batch.rows - shown)} more; the mean is that of all ${count(batch.rows)}`]
        : []),
      ...(batch.rows > 1
        ? [
            `the mean of the gradients of ${counted(batch.rows, unit)} is the gradient of the batch, by which the weights are updated once`,
          ]
        : []),
    ]),
  ];
}

/** The first batch, row by row, and the update that it leads to. */
export function narrateBatch(
  batch: BatchValues,
  { sizes, epochs, unit }: Division,
  targets: readonly string[],
  detail: Detail,
): Block[] {
  return [
    {
      kind: 'heading',
      text: `batch 1 of ${sizes.length} in epoch 1: the gradient of the loss of each ${unit[0]}`,
    },
    ...rowGradients(batch, epochs[0], targets, unit[0], detail),
    ...(detail.layer === undefined ? penaltiesForward(batch.updates.all[0]) : []),
    ...narrateUpdates(batch.updates, { text: '' }, detail),
  ];
}
