import { scored } from './define.ts';
import type { ClassMetric, ClassSample } from './define.ts';
import { fromProbabilities } from './probabilities.ts';
import { meanOf } from './sums.ts';

const EPSILON = 2.220446049250313e-16;
const clip = (p: number) => Math.min(Math.max(p, EPSILON), 1 - EPSILON);

/** The loss of row i. */
const ofRow =
  ({ actual, classes: { length: width } }: ClassSample, p: ArrayLike<number>) =>
  (i: number) => {
    let sum = 0;
    for (let c = 0; c < width; c++) sum += clip(p[i * width + c]);
    return -Math.log(clip(p[i * width + actual[i]]) / sum);
  };

/**
 * Probabilities are clipped at float64's epsilon and each row divided by its sum, as scikit-learn 1.2 does.
 */
export const logLoss: ClassMetric = {
  name: 'log-loss',
  aliases: ['cross-entropy'],
  label: 'log loss',
  summary: 'mean of −log of the probability of the true class; confident mistakes cost most',
  formula: '−Σ log p / N',
  source: 'sklearn.metrics.log_loss',
  task: 'classification',
  needs: 'probabilities',
  higherIsBetter: false,
  unit: 'score',
  compute: fromProbabilities((sample, p) =>
    scored(meanOf(sample.actual.length, ofRow(sample, p), sample.weights)),
  ),
  ofRow,
};
