import { scored } from './define.ts';
import type { ClassMetric, ClassSample } from './define.ts';
import { fromProbabilities } from './probabilities.ts';
import { meanOf } from './sums.ts';

/** The squared error of row i. */
const ofRow = ({ actual, classes: { length: width } }: ClassSample, p: ArrayLike<number>) => {
  const first = width === 2 ? 1 : 0;
  return (i: number) => {
    let sum = 0;
    for (let c = first; c < width; c++) sum += (p[i * width + c] - (actual[i] === c ? 1 : 0)) ** 2;
    return sum;
  };
};

/** Two classes: mean (p − y)² of the second one. More: the sum over the classes, from 0 to 2 (Brier 1950). */
export const brier: ClassMetric = {
  name: 'brier',
  label: 'Brier score',
  summary: 'mean squared error of the probabilities; small when they can be trusted',
  source: 'sklearn.metrics.brier_score_loss; Brier 1950',
  task: 'classification',
  needs: 'probabilities',
  higherIsBetter: false,
  unit: 'score',
  compute: fromProbabilities((sample, p) =>
    scored(meanOf(sample.actual.length, ofRow(sample, p), sample.weights)),
  ),
  ofRow,
};
