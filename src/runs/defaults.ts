import type { NetworkSpec } from '../network/spec.ts';
import type { Optimizer } from '../optimizers/define.ts';
import type { Defaults } from '../tasks/dataset.ts';

/** The book's learning rates, which learn small tables well in its number of epochs. */
const bookRates: Readonly<Record<string, number>> = { sgd: 1, adagrad: 1 };

const plain = new Set(['dense', 'activation', 'dropout', 'flatten']);

/** True for a network of dense layers only. */
export const isPlain = ({ layers }: NetworkSpec): boolean => layers.every(({ type }) => plain.has(type));

/** Rows of a batch for fewer training rows than these, of a network with members; 1024 from the last on (TabM). */
const BATCHES_OF_MEMBERS = [
  [2800, 32],
  [4500, 64],
  [6400, 128],
  [32_000, 256],
  [108_000, 512],
] as const;

/** Rows of a batch, for a network and a number of training rows. */
export function defaultBatch({ layers }: NetworkSpec, rows: number): number {
  if (layers.some(({ type }) => type === 'views'))
    return BATCHES_OF_MEMBERS.find(([below]) => rows < below)?.[1] ?? 1024;
  return rows <= 2000 ? 32 : rows <= 20_000 ? 64 : 128;
}

/** λ of the L2 penalty: small tables overfit soonest; the penalty fades as rows come in. */
export const defaultL2 = (rows: number, columns: number): number =>
  Number(Math.min(0.002, (0.06 * Math.min(columns, 16)) / rows).toPrecision(1));

/** Updates of an epoch from which on the average gains: with fewer it lags behind by too many epochs. */
const UPDATES_TO_AVERAGE = 13;

/**
 * Decay of the moving average of the weights; 0: none. Dense networks that Adam trains at a high rate scatter
 * about their minimum, and their average is nearer to it.
 *
 * @param updates of an epoch
 */
export const defaultAverage = (spec: NetworkSpec, { name }: Optimizer, updates: number): number =>
  isPlain(spec) && name.startsWith('adam') && updates >= UPDATES_TO_AVERAGE ? 0.99 : 0;

/**
 * The learning rate of an optimizer for a network. Small dense networks learn fastest at ten times Adam's
 * usual rate; at that rate, those with shared weights lose units for good.
 */
export function defaultRate(
  spec: NetworkSpec,
  { name, learningRate }: Optimizer,
  { defaults, book }: { readonly defaults: Defaults | undefined; readonly book: boolean },
): number {
  if (book) return bookRates[name] ?? learningRate;
  if (!name.startsWith('adam')) return learningRate;
  return defaults?.learningRate ?? (isPlain(spec) ? 0.01 : learningRate);
}
