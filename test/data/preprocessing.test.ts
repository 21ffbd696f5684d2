import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitPreprocessing } from '../../src/data/fitPreprocessing.ts';
import { encodeFeatures, columnsRead, learnedReadings } from '../../src/data/preprocessing.ts';
import { encodeClasses } from '../../src/data/target.ts';
import { parseExpressions } from '../../src/data/features/expression.ts';
import { splitRows } from '../../src/data/split.ts';
import { interpretAs, interpretTable } from '../../src/data/reading/interpret.ts';
import { readCsv } from '../../src/formats/csv/read.ts';
import { RandomState } from '../../src/util/random.ts';
import { sourceOf } from '../support/fixtures.ts';
import { fitted, keptOf } from '../support/preprocessing.ts';

const table = async (text: string) => interpretTable(await readCsv(sourceOf(text), {}));

describe('preprocessing', () => {
  it('standardises numbers, one-hots categories, and survives JSON', async () => {
    const data = await table('n,c,y\n1,red,no\n3,blue,yes\n,red,no\n5,,yes\n');
    const { preprocessing, notes } = fitPreprocessing(data, { standardize: true });
    expect(notes).toEqual([
      'column "n": 1 missing value filled with the mean',
      'column "c": 1 missing value given no category',
    ]);
    const z = Math.sqrt(1.5);
    expect([...encodeFeatures(preprocessing, data)]).toEqual([-z, 0, 1, 0, 1, 0, 0, 0, 1, z, 0, 0]);
    expect(keptOf(preprocessing)).toEqual(preprocessing);
    if (preprocessing.target.kind !== 'classes') throw new Error('classes');
    expect([...encodeClasses(preprocessing.target, data)]).toEqual([0, 1, 0, 1]);
  });
  it('finds columns by name and refuses what training did not see', async () => {
    const { preprocessing } = fitPreprocessing(await table('n,c,y\n1,red,0\n2,blue,1\n3,red,0\n4,blue,1\n'), {
      standardize: false,
    });
    const swapped = await table('c,extra,n\nred,9,7\n');
    expect([...encodeFeatures(preprocessing, swapped)]).toEqual([7, 0, 1]);
    const unseen = await table('c,n\nred,1\ngreen,2\n');
    expect([...encodeFeatures(preprocessing, unseen)]).toEqual([1, 0, 1, 2, 0, 0]);
    const strict = () => encodeFeatures(preprocessing, unseen, undefined, undefined, {});
    expect(strict).toThrow(/"green" did not occur in training/);
    const missing = await table('c\nred\n');
    expect(() => encodeFeatures(preprocessing, missing)).toThrow(/there is no column "n"/);
  });
  it('tells classes from numbers, and leaves identifiers out', async () => {
    const target = async (values: number[]) =>
      fitPreprocessing(await table(`x,y\n${values.map((y, i) => `${i},${y}`).join('\n')}\n`), {
        standardize: true,
      }).preprocessing.target.kind;
    expect(await target([0, 1, 2, 0, 1, 2, 0, 1, 2])).toBe('classes');
    expect(await target([1.5, 2, 3, 1.5, 2, 3, 1.5, 2, 3])).toBe('values');
    expect(await target([1, 2, 3, 4, 5, 6])).toBe('values');
    const names = Array.from({ length: 30 }, (_, i) => `name${i},${i},${i % 2}`).join('\n');
    const { preprocessing, notes } = fitPreprocessing(await table(`id,x,y\n${names}\n`), {
      standardize: true,
    });
    expect(preprocessing.features.map(({ name }) => name)).toEqual(['x']);
    expect(notes[0]).toMatch(/"id" is left out/);
  });
});

describe('features made from columns', () => {
  const text = 'a,n,t,y\n1,2,u,0\n2,4,v,1\n3,2,u,0\n,4,v,1\n5,2,u,0\n';
  it('computes, puts into categories and bins, and applies the same to other rows', async () => {
    const data = await table(text);
    const { preprocessing } = fitPreprocessing(data, {
      standardize: false,
      derived: parseExpressions('a*n, n^2'),
      oneHot: ['n'],
      bins: new Map([['a', 2]]),
    });
    const stored = keptOf(preprocessing);
    expect(stored).toEqual(preprocessing);
    expect(columnsRead(preprocessing)).toEqual(
      new Map([
        ['a', 'number'],
        ['n', 'number'],
        ['t', 'category'],
      ]),
    );
    // Edge 2.5 between 1, 2 and 3, 5; then n is 2 or 4, t is u or v, a*n and n².
    const read = await readCsv(sourceOf('n,t,a\n4,v,2.5\n2,u,\n2.0,u,-7\n'), {});
    const other = interpretAs(read, learnedReadings(preprocessing));
    expect([...encodeFeatures(preprocessing, other)]).toEqual(
      [
        [0, 1, 0, 1, 0, 1, 10, 16],
        [0, 0, 1, 0, 1, 0, 0, 4],
        [1, 0, 1, 0, 1, 0, -14, 4],
      ].flat(),
    );
  });
  it('scales by the training rows alone; expressions may use what is left out', async () => {
    const data = await table(text);
    const choices = {
      standardize: true,
      derived: parseExpressions('log(a)'),
      leaveOut: ['a', 'n', 't'],
    };
    const { preprocessing } = fitPreprocessing(data, choices, Int32Array.of(0, 2));
    const half = Math.log(3) / 2;
    expect(preprocessing.features).toEqual([{ kind: 'derived', name: 'log(a)', mean: half, scale: half }]);
    expect([...encodeFeatures(preprocessing, await table('a\n9\n1\n'))]).toEqual([expect.closeTo(3, 14), -1]);
  });
  it('names the line of what cannot be computed, and only when the row is used', async () => {
    const data = await table('a,y\n1,0\n-2,1\n3,0\n4,1\n');
    const { preprocessing } = fitPreprocessing(data, {
      standardize: true,
      derived: parseExpressions('log(a)'),
    });
    expect(() => encodeFeatures(preprocessing, data)).toThrow(
      expect.objectContaining({
        message: 'feature "log(a)": log(-2) is not a number',
        where: { source: 'data.csv', line: 3, column: 1 },
      }),
    );
    const out = new Float64Array(4);
    expect(encodeFeatures(preprocessing, data, out, Int32Array.of(0, 2))[2]).toBeLessThan(1);
  });
  it('refuses what a model file cannot mean', () => {
    const target = { kind: 'values', name: 'y', mean: 0, scale: 1 };
    const parse = (feature: unknown) => fitted({ features: [feature], target });
    expect(parse({ kind: 'derived', name: 'a^2', mean: 0, scale: 1 })).toBeDefined();
    expect(() => parse({ kind: 'derived', name: 'a^2, b', mean: 0, scale: 1 })).toThrow();
    expect(() => parse({ kind: 'derived', name: 'a^', mean: 0, scale: 1 })).toThrow();
    expect(() => parse({ kind: 'derived', name: 'a', mean: 0 })).toThrow();
    expect(() => parse({ kind: 'bins', name: 'a', edges: [1, 'x'] })).toThrow();
    expect(() => parse({ kind: 'other', name: 'a' })).toThrow();
  });
});

it('a split has each row once and keeps the classes in proportion', () => {
  const labels = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 200 });
  fc.assert(
    fc.property(
      labels,
      fc.double({ min: 0, max: 0.9, noNaN: true }),
      fc.nat(1000),
      (classes, share, seed) => {
        const rows = Int32Array.from(classes, (_, i) => i);
        const split = splitRows(rows, share, new RandomState(seed), (row) => classes[row]);
        expect([...split.train, ...split.validation].sort((a, b) => a - b)).toEqual([...rows]);
        expect(split.train.length).toBeGreaterThan(0);
        for (let c = 0; c < 5; c++) {
          const all = classes.filter((label) => label === c).length;
          const held = [...split.validation].filter((row) => classes[row] === c).length;
          expect(Math.abs(held - all * share)).toBeLessThan(2);
          if (all > 0) expect(held).toBeLessThan(all);
        }
        const again = splitRows(rows, share, new RandomState(seed), (row) => classes[row]);
        expect(again).toEqual(split);
      },
    ),
  );
});

it('a split has room for more rows than a call has arguments', () => {
  const rows = Int32Array.from({ length: 300_000 }, (_, i) => i);
  const { train, validation } = splitRows(rows, 0.2, new RandomState(0));
  expect([train.length, validation.length]).toEqual([240_000, 60_000]);
});
