import { RandomState } from './random.ts';
import { LEVEL } from './significance.ts';
import type { Interval } from './significance.ts';

/** How a bootstrap is done. */
export interface BootstrapOptions {
  readonly level?: number;
  /** Samples that are drawn. */
  readonly resamples?: number;
  readonly seed?: number;
}

/** Rows that a sample has at most. */
const ROWS = 300;

/** numpy.quantile of sorted numbers, linear between two of them. */
function quantile(sorted: ArrayLike<number>, share: number): number {
  const at = share * (sorted.length - 1);
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (at - low) * (sorted[high] - sorted[low]);
}

/**
 * Percentile intervals of figures of some rows (Efron 1979): the figures are computed for samples of n rows
 * drawn with replacement, and the interval is what the middle 95 % of them span. Of more than 300 rows a
 * sample has 300, and its distance from the figure of all rows shrinks by √(300/n) (the m out of n
 * bootstrap, Bickel, Götze and van Zwet 1997), so that a million rows cost no more.
 *
 * @param figures of the rows of a sample; the array of rows is reused. A figure that a sample does not have
 *   is NaN
 * @param values the same figures of all rows
 * @returns an interval for each figure; undefined of fewer than 2 rows, where most samples have no such figure,
 *   and where all have the same (a figure without any error): samples say nothing then
 */
export function bootstrapIntervals(
  n: number,
  figures: (rows: Int32Array) => readonly number[],
  values: readonly number[],
  { level = LEVEL, resamples = 1000, seed = 0 }: BootstrapOptions = {},
): (Interval | undefined)[] {
  if (n < 2) return values.map(() => undefined);
  const random = new RandomState(seed);
  const rows = new Int32Array(Math.min(n, ROWS));
  const drawn = values.map(() => new Float64Array(resamples));
  for (let s = 0; s < resamples; s++) {
    // A product is uniform to 2⁻³² and takes one number; numpy.random.randint draws until one fits.
    for (let i = 0; i < rows.length; i++) rows[i] = Math.floor((random.uint32() / 4294967296) * n);
    figures(rows).forEach((value, f) => (drawn[f][s] = value));
  }
  return percentiles(drawn, values, level, Math.sqrt(rows.length / n));
}

/** What the middle of each figure's samples spans, their distance from its value shrunk. */
function percentiles(
  drawn: readonly Float64Array[],
  values: readonly number[],
  level: number,
  shrink: number,
): (Interval | undefined)[] {
  return drawn.map((all, f) => {
    const sorted = all.filter(Number.isFinite).sort();
    if (sorted.length < all.length / 2 || !Number.isFinite(values[f])) return undefined;
    const limit = (share: number) => {
      const found = quantile(sorted, share);
      return shrink === 1 ? found : values[f] + (found - values[f]) * shrink;
    };
    const interval: Interval = [limit((1 - level) / 2), limit((1 + level) / 2)];
    return interval[0] < interval[1] ? interval : undefined;
  });
}

/**
 * Percentile intervals of figures of rows that are of a few kinds: a sample is how many rows of each kind
 * there are in it, a multinomial draw of n. It is what drawing the rows one by one gives, at the cost of the
 * kinds.
 *
 * @param counts rows of each kind, each above 0
 * @param figures given how many rows of each kind a sample has; the array is reused
 */
export function bootstrapCounts(
  counts: readonly number[],
  figures: (sample: Float64Array) => readonly number[],
  values: readonly number[],
  { level = LEVEL, resamples = 1000, seed = 0 }: BootstrapOptions = {},
): (Interval | undefined)[] {
  const n = counts.reduce((a, b) => a + b, 0);
  if (n < 2) return values.map(() => undefined);
  const random = new RandomState(seed);
  const sample = new Float64Array(counts.length);
  const drawn = values.map(() => new Float64Array(resamples));
  for (let s = 0; s < resamples; s++) {
    let left = n;
    let rest = n;
    // One kind after the other takes its part of the rows that are left (numpy.random.multinomial).
    counts.forEach((kind, i) => {
      const taken = left === 0 ? 0 : kind === rest ? left : random.binomial(left, kind / rest);
      sample[i] = taken;
      left -= taken;
      rest -= kind;
    });
    figures(sample).forEach((value, f) => (drawn[f][s] = value));
  }
  return percentiles(drawn, values, level, 1);
}

/** The percentile interval of one figure. */
export const bootstrapInterval = (
  n: number,
  figure: (rows: Int32Array) => number,
  value: number,
  options: BootstrapOptions = {},
): Interval | undefined => bootstrapIntervals(n, (rows) => [figure(rows)], [value], options)[0];

/** The percentile interval of the mean of a figure that each row has. */
export const meanInterval = (
  values: ArrayLike<number>,
  mean: number,
  options: BootstrapOptions = {},
): Interval | undefined =>
  bootstrapInterval(
    values.length,
    (rows) => {
      let sum = 0;
      for (const row of rows) sum += values[row];
      return sum / rows.length;
    },
    mean,
    options,
  );
