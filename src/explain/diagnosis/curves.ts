import type { Case, HistoryRow } from './define.ts';
import { mean } from '../../util/statistics.ts';

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
  readonly least: { readonly loss: number; readonly epoch: number } | undefined;
  /** Loss and accuracy of the same answer for every row. */
  readonly baseline: { readonly loss: number; readonly accuracy: number | undefined };
}

/** Means over `half` neighbours on either side. */
export function smoothed(values: readonly number[], half: number): number[] {
  return values.map((_, i) => mean(values.slice(Math.max(0, i - half), i + half + 1)));
}

const isNumber = (value: number | undefined): value is number => value !== undefined;

/** All of a column, or undefined where an epoch lacks it. */
function column(rows: readonly HistoryRow[], of: (row: HistoryRow) => number | undefined) {
  const values = rows.map(of).filter(isNumber);
  return values.length === rows.length ? values : undefined;
}

function leastOf(losses: readonly number[], history: readonly HistoryRow[]) {
  const loss = Math.min(...losses);
  return { loss, epoch: history[losses.indexOf(loss)].epoch };
}

export function curvesOf({ history, data }: Case): Curves {
  const tail = -Math.max(1, Math.ceil(history.length / 20));
  const ending = (values: readonly number[] | undefined) => values && mean(values.slice(tail));
  const training = history.map((row) => row.loss);
  const raw = column(history, (row) => row.validationLoss);
  const validation = raw && smoothed(raw, Math.floor(history.length / 100));
  const largest = data.classes && Math.max(...data.classes.map(({ rows }) => rows));
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
    best: validation ? validation.indexOf(Math.min(...validation)) : training.indexOf(Math.min(...training)),
    least: raw && raw.length > 0 ? leastOf(raw, history) : undefined,
    baseline: {
      loss: data.baselineLoss,
      accuracy: largest === undefined ? undefined : largest / data.rows,
    },
  };
}
