import { describe, expect, it } from 'vitest';
import {
  bootstrapCounts,
  bootstrapInterval,
  bootstrapIntervals,
  meanInterval,
} from '../../src/util/bootstrap.ts';
import { incompleteBeta, studentP, studentQuantile } from '../../src/util/distributions.ts';
import {
  differs,
  foldDifference,
  holm,
  mcnemar,
  normalQuantile,
  pairedDifference,
  pairedShares,
  wilson,
} from '../../src/util/significance.ts';
import { chance, intervalText, measure, percent } from '../../src/util/quantity.ts';
import { mean } from '../../src/util/statistics.ts';
import { golden } from '../support/fixtures.ts';

type Pair = readonly [number, number];

interface Losses {
  readonly first: number[];
  readonly second: number[];
  readonly difference: number;
  readonly p: number;
  readonly interval: Pair | null;
}

const table = golden<{
  beta: [number, number, number, number][];
  t: [number, number, number][];
  quantiles: [number, number, number][];
  normal: [number, number][];
  wilson: { k: number; n: number; interval: Pair }[];
  mcnemar: { b: number; c: number; n: number; p: number; interval: Pair }[];
  exact: Losses[];
  flips: Losses[];
  student: Losses[];
  folds: { differences: number[]; ratio: number; difference: number; p: number; interval: Pair }[];
  holm: { p: number[]; adjusted: number[] }[];
  bootstrap: { values: number[]; mean: Pair; rms: Pair }[];
}>('significance.json');

/** The larger relative distance of two numbers from those that they should be. */
const far = (got: readonly number[] | undefined, wanted: readonly number[]) =>
  Math.max(...wanted.map((x, i) => Math.abs((got?.[i] ?? NaN) - x) / Math.max(Math.abs(x), 1e-12)));

describe('distributions against SciPy', () => {
  it('the incomplete beta function, Student and the normal distribution have their digits', () => {
    const beta = table.beta.filter(([, , , value]) => value > 1e-200);
    expect(
      far(
        beta.map(([x, a, b]) => incompleteBeta(x, a, b)),
        beta.map(([, , , value]) => value),
      ),
    ).toBeLessThan(1e-11);
    expect(
      far(
        table.t.map(([t, df]) => studentP(t, df)),
        table.t.map(([, , p]) => p),
      ),
    ).toBeLessThan(1e-11);
    const { quantiles, normal } = table;
    expect(
      far(
        quantiles.map(([level, df]) => studentQuantile(level, df)),
        quantiles.map(([, , t]) => t),
      ),
    ).toBeLessThan(1e-8);
    expect(
      far(
        normal.map(([level]) => normalQuantile(level)),
        normal.map(([, z]) => z),
      ),
    ).toBeLessThan(1e-12);
  });
});

describe('shares', () => {
  it('Wilson is scipy.stats.binomtest(k, n).proportion_ci(method="wilson")', () => {
    for (const { k, n, interval } of table.wilson) expect(far(wilson(k / n, n), interval)).toBeLessThan(1e-9);
    expect(wilson(0, 7)[0]).toBe(0);
    expect(wilson(1, 5)[1]).toBe(1);
  });

  it('McNemar is the exact binomial test, with the interval of Bonett and Price', () => {
    for (const { b, c, n, p, interval } of table.mcnemar) {
      const found = pairedShares(b, c, n);
      expect(far([found.p, ...(found.interval ?? [])], [p, ...interval])).toBeLessThan(1e-9);
      expect(found.difference).toBeCloseTo((b - c) / n, 12);
    }
    expect(mcnemar(0, 5)).toBeCloseTo(0.0625, 12);
  });
});

describe('paired losses', () => {
  it('up to 12 rows it is the exact sign-flip test, and the interval is what the test does not reject', () => {
    for (const { first, second, difference, p, interval } of table.exact) {
      const found = pairedDifference(first, second);
      expect(far([found.difference, found.p], [difference, p])).toBeLessThan(1e-9);
      if (interval === null) expect(found.interval).toBeUndefined();
      else expect(far(found.interval, interval)).toBeLessThan(1e-9);
    }
  });

  it('up to 200 rows it is the same by random subsets', () => {
    for (const { first, second, difference, p } of table.flips) {
      const found = pairedDifference(first, second);
      expect(found.difference).toBeCloseTo(difference, 12);
      expect(Math.abs(found.p - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / 9999) + 2e-4);
      // The interval leaves out 0 just if the difference is more than chance.
      const [low, high] = found.interval ?? [0, 0];
      expect(low > 0 || high < 0).toBe(differs(found));
    }
  });

  it('above them it is scipy.stats.ttest_rel', () => {
    for (const { first, second, difference, p, interval } of table.student) {
      const found = pairedDifference(first, second);
      expect(
        far([found.difference, found.p, ...(found.interval ?? [])], [difference, p, ...(interval ?? [])]),
      ).toBeLessThan(1e-9);
    }
  });

  it('equal losses do not differ, and five rows never do', () => {
    const same = [0.1, 0.2, 0.3, 0.1, 0.5, 0.7, 0.2];
    expect(pairedDifference(same, same)).toEqual({ difference: 0, interval: [0, 0], p: 1 });
    expect(pairedDifference([1, 1, 1, 1, 1], [9, 8, 9, 7, 9]).p).toBe(0.0625);
    const many = Float64Array.from({ length: 300 }, () => 1);
    expect(pairedDifference(many, many).p).toBe(1);
  });
});

it('folds are compared as Nadeau and Bengio say, and several p corrected as Holm says', () => {
  for (const { differences, ratio, difference, p, interval } of table.folds) {
    const found = foldDifference(differences, ratio);
    expect(
      far([found.difference, found.p, ...(found.interval ?? [])], [difference, p, ...interval]),
    ).toBeLessThan(1e-9);
  }
  for (const { p, adjusted } of table.holm) expect(far(holm(p), adjusted)).toBeLessThan(1e-12);
});

describe('bootstrap', () => {
  const rms = (values: number[]) => (rows: Int32Array) =>
    Math.sqrt(mean(Float64Array.from(rows, (row) => values[row] ** 2)));

  it('percentiles are those of many more samples, but for the chance of 1,000', () => {
    for (const { values, ...wanted } of table.bootstrap) {
      const all = Int32Array.from(values, (_, i) => i);
      const found = {
        mean: meanInterval(values, mean(values)),
        rms: bootstrapInterval(values.length, rms(values), rms(values)(all)),
      };
      for (const key of ['mean', 'rms'] as const) {
        const width = wanted[key][1] - wanted[key][0];
        const [low, high] = found[key] ?? [NaN, NaN];
        expect(
          Math.max(Math.abs(low - wanted[key][0]), Math.abs(high - wanted[key][1])) / width,
        ).toBeLessThan(0.08);
      }
    }
  });

  it('of many rows the interval of a mean is ± 1.96 of its standard error, whatever their number', () => {
    for (const n of [3000, 100_000]) {
      const values = Float64Array.from({ length: n }, (_, i) => Math.sin(i) ** 2);
      const [low, high] = meanInterval(values, mean(values)) ?? [NaN, NaN];
      // The variance of sin² is 1/8.
      const half = 1.96 * Math.sqrt(1 / 8 / n);
      expect(Math.abs((high - low) / 2 / half - 1)).toBeLessThan(0.1);
      expect(Math.abs((high + low) / 2 - 0.5) / half).toBeLessThan(0.2);
    }
  });

  it('counts of kinds are the same as rows drawn one by one', () => {
    const counts = [90, 7, 53];
    const values = counts.flatMap((count, kind) => Array.from({ length: count }, () => kind));
    const figure = (sample: ArrayLike<number>) => (sample[1] + 2 * sample[2]) / 150;
    const [kinds] = bootstrapCounts(counts, (sample) => [figure(sample)], [figure(counts)]);
    const rows = meanInterval(values, mean(values));
    expect(Math.abs((kinds?.[0] ?? NaN) - (rows?.[0] ?? NaN))).toBeLessThan(0.02);
    expect(Math.abs((kinds?.[1] ?? NaN) - (rows?.[1] ?? NaN))).toBeLessThan(0.02);
  });

  it('one row has none, nor has a figure that most samples do not have, or that is always the same', () => {
    expect(meanInterval([3], 3)).toBeUndefined();
    expect(bootstrapIntervals(9, () => [NaN, 1], [1, 1])).toEqual([undefined, undefined]);
  });
});

it('intervals and p are shown shortly', () => {
  expect(intervalText([0.787, 0.982], percent)).toBe('(95 %: 78.7 to 98.2 %)');
  expect(intervalText([0.9, 2.04], measure)).toBe('(95 %: 0.900 to 2.040)');
  expect([0.04, 0.0004, 0.36, 1, 0.0012].map(chance)).toEqual([
    'p 0.04',
    'p < 0.001',
    'p 0.4',
    'p 1.0',
    'p 0.001',
  ]);
});
