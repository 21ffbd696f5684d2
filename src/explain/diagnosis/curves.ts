import type { Case, HistoryRow, Least } from './define.ts';
import { mean } from '../../util/statistics.ts';
import { maxOf, minOf } from '../../util/extremes.ts';

/** What the learning curves of a run show. Losses are without penalties. */
export interface Curves {
  readonly epochs: readonly number[];
  readonly training: readonly number[];
  /** Smoothed over a hundredth of the run. */
  readonly validation: readonly number[] | undefined;
  /** Means over the last twentieth of the run, which is so many epochs. */
  readonly end: {
    readonly epochs: number;
    readonly training: number;
    readonly validation: number | undefined;
    readonly accuracy: number | undefined;
    readonly validationAccuracy: number | undefined;
  };
  /** Where the smoothed validation loss is least: an index, not an epoch. */
  readonly best: number;
  /** The least validation loss as it was measured. */
  readonly least: Least | undefined;
  /** The history lacks epochs, as --log-every leaves it. */
  readonly sparse: boolean;
  /** Loss and accuracy of the same answer for every row. */
  readonly baseline: { readonly loss: number; readonly accuracy: number | undefined };
}

/** Neighbours on either side that a mean is taken of; of more, evenly spaced ones. */
const NEIGHBOURS = 200;

/**
 * Means over `half` neighbours on either side, or those that there are. Blocks as long as a window are summed from
 * either end: a window is the end of one and the beginning of the next (van Herk 1992). Nothing is subtracted, so
 * that one large value spoils no sum but its own.
 */
function windowMeans(values: Float64Array, half: number): Float64Array {
  const size = 2 * half + 1;
  const last = values.length - 1;
  const fromStart = Float64Array.from(values);
  for (let i = 1; i <= last; i++) if (i % size > 0) fromStart[i] += fromStart[i - 1];
  const toEnd = Float64Array.from(values);
  for (let i = last - 1; i >= 0; i--) if ((i + 1) % size > 0) toEnd[i] += toEnd[i + 1];
  const means = new Float64Array(values.length);
  for (let i = 0; i <= last; i++) {
    const first = Math.max(0, i - half);
    const end = Math.min(last, i + half);
    const rest = first % size;
    const sum =
      rest + end - first >= size ? toEnd[first] + fromStart[end] : rest === 0 ? fromStart[end] : toEnd[first];
    means[i] = sum / (end - first + 1);
  }
  return means;
}

/** Means over `half` neighbours on either side; over some of them, evenly spaced, where there are very many. */
export function smoothed(values: readonly number[], half: number): number[] {
  const step = Math.max(1, Math.floor(half / NEIGHBOURS));
  const means = [...values];
  for (let r = 0; r < step; r++) {
    const every = new Float64Array(Math.max(0, Math.ceil((values.length - r) / step)));
    for (let i = 0; i < every.length; i++) every[i] = values[r + i * step];
    const found = windowMeans(every, Math.floor(half / step));
    for (let i = 0; i < found.length; i++) means[r + i * step] = found[i];
  }
  return means;
}

const isNumber = (value: number | undefined): value is number => value !== undefined;

/** All of a column, or undefined where an epoch lacks it. */
function column(rows: readonly HistoryRow[], of: (row: HistoryRow) => number | undefined) {
  const values = rows.map(of).filter(isNumber);
  return values.length === rows.length ? values : undefined;
}

/** The least loss that was recorded, or that of an epoch which the history lacks. */
function leastOf(losses: readonly number[], { history, run }: Case): Least {
  const loss = minOf(losses);
  if (run.least && run.least.loss < loss) return run.least;
  return { loss, epoch: history[losses.indexOf(loss)].epoch };
}

export function curvesOf(one: Case): Curves {
  const { history, data } = one;
  const tail = -Math.max(1, Math.ceil(history.length / 20));
  const ending = (values: readonly number[] | undefined) => values && mean(values.slice(tail));
  const training = history.map((row) => row.loss);
  const raw = column(history, (row) => row.validationLoss);
  const validation = raw && smoothed(raw, Math.floor(history.length / 100));
  const largest = data.classes && maxOf(data.classes.map(({ rows }) => rows));
  return {
    epochs: history.map(({ epoch }) => epoch),
    training,
    validation,
    end: {
      epochs: -tail,
      training: ending(training) ?? NaN,
      validation: ending(raw),
      accuracy: ending(column(history, ({ accuracy }) => accuracy)),
      validationAccuracy: ending(column(history, ({ validationAccuracy }) => validationAccuracy)),
    },
    best: validation ? validation.indexOf(minOf(validation)) : training.indexOf(minOf(training)),
    least: raw && raw.length > 0 ? leastOf(raw, one) : undefined,
    sparse: history.some(({ epoch }, i) => i > 0 && epoch > history[i - 1].epoch + 1),
    baseline: {
      loss: data.baselineLoss,
      accuracy: largest === undefined ? undefined : largest / data.rows,
    },
  };
}
