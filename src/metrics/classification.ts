/** Rows true class, columns predicted class. */
export type Confusion = readonly (readonly number[])[];

/** Counts of true against predicted classes (sklearn.metrics.confusion_matrix). */
export function confusionMatrix(actual: Int32Array, predicted: Int32Array, classes: number): Confusion {
  const counts = Array.from({ length: classes }, () => Array.from({ length: classes }, () => 0));
  actual.forEach((label, i) => counts[label][predicted[i]]++);
  return counts;
}

export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  /** Rows of this class. */
  readonly support: number;
}

/** Precision, recall and F1 of each class; 0 where nothing was predicted (sklearn, zero_division=0). */
export function classScores(confusion: Confusion): ClassScores[] {
  return confusion.map((row, c) => {
    const right = row[c];
    const support = row.reduce((a, b) => a + b, 0);
    const claimed = confusion.reduce((sum, other) => sum + other[c], 0);
    const precision = claimed > 0 ? right / claimed : 0;
    const recall = support > 0 ? right / support : 0;
    const f1 = precision + recall > 0 ? (2 * precision * recall) / (precision + recall) : 0;
    return { precision, recall, f1, support };
  });
}

/** Share of rows on the diagonal. */
export function accuracy(confusion: Confusion): number {
  const right = confusion.reduce((sum, row, c) => sum + row[c], 0);
  const all = confusion.reduce((sum, row) => sum + row.reduce((a, b) => a + b, 0), 0);
  return right / all;
}

/** Unweighted mean of the classes' F1. */
export function macroF1(confusion: Confusion): number {
  const scores = classScores(confusion);
  return scores.reduce((sum, { f1 }) => sum + f1, 0) / scores.length;
}

/**
 * Mean of −log of the probability given to the true class, clipped at the float64 epsilon (sklearn.metrics.log_loss).
 * `probabilities` is row-major [rows × classes].
 */
export function logLoss(actual: Int32Array, probabilities: ArrayLike<number>, classes: number): number {
  const epsilon = 2.220446049250313e-16;
  let total = 0;
  actual.forEach((label, i) => {
    const p = Math.min(Math.max(probabilities[i * classes + label], epsilon), 1 - epsilon);
    total -= Math.log(p);
  });
  return total / actual.length;
}
