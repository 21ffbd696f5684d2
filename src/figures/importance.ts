import { pictureLines } from '../charts/grid.ts';
import type { Importance } from '../explain/importance.ts';
import type { Result } from '../report/result.ts';
import { right } from '../report/table.ts';
import { measure, percent } from '../util/quantity.ts';
import { counted } from '../util/plural.ts';
import { maxOf } from '../util/extremes.ts';

/** Characters of the longest bar. */
const BAR = 24;

/** What permutation importance found. */
export interface ImportanceFound {
  readonly baseline: number;
  readonly importances: readonly Importance[];
  readonly rows: number;
  readonly repeats: number;
  /** The score is accuracy, not R². */
  readonly classes: boolean;
}

/** Every column with what the model loses without it. */
export function importanceResult({ baseline, importances, rows, repeats, classes }: ImportanceFound): Result {
  const show = (value: number) => (classes ? percent(value) : value.toFixed(3));
  const most = Math.max(1e-12, maxOf(importances.map(({ mean }) => mean)));
  const bar = (mean: number) => '█'.repeat(Math.round(Math.max(0, mean / most) * BAR));
  return {
    blocks: () => [
      {
        kind: 'facts',
        facts: [[classes ? 'accuracy' : 'R²', `${show(baseline)} on ${counted(rows, 'row')}`]],
      },
      {
        kind: 'table',
        columns: [{ name: 'column' }, right(classes ? 'accuracy lost' : 'R² lost'), right('±'), { name: '' }],
        rows: importances.map(({ column, mean, std }) => [column, show(mean), show(std), bar(mean)]),
      },
    ],
    json: () => ({
      score: classes ? 'accuracy' : 'r2',
      baseline,
      rows,
      repeats,
      importances: importances.map((item) => ({ ...item })),
    }),
  };
}

/**
 * The mean gradients of the pixels as a picture, the steepest white.
 *
 * @param shape height, width and channels
 */
export function saliencyResult(values: Float64Array, shape: readonly number[], columns: number): Result {
  const [height, width, channels] = shape;
  const most = values.reduce((a, b) => Math.max(a, b), 0) || 1;
  const data = Uint8Array.from(values, (value) => Math.round((255 * value) / most));
  const lines = () => pictureLines({ count: 1, height, width, channels, data }, columns);
  return {
    blocks: () => [
      { kind: 'text', text: `how steeply the loss changes with each pixel; the steepest ${measure(most)}` },
      { kind: 'preformatted', text: lines().join('\n') },
    ],
    json: () => ({ shape, saliency: [...values] }),
  };
}
