import { normalScore } from '../util/normalScore.ts';

/** Training rows for each quantile, the most quantiles, and the least: as in TabM (Gorishniy et al. 2025). */
const ROWS = 30;
const MOST = 1000;
const LEAST = 10;
/** Where normal scores end: those of 1e-7 and 1 − 1e-7, as in scikit-learn. */
const ENDS = [-5.199337582605575, 5.19933758270342] as const;
/** How much of the distance of its neighbours a quantile may be moved, so that fewer digits are kept. */
const SHARE = 1e-4;

/** The number with the fewest digits between two neighbours that is almost q. */
function short(q: number, low: number, high: number): number {
  if (q <= low || q >= high) return q;
  for (let digits = 1; digits < 17; digits++) {
    const rounded = Number(q.toPrecision(digits));
    if (Math.abs(rounded - q) <= SHARE * Math.min(q - low, high - q)) return rounded;
  }
  return q;
}

/**
 * Quantiles of the training rows at even shares, ascending: max(min(n // 30, 1000), 10) of n rows, one where
 * the column does not vary.
 *
 * @param rows those that are learned from; NaN is missing
 */
export function quantilesOf(values: ArrayLike<number>, rows: Int32Array): number[] {
  const present = Float64Array.from(rows, (row) => values[row])
    .filter((value) => Number.isFinite(value))
    .sort();
  const last = present.length - 1;
  if (last < 0 || present[0] === present[last]) return [last < 0 ? 0 : present[0]];
  const wanted = Math.max(Math.min(Math.floor(rows.length / ROWS), MOST), LEAST);
  const intervals = Math.max(1, Math.min(wanted, rows.length) - 1);
  return Array.from({ length: intervals + 1 }, (_, i) => {
    const at = (i * last) / intervals;
    const [low, high] = [present[Math.floor(at)], present[Math.ceil(at)]];
    return short(low + (high - low) * (at - Math.floor(at)), low, high);
  });
}

/** The first place in ascending numbers where one is at least x. */
function firstFrom(sorted: readonly number[], x: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle] < x) low = middle + 1;
    else high = middle;
  }
  return low;
}

/**
 * The normal score of a value's place among quantiles, QuantileTransformer(output_distribution='normal') of
 * scikit-learn. A value that several quantiles share has the middle of their places (the mean of interpolating
 * forward and backward), at the ends too: there scikit-learn has −5.2 or 5.2, which TabM avoids with noise.
 */
export function quantileScore(value: number, quantiles: readonly number[]): number {
  const last = quantiles.length - 1;
  if (last === 0) return 0;
  const above = firstFrom(quantiles, value);
  let place = above;
  if (above > last) place = last;
  else if (quantiles[above] === value) {
    let end = above;
    while (end < last && quantiles[end + 1] === value) end++;
    place = (above + end) / 2;
  } else if (above > 0) {
    const low = quantiles[above - 1];
    place = above - 1 + (value - low) / (quantiles[above] - low);
  }
  return Math.min(ENDS[1], Math.max(ENDS[0], normalScore(place / last)));
}
