import { classNamed } from './classParameter.ts';
import { scored, unscored } from './define.ts';
import type { ClassMetric, ClassMetricFamily, ClassSample, Score } from './define.ts';
import { ofClass, overClasses } from './oneAgainstRest.ts';
import { fromProbabilities } from './probabilities.ts';
import { areaUnderRoc, rankingOf } from './ranking.ts';

const common = {
  source: 'sklearn.metrics.roc_auc_score',
  task: 'classification',
  needs: 'probabilities',
  higherIsBetter: true,
  unit: 'score',
  withoutInterval: true,
} as const;

export const rocAuc: ClassMetricFamily = {
  ...common,
  name: 'roc-auc',
  aliases: ['auc', 'roc-auc-ovr'],
  label: 'ROC-AUC',
  summary:
    'chance that a row of a class gets a greater probability of it than another row; each class against the rest, mean, or of one: roc-auc:NAME',
  compute: fromProbabilities((sample, p) => overClasses(sample, p, 'roc', false)),
  parameter: 'class',
  narrow(text, classes) {
    const c = classNamed('roc-auc', text, classes);
    return {
      ...common,
      name: `roc-auc:${text}`,
      label: `ROC-AUC of ${text}`,
      summary: `area under the ROC curve of class ${text} against the rest`,
      compute: fromProbabilities((sample, p) => ofClass(sample, p, c, 'roc')),
    };
  },
};

export const rocAucWeighted: ClassMetric = {
  ...common,
  name: 'roc-auc-weighted',
  aliases: ['roc-auc-ovr-weighted'],
  label: 'ROC-AUC (weighted)',
  summary: 'ROC-AUC of each class against the rest, each counting as many times as it has rows',
  compute: fromProbabilities((sample, p) => overClasses(sample, p, 'roc', true)),
};

/**
 * Mean over the pairs of classes that have rows: of two areas, one by each class's probability (Hand & Till
 * 2001).
 */
function overPairs(sample: ClassSample, p: ArrayLike<number>, weighted: boolean): Score {
  const { actual, classes, weights } = sample;
  if (weights) return unscored('not defined for weighted rows');
  const width = classes.length;
  const members = classes.map(() => [] as number[]);
  actual.forEach((c, i) => members[c].push(i));
  const there = members.flatMap(({ length }, c) => (length > 0 ? [c] : []));
  if (there.length < 2) return unscored(`every row is of "${classes[there[0]]}"`);
  const area = (own: number, other: number) =>
    areaUnderRoc(rankingOf(members[own], members[other], (i) => p[i * width + own]));
  let sum = 0;
  let total = 0;
  there.forEach((a, i) => {
    for (const b of there.slice(i + 1)) {
      const weight = weighted ? members[a].length + members[b].length : 1;
      sum += (weight * (area(a, b) + area(b, a))) / 2;
      total += weight;
    }
  });
  return scored(sum / total);
}

export const rocAucPairs: readonly ClassMetric[] = [
  {
    ...common,
    name: 'roc-auc-ovo',
    label: 'ROC-AUC (pairs)',
    summary: 'ROC-AUC of every pair of classes, mean (Hand & Till 2001)',
    compute: fromProbabilities((sample, p) => overPairs(sample, p, false)),
  },
  {
    ...common,
    name: 'roc-auc-ovo-weighted',
    label: 'ROC-AUC (pairs, weighted)',
    summary: 'ROC-AUC of every pair of classes, each counting as many times as it has rows',
    compute: fromProbabilities((sample, p) => overPairs(sample, p, true)),
  },
];
