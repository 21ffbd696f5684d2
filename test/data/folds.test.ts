import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { foldRows } from '../../src/data/folds.ts';
import { RandomState } from '../../src/util/random.ts';

const rowsOf = (n: number) => Int32Array.from({ length: n }, (_, i) => 3 * i);
const sizes = fc.tuple(fc.integer({ min: 2, max: 12 }), fc.integer({ min: 12, max: 80 }), fc.nat(1000));

describe('folds', () => {
  it('hold every row out exactly once, in parts of nearly the same size, the same for the same seed', () => {
    fc.assert(
      fc.property(sizes, ([folds, n, seed]) => {
        const rows = rowsOf(n);
        const splits = foldRows(rows, { folds }, new RandomState(seed));
        expect(splits).toEqual(foldRows(rows, { folds }, new RandomState(seed)));
        expect(splits.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)).toEqual([...rows]);
        for (const { train, validation } of splits) {
          expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...rows]);
          expect(Math.abs(validation.length - n / folds)).toBeLessThan(1);
        }
      }),
    );
  });
  it('have every class in proportion, to less than one row', () => {
    const labelled = fc.tuple(
      sizes,
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 80, maxLength: 80 }),
    );
    fc.assert(
      fc.property(labelled, ([[folds, n, seed], labels]) => {
        const rows = rowsOf(n);
        const classes = (row: number) => labels[row / 3];
        const splits = foldRows(rows, { folds, classes }, new RandomState(seed));
        for (const c of [0, 1, 2, 3]) {
          const all = rows.filter((row) => classes(row) === c).length;
          for (const { validation } of splits)
            expect(
              Math.abs(validation.filter((row) => classes(row) === c).length - all / folds),
            ).toBeLessThan(1);
        }
      }),
    );
  });
  it('never split a group', () => {
    const grouped = fc.tuple(sizes, fc.integer({ min: 12, max: 30 }));
    fc.assert(
      fc.property(grouped, ([[folds, n, seed], kinds]) => {
        const groups = (row: number) => `g${(row / 3) % Math.min(kinds, n)}`;
        const splits = foldRows(rowsOf(n), { folds, groups }, new RandomState(seed));
        for (const { train, validation } of splits) {
          const held = new Set([...validation].map(groups));
          expect([...train].some((row) => held.has(groups(row)))).toBe(false);
          expect(validation.length).toBeGreaterThan(0);
        }
      }),
    );
  });
  it('are refused when there are too many', () => {
    expect(() => foldRows(rowsOf(5), { folds: 6 }, new RandomState(0))).toThrow(/found 5 rows, fewer than 6/);
    expect(() =>
      foldRows(rowsOf(9), { folds: 3, groups: (row) => String(row % 2) }, new RandomState(0)),
    ).toThrow(/found 2 groups, fewer than 3/);
  });
});
