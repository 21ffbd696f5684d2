import { actualTotals, confusionMatrix, predictedTotals, rightOf } from './confusion.ts';
import { scored } from './define.ts';
import type { ClassMetric } from './define.ts';

const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);

/**
 * Matthews' correlation for any number of classes (Gorodkin 2004). 0 where it is not defined, as in
 * scikit-learn.
 */
export const matthews: ClassMetric = {
  name: 'matthews',
  aliases: ['mcc'],
  label: 'Matthews',
  summary: 'correlation of true and predicted class: 1 perfect, 0 no better than chance',
  source: 'sklearn.metrics.matthews_corrcoef; Gorodkin 2004',
  task: 'classification',
  needs: 'classes',
  higherIsBetter: true,
  unit: 'score',
  compute(sample) {
    const confusion = confusionMatrix(sample);
    const actual = actualTotals(confusion);
    const predicted = predictedTotals(confusion);
    const n = actual.reduce((a, b) => a + b, 0);
    const together = rightOf(confusion) * n - dot(actual, predicted);
    const spread = (n * n - dot(actual, actual)) * (n * n - dot(predicted, predicted));
    if (spread > 0) return scored(together / Math.sqrt(spread));
    const one =
      n * n === dot(actual, actual) ? 'all rows have one class' : 'one class is predicted for every row';
    return scored(0, `${one}: counts as 0`);
  },
};
