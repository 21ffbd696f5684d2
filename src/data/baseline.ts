import { mean } from '../util/statistics.ts';

/** −p·log p, 0 for p = 0. */
const information = (p: number) => (p > 0 ? -p * Math.log(p) : 0);

/**
 * The loss of the best answer that is the same for every row, for target classes: the entropy of their
 * shares, or for binary cross-entropy, which asks yes or no for each class, the mean of the entropies of yes
 * and no.
 *
 * @param counts rows of each class
 */
export function classBaseline(loss: string, counts: readonly number[]): number {
  const rows = counts.reduce((a, b) => a + b, 0);
  const shares = counts.map((count) => count / rows);
  if (loss !== 'binary-cross-entropy') return shares.reduce((sum, p) => sum + information(p), 0);
  return shares.reduce((sum, p) => sum + information(p) + information(1 - p), 0) / counts.length;
}

/**
 * The loss of a constant prediction, for target values: of their mean or their median, whichever is better.
 * The mean is best for squared errors, the median for absolute ones.
 *
 * @param lossOf loss of one output
 * @param values targets in the units of the loss: scaled, when the network learns them scaled
 */
export function valueBaseline(
  lossOf: (prediction: number, target: number) => number,
  values: ArrayLike<number>,
): number {
  const sorted = Float64Array.from(values).sort();
  const n = sorted.length;
  const median = (sorted[(n - 1) >> 1] + sorted[n >> 1]) / 2;
  const meanLoss = (prediction: number) =>
    sorted.reduce((sum, target) => sum + lossOf(prediction, target), 0) / n;
  return Math.min(meanLoss(mean(sorted)), meanLoss(median));
}
