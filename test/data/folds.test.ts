import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { numberColumn } from '../../src/data/convert.ts';
import { balanceGroups, foldSplit, makeFolds, repeatFolds, stratifyGroups } from '../../src/data/folds.ts';
import type { FoldOptions, Folds } from '../../src/data/folds.ts';
import { groupsOf } from '../../src/data/groups.ts';
import type { Table } from '../../src/data/table.ts';
import { RandomState } from '../../src/util/random.ts';
import { golden } from '../support/fixtures.ts';

/** Rows of a table: some of them, each with a class and a group. */
const rowsArbitrary = fc
  .array(fc.record({ kept: fc.boolean(), label: fc.nat(3), group: fc.nat(9) }), {
    minLength: 2,
    maxLength: 80,
  })
  .map((all) => ({ all, rows: Int32Array.from(all.flatMap(({ kept }, i) => (kept ? [i] : []))) }))
  .filter(({ rows }) => rows.length >= 2);

const parts = (folds: Folds) => Array.from({ length: folds.count }, (_, i) => foldSplit(folds, i));
const range = (values: readonly number[]) => Math.max(...values) - Math.min(...values);

describe('every kind of folds', () => {
  const kinds = ['plain', 'stratified', 'grouped', 'stratified and grouped', 'one', 'one group'] as const;
  it.each(kinds)('%s: each row validates once, and trains otherwise', (kind) => {
    fc.assert(
      fc.property(rowsArbitrary, fc.integer({ min: 2, max: 6 }), fc.nat(1000), ({ all, rows }, k, seed) => {
        const groups = (row: number) => all[row].group;
        const classes = (row: number) => all[row].label;
        const options: FoldOptions = {
          folds: kind.startsWith('one') ? 'one' : k,
          ...(kind.includes('stratified') && { classes }),
          ...(kind.includes('group') && { groups }),
        };
        const units = options.groups ? new Set(Array.from(rows, groups)).size : rows.length;
        fc.pre(units >= (options.folds === 'one' ? 2 : k));
        const folds = makeFolds(rows, options, new RandomState(seed));
        const splits = parts(folds);
        for (const { train, validation } of splits) {
          expect([...train, ...validation].sort((a, b) => a - b)).toEqual([...rows]);
          expect(validation.length).toBeGreaterThan(0);
          if (!options.groups) continue;
          const own = new Set(Array.from(validation, groups));
          expect(Array.from(train, groups).some((group) => own.has(group))).toBe(false);
        }
        expect(splits.flatMap(({ validation }) => [...validation]).sort((a, b) => a - b)).toEqual([...rows]);
        if (!options.groups) expect(range(splits.map(({ validation }) => validation.length))).toBeLessThan(2);
        if (kind === 'stratified')
          for (const label of [0, 1, 2, 3])
            expect(
              range(
                splits.map(({ validation }) => validation.filter((row) => classes(row) === label).length),
              ),
            ).toBeLessThan(2);
        const again = makeFolds(rows, options, new RandomState(seed));
        expect(again.fold).toEqual(folds.fold);
      }),
    );
  });
});

it('another seed gives other folds, and so does every repetition', () => {
  const rows = Int32Array.from({ length: 50 }, (_, i) => i);
  const of = (seed: number) => makeFolds(rows, { folds: 5 }, new RandomState(seed)).fold;
  expect(of(1)).not.toEqual(of(2));
  const repeated = repeatFolds(rows, { folds: 5 }, 3, new RandomState(0));
  expect(repeated).toHaveLength(3);
  expect(repeated[0].fold).not.toEqual(repeated[1].fold);
  expect(repeated[1].fold).not.toEqual(repeated[2].fold);
});

describe('groups are divided as scikit-learn 1.2 divides them', () => {
  const goldens = golden<{
    groups: { sizes: number[]; count: number; loads: number[] }[];
    stratified: { counts: number[][]; count: number; part: number[] }[];
  }>('folds.json');
  it.each(goldens.groups)('$count parts of groups', ({ sizes, count, loads }) => {
    const part = balanceGroups(sizes, count);
    const found = Array.from({ length: count }, (_, p) =>
      sizes.reduce((sum, size, group) => sum + (part[group] === p ? size : 0), 0),
    );
    expect(found.sort((a, b) => a - b)).toEqual(loads);
  });
  it.each(goldens.stratified)('$count parts, stratified', ({ counts, count, part }) => {
    // Which part comes first is rounding noise there; what the parts hold is not.
    const held = (of: readonly number[]) =>
      Array.from({ length: count }, (_, p) =>
        counts[0].map((_, c) => counts.reduce((sum, own, group) => sum + (of[group] === p ? own[c] : 0), 0)),
      )
        .map(String)
        .sort();
    expect(held(stratifyGroups(counts, count))).toEqual(held(part));
  });
});

it('keeps classes in proportion when groups allow it', () => {
  // 40 groups of 5 rows, a third of them of class 1 through and through.
  const rows = Int32Array.from({ length: 200 }, (_, i) => i);
  const classes = (row: number) => (Math.floor(row / 5) % 3 === 0 ? 1 : 0);
  const folds = makeFolds(
    rows,
    { folds: 5, classes, groups: (row) => Math.floor(row / 5) },
    new RandomState(0),
  );
  const shares = parts(folds).map(
    ({ validation }) => validation.filter((row) => classes(row) === 1).length / validation.length,
  );
  expect(range(shares)).toBeLessThan(0.15);
});

describe('what cannot be divided', () => {
  const rows = Int32Array.from([0, 1, 2]);
  const make = (options: FoldOptions) => () => makeFolds(rows, options, new RandomState(0));
  it('is said', () => {
    expect(make({ folds: 4 })).toThrow('4 parts need at least 4 rows, found 3');
    expect(make({ folds: 1 })).toThrow('cross-validation needs at least 2 parts, found 1');
    expect(make({ folds: 3, groups: (row) => row >> 1 })).toThrow('3 parts need at least 3 groups, found 2');
    expect(make({ folds: 'one', groups: () => 0 })).toThrow('needs at least 2 parts, found 1');
  });
  it('a row without a group', () => {
    const table: Table = {
      columns: [numberColumn('patient', Float64Array.of(7, 7, NaN))],
      rows: 3,
      source: 'a.csv',
    };
    expect(() => groupsOf(table, 'patient', rows)).toThrow('column "patient": row 3 has no group');
    const group = groupsOf(table, 'patient', Int32Array.of(0, 1));
    expect(group(0)).toBe(group(1));
    expect(() => groupsOf(table, 'patent', rows)).toThrow('there is no column "patent"');
  });
});
