/** Rows whose most probable class has about the same probability. */
export interface ConfidenceBin {
  /** Of the most probable class: above `low`, at most `high`. */
  readonly low: number;
  readonly high: number;
  /** Sum of the weights of the rows; how many they are, where all count the same. */
  readonly rows: number;
  /** Mean probability of the most probable class, and share of the rows that are of it. */
  readonly confidence: number;
  readonly accuracy: number;
}

/** Bins unless another number is said. */
export const BINS = 10;

/**
 * Rows in bins of equal width by the probability of their most probable class; empty ones are left out.
 *
 * @param probabilities [rows × classes]
 * @param actual class index of each row
 */
export function confidenceBins(
  probabilities: ArrayLike<number>,
  actual: ArrayLike<number>,
  weights?: ArrayLike<number>,
  bins = BINS,
): ConfidenceBin[] {
  const width = actual.length === 0 ? 1 : probabilities.length / actual.length;
  const [rows, confidence, right] = [0, 1, 2].map(() => new Float64Array(bins));
  for (let row = 0; row < actual.length; row++) {
    let best = 0;
    for (let c = 1; c < width; c++)
      if (probabilities[row * width + c] > probabilities[row * width + best]) best = c;
    const p = probabilities[row * width + best];
    // A probability of 0.3 belongs to (0.2, 0.3], although 0.3 · 10 is 3 but for rounding.
    let bin = Math.min(bins - 1, Math.max(0, Math.ceil(p * bins) - 1));
    if (p > (bin + 1) / bins) bin++;
    else if (bin > 0 && p <= bin / bins) bin--;
    const weight = weights?.[row] ?? 1;
    rows[bin] += weight;
    confidence[bin] += weight * p;
    if (best === actual[row]) right[bin] += weight;
  }
  return Array.from(rows).flatMap((sum, bin) =>
    sum > 0
      ? [
          {
            low: bin / bins,
            high: (bin + 1) / bins,
            rows: sum,
            confidence: confidence[bin] / sum,
            accuracy: right[bin] / sum,
          },
        ]
      : [],
  );
}

/** Mean distance of confidence and accuracy over the bins, each by its rows (Naeini et al. 2015; Guo et al. 2017). */
export function calibrationError(bins: readonly ConfidenceBin[]): number {
  const all = bins.reduce((sum, { rows }) => sum + rows, 0);
  return bins.reduce(
    (sum, { rows, confidence, accuracy }) => sum + (rows / all) * Math.abs(accuracy - confidence),
    0,
  );
}
