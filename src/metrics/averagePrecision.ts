import { classNamed } from './classParameter.ts';
import type { ClassMetricFamily } from './define.ts';
import { ofClass, overClasses } from './oneAgainstRest.ts';
import { fromProbabilities } from './probabilities.ts';

const common = {
  source: 'sklearn.metrics.average_precision_score',
  task: 'classification',
  needs: 'probabilities',
  higherIsBetter: true,
  unit: 'score',
  withoutInterval: true,
} as const;

export const averagePrecision: ClassMetricFamily = {
  ...common,
  name: 'average-precision',
  aliases: ['ap', 'pr-auc'],
  label: 'average precision',
  summary:
    'area under the precision-recall curve, for rare classes; each class against the rest, mean, or of one: average-precision:NAME',
  compute: fromProbabilities((sample, p) => overClasses(sample, p, 'precisionRecall', false)),
  parameter: 'class',
  narrow(text, classes) {
    const c = classNamed('average-precision', text, classes);
    return {
      ...common,
      name: `average-precision:${text}`,
      label: `average precision of ${text}`,
      summary: `area under the precision-recall curve of class ${text}`,
      compute: fromProbabilities((sample, p) => ofClass(sample, p, c, 'precisionRecall')),
    };
  },
};
