import { binomialCdf, studentP, studentQuantile } from './distributions.ts';
import { erfc } from './erf.ts';
import { RandomState } from './random.ts';
import { mean, sampleDeviation } from './statistics.ts';

/** The lower and the upper limit between which a figure of more such rows is expected. */
export type Interval = readonly [low: number, high: number];

/** 95 % intervals, by the names of their figures in JSON: `val_accuracy`. */
export type Intervals = Readonly<Partial<Record<string, Interval>>>;

/** How far two figures of the same rows are apart, and what of that may be chance. */
export interface Difference {
  /** The first figure minus the second. */
  readonly difference: number;
  /** Of the difference; absent where there are too few rows for one. */
  readonly interval?: Interval | undefined;
  /** How often chance alone makes a difference at least as large, either way. */
  readonly p: number;
}

/** The level of all intervals that are shown. */
export const LEVEL = 0.95;

/** Whether a difference is more than chance, at the level of the intervals. */
export const differs = ({ p }: Pick<Difference, 'p'>): boolean => p <= 1 - LEVEL;

/** The z with P(|Z| ≤ z) = level of a standard normal Z; by bisection of erfc. */
export function normalQuantile(level: number): number {
  let [low, high] = [0, 40];
  while (high - low > 1e-15 * high) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (erfc(middle / Math.SQRT2) > 1 - level) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Wilson's score interval of a share of n rows (Wilson 1927): it stays within 0 and 1, and holds its level
 * with few rows and with shares near 0 or 1, where share ± 2·√(share·(1 − share)/n) does not (Brown, Cai and
 * DasGupta 2001). statsmodels: proportion_confint(method='wilson').
 */
export function wilson(share: number, n: number, level = LEVEL): Interval {
  const z = normalQuantile(level);
  const about = z * z;
  const middle = (share + about / (2 * n)) / (1 + about / n);
  const half = (z / (1 + about / n)) * Math.sqrt((share * (1 - share)) / n + about / (4 * n * n));
  // Rounding leaves something like 1e-17 where a limit is 0 or 1.
  return [share <= 0 ? 0 : Math.max(0, middle - half), share >= 1 ? 1 : Math.min(1, middle + half)];
}

/**
 * McNemar's exact test (1947): b rows are correct by the first alone, c by the second alone; were both as
 * good, each of these rows would fall to either side as a coin does. The two-sided p of b of b + c.
 * statsmodels: mcnemar(exact=True).
 */
export const mcnemar = (b: number, c: number): number =>
  Math.min(1, 2 * binomialCdf(Math.min(b, c), b + c, 0.5));

/**
 * The difference of two shares of correct answers of the same n rows: McNemar's exact p, and the adjusted
 * Wald interval of Bonett and Price (2012), which counts one more row to each side.
 *
 * @param b rows that the first alone answers correctly
 * @param c rows that the second alone answers correctly
 */
export function pairedShares(b: number, c: number, n: number, level = LEVEL): Difference {
  const [first, second] = [(b + 1) / (n + 2), (c + 1) / (n + 2)];
  const middle = first - second;
  const half = normalQuantile(level) * Math.sqrt((first + second - middle * middle) / (n + 2));
  return {
    difference: (b - c) / n,
    interval: [Math.max(-1, middle - half), Math.min(1, middle + half)],
    p: mcnemar(b, c),
  };
}

/** Differences of so many rows have all their subsets listed: 2¹² of them. */
const ALL_SUBSETS = 12;
/** Above this many rows the mean is as good as normal, and Student's t costs nothing. */
const SOME_SUBSETS = 200;
const SUBSETS = 9999;

/** Sums and means of subsets of some numbers: every subset but the empty one, or random ones. */
function subsetMeans(values: ArrayLike<number>, seed: number): { sums: Float64Array; means: Float64Array } {
  const n = values.length;
  const all = n <= ALL_SUBSETS;
  const sums = new Float64Array(all ? 2 ** n - 1 : SUBSETS);
  const means = new Float64Array(sums.length);
  const random = new RandomState(seed);
  for (let s = 0; s < sums.length; s++) {
    let sum = 0;
    let size = 0;
    while (size === 0) {
      let bits = 0;
      for (let i = 0; i < n; i++) {
        if (i % 32 === 0) bits = all ? s + 1 : random.uint32();
        if (bits & 1) {
          sum += values[i];
          size++;
        }
        bits >>>= 1;
      }
    }
    sums[s] = sum;
    means[s] = sum / size;
  }
  return { sums, means };
}

/** The sign-flip test of a mean of 0, and the interval of all means that it would not reject. */
function bySignFlips(values: ArrayLike<number>, level: number, seed: number): Omit<Difference, 'difference'> {
  const { sums, means } = subsetMeans(values, seed);
  // Sums that are 0 but for rounding count to both sides, as equal ones do.
  let scale = 0;
  for (let i = 0; i < values.length; i++) scale += Math.abs(values[i]);
  const close = 1e-12 * scale;
  let [below, above] = [0, 0];
  for (const sum of sums) {
    if (sum <= close) below++;
    if (sum >= -close) above++;
  }
  const p = Math.min(1, (2 * (Math.min(below, above) + 1)) / (sums.length + 1));
  const k = Math.floor(((sums.length + 1) * (1 - level)) / 2 + 1e-9);
  means.sort();
  return { p, interval: k < 1 ? undefined : [means[k - 1], means[means.length - k]] };
}

/** Student's paired t-test (1908): scipy.stats.ttest_rel. */
function byStudent(values: ArrayLike<number>, level: number, inflation = 1): Difference {
  const n = values.length;
  const difference = mean(values);
  const error = sampleDeviation(values) * Math.sqrt(inflation / n);
  const half = error * studentQuantile(level, n - 1);
  const p = error > 0 ? studentP(difference / error, n - 1) : difference === 0 ? 1 : 0;
  return { difference, interval: [difference - half, difference + half], p };
}

/**
 * The mean difference of two losses of the same rows, with its interval and p; negative: the first loses
 * less.
 *
 * Up to 200 rows it is the sign-flip test (Fisher 1935): were both equally good, the difference of a row
 * would have either sign with the same chance. It is exact with few rows and with losses whose tails are
 * long, as those of classes are, where Student's t is not. A set of rows whose signs are flipped gives a
 * larger mean just if their own mean is below 0; so the means of random subsets of rows give p and, by their
 * quantiles, the interval that belongs to it (Hartigan 1969). Of up to 12 rows every subset is taken, else
 * 9,999 (seeded). Above 200 rows the mean is close to normal, and Student's paired t gives the same.
 * Less than 6 rows have neither an interval nor a p below 0.05.
 *
 * @param first loss of each row
 * @param second loss of the same rows
 */
export function pairedDifference(
  first: ArrayLike<number>,
  second: ArrayLike<number>,
  { level = LEVEL, seed = 0 }: { readonly level?: number; readonly seed?: number } = {},
): Difference {
  const values = Float64Array.from(first, (loss, i) => loss - second[i]);
  if (values.length > SOME_SUBSETS) return byStudent(values, level);
  return { difference: mean(values), ...bySignFlips(values, level, seed) };
}

/**
 * The corrected resampled t-test of Nadeau and Bengio (2003) for figures of two models over the same folds:
 * the folds share training rows, so that the variance of their mean is (1/k + test rows / training rows)·s²
 * and not s²/k.
 *
 * @param differences of the two figures, one for each fold
 * @param ratio test rows of a fold for each of its training rows; 1/(k − 1) in a k-fold cross-validation
 */
export const foldDifference = (differences: readonly number[], ratio: number, level = LEVEL): Difference =>
  byStudent(differences, level, 1 + differences.length * ratio);

/**
 * Holm's correction (1979) of several p: so that the chance that any of them is below 0.05 without a
 * difference is at most that. statsmodels: multipletests(method='holm').
 */
export function holm(ps: readonly number[]): number[] {
  const order = ps.map((_, i) => i).sort((a, b) => ps[a] - ps[b]);
  const adjusted = ps.map(() => 1);
  let most = 0;
  order.forEach((i, rank) => {
    most = Math.max(most, Math.min(1, ps[i] * (ps.length - rank)));
    adjusted[i] = most;
  });
  return adjusted;
}
