import { sparkline } from '../charts/sparkline.ts';
import type { Json, Result } from '../report/result.ts';
import { right } from '../report/table.ts';
import { count, measure, percent } from '../util/quantity.ts';

/** The models of one size: means over the repeats. */
export interface CurvePoint {
  /** Training rows. */
  readonly rows: number;
  /** Accuracy, or loss of numbers, on the validation rows, and its standard deviation. */
  readonly score: number;
  readonly deviation: number;
  /** The same on the training rows. */
  readonly training: number;
}

/** Characters of a curve in the terminal. */
const WIDTH = 40;

/** What more data would bring, in words. */
function verdict(points: readonly CurvePoint[], classes: boolean): string {
  const [last, before] = [points.at(-1), points.at(-2)];
  if (!last || !before) return '';
  const gain = classes ? last.score - before.score : before.score - last.score;
  const gap = classes ? last.training - last.score : last.score - last.training;
  const small = classes ? 0.01 : 0.02 * Math.abs(before.score);
  if (gain > small) return 'The validation score still improves with more rows: collect more data.';
  if (gap > (classes ? 0.05 : 0.2 * Math.abs(last.score)))
    return 'More rows hardly help, and training is far better than validation: try --dropout 0.2, a larger --l2, or fewer units.';
  return 'More rows hardly help, and training is no better than validation: the model has learned what these features tell. Try more units or better features.';
}

/**
 * A learning curve as a table, two lines of bars, a verdict, and rows.
 *
 * @param classes scores are accuracies, not losses
 */
export function learningCurveResult(points: readonly CurvePoint[], classes: boolean): Result {
  const show = classes ? percent : measure;
  const name = classes ? 'accuracy' : 'loss';
  const columns = {
    rows: points.map(({ rows }) => rows),
    [`train_${name}`]: points.map(({ training }) => training),
    [`val_${name}`]: points.map(({ score }) => score),
    [`val_${name}_deviation`]: points.map(({ deviation }) => deviation),
  };
  return {
    blocks: () => [
      {
        kind: 'table',
        columns: ['rows', `training ${name}`, `validation ${name}`, '±'].map((title) => right(title)),
        rows: points.map(({ rows, training, score, deviation }) => [
          count(rows),
          ...[training, score, deviation].map(show),
        ]),
      },
      {
        kind: 'facts',
        facts: [
          [`training ${name}`, sparkline(columns[`train_${name}`], WIDTH)],
          [`validation ${name}`, sparkline(columns[`val_${name}`], WIDTH)],
        ],
      },
      { kind: 'text', text: verdict(points, classes) },
    ],
    json: (): Json => ({
      metric: name,
      points: points.map((_, i) =>
        Object.fromEntries(Object.entries(columns).map(([column, values]) => [column, values[i]])),
      ),
    }),
    data: {
      kind: 'rows',
      columns: Object.keys(columns),
      batches: () => [Object.entries(columns).map(([column, values]) => ({ name: column, values }))],
    },
    dataFormat: 'table',
  };
}
