import { scored, unscored } from './define.ts';
import type { ValueMetric } from './define.ts';
import { meanOf } from './sums.ts';

/**
 * |p − t| < std(t) / 250, the book's accuracy of a regression; the deviation is that of the rows measured.
 */
export const regressionAccuracy: ValueMetric = {
  name: 'regression-accuracy',
  label: 'within σ/250',
  summary: "the book's accuracy: share of rows nearer than a 250th of the targets' deviation",
  formula: 'rows with |y − ŷ| < std(y) / 250, divided by N',
  source: 'NNFS ch. 17, Accuracy_Regression',
  task: 'regression',
  needs: 'values',
  higherIsBetter: true,
  unit: 'share',
  compute({ actual, predicted, weights }) {
    const n = actual.length;
    const mean = meanOf(n, (i) => actual[i]);
    const tolerance = Math.sqrt(meanOf(n, (i) => (actual[i] - mean) ** 2)) / 250;
    if (tolerance === 0) return unscored('all targets are equal');
    return scored(meanOf(n, (i) => (Math.abs(predicted[i] - actual[i]) < tolerance ? 1 : 0), weights));
  },
};
