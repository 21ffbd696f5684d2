import { scored } from './define.ts';
import type { ClassMetric } from './define.ts';
import { meanOf } from './sums.ts';

export const accuracy: ClassMetric = {
  name: 'accuracy',
  aliases: ['acc'],
  label: 'accuracy',
  summary: 'share of rows that are correct',
  formula: 'correct / N',
  source: 'sklearn.metrics.accuracy_score; NNFS ch. 5',
  task: 'classification',
  needs: 'classes',
  higherIsBetter: true,
  unit: 'share',
  shareOf: ({ actual }) => actual.length,
  compute: ({ actual, predicted, weights }) =>
    scored(meanOf(actual.length, (i) => (actual[i] === predicted[i] ? 1 : 0), weights)),
};
