import { scored, unscored } from './define.ts';
import type { ValueMetric } from './define.ts';
import { meanOf } from './sums.ts';

const common = { task: 'regression', needs: 'values', higherIsBetter: false, unit: 'target' } as const;

export const mae: ValueMetric = {
  ...common,
  name: 'mae',
  aliases: ['mean-absolute-error'],
  label: 'MAE',
  summary: 'mean absolute error, in units of the target',
  formula: 'Σ |y − ŷ| / N',
  source: 'sklearn.metrics.mean_absolute_error',
  compute: ({ actual, predicted, weights }) =>
    scored(meanOf(actual.length, (i) => Math.abs(actual[i] - predicted[i]), weights)),
};

function median(values: Float64Array): number {
  const sorted = values.toSorted();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** The smallest value that half of the weight does not exceed. */
function weightedMedian(values: Float64Array, weights: ArrayLike<number>): number {
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  let total = 0;
  for (const i of order) total += weights[i];
  let sum = 0;
  for (const i of order) {
    sum += weights[i];
    if (sum >= total / 2) return values[i];
  }
  return values[order[order.length - 1]];
}

export const medianAbsoluteError: ValueMetric = {
  ...common,
  name: 'median-absolute-error',
  aliases: ['medae'],
  label: 'median error',
  withoutInterval: true,
  summary: 'median absolute error: half of the rows are nearer; outliers do not count',
  formula: 'median of |y − ŷ|',
  source: 'sklearn.metrics.median_absolute_error',
  compute({ actual, predicted, weights }) {
    const errors = Float64Array.from(actual, (value, i) => Math.abs(value - predicted[i]));
    return scored(weights ? weightedMedian(errors, weights) : median(errors));
  },
};

export const maxError: ValueMetric = {
  ...common,
  name: 'max-error',
  label: 'greatest error',
  withoutInterval: true,
  summary: 'greatest absolute error',
  formula: 'max of |y − ŷ|',
  source: 'sklearn.metrics.max_error',
  compute({ actual, predicted }) {
    let most = 0;
    for (let i = 0; i < actual.length; i++) most = Math.max(most, Math.abs(actual[i] - predicted[i]));
    return scored(most);
  },
};

/** Undefined where a target is 0; scikit-learn divides by 2.2e-16 there. */
export const mape: ValueMetric = {
  ...common,
  name: 'mape',
  aliases: ['mean-absolute-percentage-error'],
  label: 'MAPE',
  summary: 'mean of the absolute errors as shares of the target',
  formula: 'Σ |(y − ŷ) / y| / N',
  source: 'sklearn.metrics.mean_absolute_percentage_error',
  unit: 'share',
  compute({ actual, predicted, weights }) {
    let zeros = 0;
    for (let i = 0; i < actual.length; i++) if (actual[i] === 0) zeros++;
    if (zeros > 0) return unscored(zeros === 1 ? 'a target is 0' : `${zeros} targets are 0`);
    return scored(meanOf(actual.length, (i) => Math.abs((actual[i] - predicted[i]) / actual[i]), weights));
  },
};
