import { describe, expect, it } from 'vitest';
import { fitPreprocessing } from '../../src/data/fitPreprocessing.ts';
import { encodeFeatures } from '../../src/data/preprocessing.ts';
import { quantileScore, quantilesOf } from '../../src/data/quantileScaling.ts';
import { interpretTable } from '../../src/data/reading/interpret.ts';
import { readCsv } from '../../src/formats/csv/read.ts';
import { normalScore } from '../../src/util/normalScore.ts';
import { golden, sourceOf } from '../support/fixtures.ts';
import { fitted, keptOf } from '../support/preprocessing.ts';

interface Golden {
  columns: {
    name: string;
    column: (number | null)[];
    quantiles: number[];
    values: number[];
    answers: number[];
  }[];
  scores: { p: number[]; z: number[] };
}

const { columns, scores } = golden<Golden>('quantile_scaling.json');
const all = (values: ArrayLike<unknown>) => Int32Array.from({ length: values.length }, (_, i) => i);

it('normal scores are those of SciPy', () => {
  for (const [i, p] of scores.p.entries())
    expect(Math.abs(normalScore(p) - scores.z[i])).toBeLessThan(1e-14 * Math.max(1, Math.abs(scores.z[i])));
  expect([normalScore(0), normalScore(1)]).toEqual([-Infinity, Infinity]);
});

describe('--scaler quantile', () => {
  it.each(columns)('column $name equals scikit-learn', ({ column, quantiles, values, answers }) => {
    const read = column.map((value) => value ?? Number.NaN);
    const found = quantilesOf(read, all(read));
    const range = quantiles[quantiles.length - 1] - quantiles[0];
    expect(found).toHaveLength(quantiles.length);
    for (const [i, q] of quantiles.entries()) expect(Math.abs(found[i] - q)).toBeLessThan(1e-4 * range);
    // What is kept has fewer digits, which moves a place by less than 1e-4 of a row.
    for (const [i, value] of values.entries()) {
      expect(quantileScore(value, quantiles)).toBeCloseTo(answers[i], 12);
      expect(quantileScore(value, found)).toBeCloseTo(answers[i], 3);
    }
  });
  it('gives many equal values at an end the middle of their places, and a constant 0', () => {
    const half = Array.from({ length: 3000 }, (_, i) => Math.max(0, i - 1500));
    const quantiles = quantilesOf(half, all(half));
    expect(quantiles).toHaveLength(100);
    expect(quantileScore(0, quantiles)).toBeCloseTo(normalScore(0.25), 1);
    expect(quantileScore(-1, quantiles)).toBe(-5.199337582605575);
    expect(quantilesOf([3, 3, Number.NaN, 3], all([0, 1, 2, 3]))).toEqual([3]);
    expect([2, 3, 4].map((value) => quantileScore(value, [3]))).toEqual([0, 0, 0]);
  });
  it('is kept in the model file, and leaves categories and gaps as they are', async () => {
    const rows = Array.from(
      { length: 40 },
      (_, i) => `${i % 4 === 0 ? '' : i * i},${i % 3 ? 'red' : 'blue'},${i % 2}`,
    );
    const data = interpretTable(await readCsv(sourceOf(`n,c,y\n${rows.join('\n')}\n`), {}));
    const { preprocessing } = fitPreprocessing(data, { standardize: true, quantile: true });
    expect(preprocessing.features[0]).toMatchObject({ kind: 'number', gaps: true });
    const stored = keptOf(preprocessing);
    expect(stored).toEqual(preprocessing);
    const x = encodeFeatures(preprocessing, data);
    expect([...x.subarray(0, 4)]).toEqual([0, 1, 1, 0]);
    const [number] = preprocessing.features;
    const broken = { ...preprocessing, features: [{ ...number, quantiles: [2, 1] }] };
    expect(() => fitted(broken)).toThrow('features[0].quantiles: the numbers do not ascend');
  });
});
