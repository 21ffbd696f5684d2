import { classNamed } from './classParameter.ts';
import { actualTotals, confusionMatrix, predictedTotals } from './confusion.ts';
import type { Confusion } from './confusion.ts';
import { scored } from './define.ts';
import type { ClassMetric, ClassMetricFamily, ClassSample, Score } from './define.ts';
import { listed } from './sums.ts';

const statistics = ['precision', 'recall', 'f1'] as const;
export type Statistic = (typeof statistics)[number];

/** Precision, recall and F1 of one class, undefined where they would be 0/0. */
export interface ClassScores {
  /** Share of the rows given this class that have it; undefined when no row was given it. */
  readonly precision: number | undefined;
  /** Share of the rows of this class that were given it; undefined when there are none. */
  readonly recall: number | undefined;
  /** Harmonic mean of the two; undefined when the class occurs on neither side. */
  readonly f1: number | undefined;
  /** Rows of this class, or the sum of their weights. */
  readonly support: number;
}

const ratio = (a: number, b: number) => (b > 0 ? a / b : undefined);

export function classScores(confusion: Confusion): ClassScores[] {
  const actual = actualTotals(confusion);
  const predicted = predictedTotals(confusion);
  return confusion.map((row, c) => ({
    precision: ratio(row[c], predicted[c]),
    recall: ratio(row[c], actual[c]),
    f1: ratio(2 * row[c], actual[c] + predicted[c]),
    support: actual[c],
  }));
}

/** Over all rows together; for one class a row precision, recall and F1 are all the accuracy. */
function microScore(confusion: Confusion): number {
  const correct = confusion.reduce((sum, row, c) => sum + row[c], 0);
  return correct / actualTotals(confusion).reduce((a, b) => a + b, 0);
}

const labels: Readonly<Record<Statistic, string>> = { precision: 'precision', recall: 'recall', f1: 'F1' };
const meanings: Readonly<Record<Statistic, string>> = {
  precision: 'of the rows given a class, the share that has it',
  recall: 'of the rows that have a class, the share given it',
  f1: 'harmonic mean of precision and recall',
};
const reasons: Readonly<Record<Statistic, string>> = {
  precision: 'never predicted',
  recall: 'no row',
  f1: 'neither in the data nor predicted',
};

/**
 * Mean over the classes that occur in the data or were predicted, the rest left out; what is undefined for
 * one of them counts as 0 (sklearn.metrics.precision_recall_fscore_support without labels, zero_division=0).
 */
function meanScore(sample: ClassSample, statistic: Statistic, weighted: boolean): Score {
  const scores = classScores(confusionMatrix(sample));
  let sum = 0;
  let total = 0;
  const zeros: string[] = [];
  scores.forEach(({ [statistic]: value, f1, support }, c) => {
    if (f1 === undefined) return;
    const weight = weighted ? support : 1;
    if (value === undefined && weight > 0) zeros.push(sample.classes[c]);
    sum += weight * (value ?? 0);
    total += weight;
  });
  const note =
    zeros.length > 0
      ? `${listed(zeros)}: ${reasons[statistic]}, ${labels[statistic]} counts as 0`
      : undefined;
  return scored(sum / total, note);
}

/** Rows that the two shares are of. */
const totals = { precision: predictedTotals, recall: actualTotals } as const;

/** Of one class: TP rows correctly given it, FP wrongly given it, FN of it but given another. */
const formulas: Readonly<Record<Statistic, string>> = {
  precision: 'TP / (TP + FP)',
  recall: 'TP / (TP + FN)',
  f1: '2·TP / (2·TP + FP + FN)',
};

/**
 * The four forms of one statistic: mean over the classes (or one class), over all rows, weighted by support.
 */
function family(statistic: Statistic): [ClassMetricFamily, ClassMetric, ClassMetric] {
  const label = labels[statistic];
  const common = {
    source: 'sklearn.metrics.precision_recall_fscore_support',
    task: 'classification',
    needs: 'classes',
    higherIsBetter: true,
    unit: 'share',
  } as const;
  const macro: ClassMetricFamily = {
    ...common,
    name: `${statistic}-macro`,
    aliases: [statistic],
    label: `${label} (macro)`,
    formula: formulas[statistic],
    summary: `${meanings[statistic]}; mean over the classes, or of one: ${statistic}:NAME`,
    compute: (sample) => meanScore(sample, statistic, false),
    parameter: 'class',
    narrow(text, classes) {
      const c = classNamed(statistic, text, classes);
      return {
        ...common,
        name: `${statistic}:${text}`,
        label: `${label} of ${text}`,
        summary: `${meanings[statistic]}, for class ${text}`,
        ...(statistic !== 'f1' && { shareOf: (sample) => totals[statistic](confusionMatrix(sample))[c] }),
        compute(sample) {
          const { [statistic]: value } = classScores(confusionMatrix(sample))[c];
          return value === undefined
            ? scored(0, `"${text}": ${reasons[statistic]}, counts as 0`)
            : scored(value);
        },
      };
    },
  };
  return [
    macro,
    {
      ...common,
      name: `${statistic}-micro`,
      label: `${label} (micro)`,
      summary: `${label} over all rows together, which is the accuracy`,
      shareOf: ({ actual }) => actual.length,
      compute: (sample) => scored(microScore(confusionMatrix(sample))),
    },
    {
      ...common,
      name: `${statistic}-weighted`,
      label: `${label} (weighted)`,
      summary: `mean of the classes' ${label}, each counting as many times as it has rows`,
      compute: (sample) => meanScore(sample, statistic, true),
    },
  ];
}

export const precisionRecallF1: readonly (ClassMetric | ClassMetricFamily)[] = statistics.flatMap(family);
