import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { losses } from '../../src/losses/index.ts';
import { classBaseline, valueBaseline } from '../../src/data/baseline.ts';
import { columnFacts } from '../../src/data/columnFacts.ts';
import { toTable } from '../../src/formats/convert.ts';
import { fitPreprocessing } from '../../src/data/fitPreprocessing.ts';
import { load } from '../../src/formats/load.ts';
import { RandomState } from '../../src/util/random.ts';
import { sourceOf } from '../support/fixtures.ts';

async function factsOf(text: string) {
  const table = toTable(await load(sourceOf(text), {}));
  const { preprocessing } = fitPreprocessing(table, { standardize: true });
  return columnFacts(
    preprocessing,
    table,
    Int32Array.from({ length: table.rows }, (_, i) => i),
  );
}
const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');

/** Rows of made columns, 200 of them. */
function csv(columns: Record<string, (row: number, random: RandomState) => number | string>): string {
  const random = new RandomState(0);
  const rows = Array.from({ length: 200 }, (_, row) =>
    Object.values(columns)
      .map((of) => of(row, random))
      .join(','),
  );
  return [Object.keys(columns).join(','), ...rows].join('\n');
}
const noise = (_: number, random: RandomState) => random.standardNormal();
const label = (row: number) => ['red', 'green', 'blue'][(row * 7) % 3];

describe('real data have nothing of the kind', () => {
  it.each(['iris.csv', 'wine.csv'])('%s', async (name) => {
    expect(await factsOf(fixture(name))).toEqual({ constant: [], duplicates: [], leaks: [] });
  });
  it('digits.csv has border pixels that are never set', async () => {
    const { constant, duplicates, leaks } = await factsOf(fixture('digits.csv'));
    expect(constant).toHaveLength(3);
    expect(duplicates).toEqual([]);
    expect(leaks).toEqual([]);
  });
});

describe('columns that say nothing of their own', () => {
  it('the same values; what has one value is no feature', async () => {
    const found = await factsOf(
      csv({
        a: noise,
        word: (row) => (row % 5 === 0 ? 'x' : 'y'),
        again: (row) => (row % 5 === 0 ? 'x' : 'y'),
        other: (row) => (row % 5 === 0 ? 'p' : 'q'),
        label,
      }),
    );
    expect(found).toEqual({ constant: [], duplicates: [['word', 'again']], leaks: [] });
  });
});

describe('columns that give the target away', () => {
  it('classes under other names', async () => {
    const { leaks } = await factsOf(
      csv({ a: noise, code: (row) => `k${(row * 7) % 3}`, number: (row) => (row * 7) % 3, label }),
    );
    expect(leaks).toEqual([
      { column: 'code', by: 'class', strength: 1 },
      { column: 'number', by: 'class', strength: 1 },
    ]);
  });
  it('classes with a little noise on them', async () => {
    const { leaks } = await factsOf(
      csv({ a: noise, score: (row, random) => ((row * 7) % 3) + 0.001 * random.standardNormal(), label }),
    );
    expect(leaks).toMatchObject([{ column: 'score', by: 'correlation' }]);
  });
  it('a rare class does not make every column one', async () => {
    const { leaks } = await factsOf(
      csv({ a: noise, b: (row) => row % 4, label: (row) => (row === 77 ? 'rare' : 'common') }),
    );
    expect(leaks).toEqual([]);
  });
  it('a good feature is none', async () => {
    const { leaks } = await factsOf(
      csv({ a: noise, good: (row, random) => 3 * ((row * 7) % 3) + random.standardNormal(), label }),
    );
    expect(leaks).toEqual([]);
  });
  it('values in other units, and the order of the values', async () => {
    const y = (row: number) => Math.sin(row) * 10 + 20;
    const { leaks } = await factsOf(
      csv({
        a: noise,
        gross: (row) => 1.19 * y(row) + 3,
        exponential: (row) => Math.exp(y(row)),
        half: (row, random) => y(row) + 5 * random.standardNormal(),
        y,
      }),
    );
    expect(leaks.map(({ column, by }) => `${column} ${by}`)).toEqual([
      'gross correlation',
      'exponential rank',
    ]);
  });
  it('a sum in which one column weighs most is none; its copy with rounding is', async () => {
    // By definition: 50 · rooms is 1 % of the spread of 100 · size, so that size alone correlates by more than 0.999.
    const size = (row: number) => 40 + ((row * 37) % 180);
    const rooms = (row: number) => 1 + ((row * 7) % 5);
    const price = (row: number) => 20_000 + 100 * size(row) + 50 * rooms(row);
    expect(await factsOf(csv({ size, rooms, a: noise, price }))).toMatchObject({ leaks: [] });
    const { leaks } = await factsOf(
      csv({ size, rooms, gross: (row) => Math.round(1.19 * price(row)), price }),
    );
    expect(leaks.map(({ column, by }) => `${column} ${by}`)).toEqual(['gross correlation']);
    const quality = (row: number) => ['good', 'fair', 'poor'][(row * 11) % 3];
    const worth = (row: number) => 100 * size(row) + [90, 0, -70][(row * 11) % 3];
    expect(await factsOf(csv({ size, quality, worth }))).toMatchObject({ leaks: [] });
  });
  it('a noisy law is none, a total with a little noise is', async () => {
    const y = (row: number) => Math.sin(row) * 10 + 20;
    const { leaks } = await factsOf(
      csv({
        a: noise,
        law: (row, random) => 3 * y(row) + 0.9 * random.standardNormal(),
        total: (row, random) => y(row) + 0.02 * random.standardNormal(),
        y,
      }),
    );
    expect(leaks.map(({ column, by }) => `${column} ${by}`)).toEqual(['total correlation']);
  });
  it('a single column may be a line', async () => {
    expect((await factsOf(csv({ x: (row) => row, y: (row) => 2 * row + 0.5 }))).leaks).toEqual([]);
  });
});

describe('the loss of a constant answer', () => {
  it('of classes', () => {
    expect(classBaseline('cross-entropy', [50, 50, 50])).toBeCloseTo(Math.log(3), 12);
    expect(classBaseline('cross-entropy', [10, 0])).toBe(0);
    expect(classBaseline('binary-cross-entropy', [5, 5])).toBeCloseTo(Math.log(2), 12);
  });
  const ofOutput = (name: string) => losses.get(name).ofOutput ?? (() => Number.NaN);
  it('of values', () => {
    expect(valueBaseline(ofOutput('mse'), [1, 2, 3, 6])).toBe(3.5);
    expect(valueBaseline(ofOutput('mae'), [1, 2, 3, 6])).toBe(1.5);
    expect(valueBaseline(ofOutput('huber'), [-0.5, 0.5])).toBe(0.125);
    expect(valueBaseline(ofOutput('huber'), [-3, 3])).toBe(2.5);
  });
});
