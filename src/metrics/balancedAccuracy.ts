import { actualTotals, confusionMatrix } from './confusion.ts';
import { scored } from './define.ts';
import type { ClassMetric } from './define.ts';
import { listed } from './sums.ts';
import { mean } from '../util/statistics.ts';

/** Mean of the classes' recalls; classes without a row are left out, as in scikit-learn. */
export const balancedAccuracy: ClassMetric = {
  name: 'balanced-accuracy',
  label: 'balanced accuracy',
  summary: "mean of the classes' recalls: every class counts the same, however many rows it has",
  formula: 'mean of the recalls',
  source: 'sklearn.metrics.balanced_accuracy_score',
  task: 'classification',
  needs: 'classes',
  higherIsBetter: true,
  unit: 'share',
  compute(sample) {
    const confusion = confusionMatrix(sample);
    const totals = actualTotals(confusion);
    const there = totals.flatMap((total, c) => (total > 0 ? [confusion[c][c] / total] : []));
    const absent = sample.classes.filter((_, c) => totals[c] === 0);
    return scored(mean(there), absent.length > 0 ? `no row of ${listed(absent)}: left out` : undefined);
  },
};
