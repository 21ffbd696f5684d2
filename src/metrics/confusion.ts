import type { ClassSample } from './define.ts';

/** Rows true class, columns predicted class; counts, or sums of weights. */
export type Confusion = readonly (readonly number[])[];

/** How often each class was taken for which (sklearn.metrics.confusion_matrix). */
export function confusionMatrix({ classes, actual, predicted, weights }: ClassSample): Confusion {
  const counts = classes.map(() => classes.map(() => 0));
  for (let i = 0; i < actual.length; i++) counts[actual[i]][predicted[i]] += weights ? weights[i] : 1;
  return counts;
}

const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0);

/** Rows of each true class. */
export const actualTotals = (confusion: Confusion): number[] => confusion.map(sum);

/** Rows given each class. */
export const predictedTotals = (confusion: Confusion): number[] =>
  confusion.map((_, c) => sum(confusion.map((row) => row[c])));

/** Rows on the diagonal. */
export const rightOf = (confusion: Confusion): number => sum(confusion.map((row, c) => row[c]));
