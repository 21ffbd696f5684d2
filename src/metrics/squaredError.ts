import { scored } from './define.ts';
import type { ValueMetric, ValueSample } from './define.ts';
import { meanOf } from './sums.ts';

const common = { task: 'regression', needs: 'values', higherIsBetter: false, unit: 'target' } as const;

const meanSquare = ({ actual, predicted, weights }: ValueSample) =>
  meanOf(actual.length, (i) => (actual[i] - predicted[i]) ** 2, weights);

export const mse: ValueMetric = {
  ...common,
  name: 'mse',
  aliases: ['mean-squared-error'],
  label: 'MSE',
  summary: 'mean squared error',
  formula: 'Σ (y − ŷ)² / N',
  source: 'sklearn.metrics.mean_squared_error',
  compute: (sample) => scored(meanSquare(sample)),
};

export const rmse: ValueMetric = {
  ...common,
  name: 'rmse',
  aliases: ['root-mean-squared-error'],
  label: 'RMSE',
  summary: 'root of the mean squared error, in units of the target',
  formula: '√(Σ (y − ŷ)² / N)',
  source: 'sklearn.metrics.mean_squared_error(squared=False)',
  compute: (sample) => scored(Math.sqrt(meanSquare(sample))),
};
