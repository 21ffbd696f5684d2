import fc from 'fast-check';
import { expect, it } from 'vitest';
import { binOf, quantileEdges } from '../../../src/data/features/bins.ts';
import { golden } from '../../support/fixtures.ts';

interface Golden {
  readonly bins: readonly {
    readonly name: string;
    readonly bins: number;
    readonly values: readonly number[];
    readonly edges: readonly number[];
    readonly codes: readonly number[];
  }[];
}

it.each(golden<Golden>('features.json').bins)('$bins bins of $name are those of scikit-learn', (example) => {
  const edges = quantileEdges(Float64Array.from(example.values), example.bins);
  expect(edges.length).toBe(example.edges.length);
  edges.forEach((edge, i) => expect(edge).toBeCloseTo(example.edges[i], 12));
  expect(example.values.map((value) => binOf(example.edges, value))).toEqual(example.codes);
});

it('bins hold about the same number of different values, and missing ones do not count', () => {
  const values = fc.uniqueArray(fc.integer({ min: -1e6, max: 1e6 }), { minLength: 2, maxLength: 300 });
  fc.assert(
    fc.property(values, fc.integer({ min: 2, max: 12 }), (numbers, bins) => {
      const edges = quantileEdges(Float64Array.from([...numbers, NaN]), bins);
      const sizes = Array.from(edges, () => 0).concat(0);
      for (const value of numbers) sizes[binOf(edges, value)]++;
      expect(edges.length + 1).toBe(bins);
      for (const size of sizes) expect(Math.abs(size - numbers.length / bins)).toBeLessThan(2);
    }),
  );
});
