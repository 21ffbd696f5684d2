import { readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import * as nnsh from 'nnsh';
import { defineNetwork, NnError, readTable, sineData, spiralData, tableFromRows } from 'nnsh';
import { describe, expect, it } from 'vitest';
import { generators } from '../../src/data/generators/index.ts';
import { RandomState } from '../../src/util/random.ts';

const iris = new URL('../../fixtures/iris.csv', import.meta.url);

describe('a network', () => {
  it('is the same from a layer string and from records', () => {
    const text = defineNetwork('2,64,relu,3,softmax');
    const records = defineNetwork({
      input: [2],
      layers: [
        { type: 'dense', options: { units: 64 } },
        { type: 'activation', options: { function: 'relu' } },
        { type: 'dense', options: { units: 3 } },
        { type: 'activation', options: { function: 'softmax' } },
      ],
    });
    expect(String(records)).toBe('2,64,relu,3,softmax');
    expect(records.layers).toEqual(text.layers);
    expect(String(defineNetwork({ input: [28, 28, 1], layers: ['conv:8:3', 'flatten', '10'] }))).toBe(
      '28x28x1,conv:8:3,flatten,10',
    );
    expect([text.input, text.output, text.parameters]).toEqual([[2], [3], 387]);
  });

  it('says which layer does not fit', () => {
    expect(() => defineNetwork('2,lstm:3')).toThrow(NnError);
    expect(() => defineNetwork({ input: [2], layers: [{ type: 'dens' }] })).toThrow('unknown layer "dens"');
    expect(() => defineNetwork({ input: [2], layers: [{ type: 'dense', options: { unit: 3 } }] })).toThrow(
      'has no option "unit"',
    );
  });
});

describe('data sets', () => {
  it('every generator of the command has a function here', () => {
    for (const generator of generators.all) {
      const make = Object.entries(nnsh).find(([name]) => name === `${generator.name}Data`)?.[1] as
        ((...sizes: number[]) => nnsh.ClassDataSet) | undefined;
      expect(make, generator.name).toBeTypeOf('function');
      const sizes = generator.parameters.map((_, i) => [20, 3][i]);
      const { x, y, table, features, rows } = make?.(...sizes) ?? spiralData(1, 1);
      const random = new RandomState(0);
      const wanted = generator.generate(random, { sizes, noise: generator.noise ?? 0, dtype: 'float32' });
      expect(x).toEqual(wanted.x);
      expect(y).toEqual(wanted.labels ?? wanted.values);
      expect([table.rows, table.columns.length, x.length]).toEqual([
        rows,
        features.length + 1,
        rows * features.length,
      ]);
    }
  });

  it('draw on in a stream that is given, and in float64', () => {
    const random = new RandomState(7);
    const first = spiralData(5, 2, { random, dtype: 'float64' });
    expect(first.x).toBeInstanceOf(Float64Array);
    expect(spiralData(5, 2, { random }).x).not.toEqual(spiralData(5, 2, { seed: 7 }).x);
    expect(sineData(4, { noise: 0.5, seed: 1 }).y).not.toEqual(sineData(4).y);
    expect(() => spiralData(0, 3)).toThrow('samples must be a whole number of at least 1, found 0');
    expect(() => spiralData(2.5, 3)).toThrow('found 2.5');
  });
});

describe('tables', () => {
  it('are read from a path, a URL, bytes, gzip and a text', async () => {
    const bytes = new Uint8Array(readFileSync(iris));
    const text = new TextDecoder().decode(bytes);
    const columnsOf = async (source: nnsh.Source) => (await readTable(source)).columns;
    const wanted = await columnsOf(iris);
    expect(wanted).toHaveLength(5);
    expect(wanted[4]).toMatchObject({ kind: 'category', name: 'species' });
    expect(await columnsOf(iris.pathname)).toEqual(wanted);
    expect(await columnsOf(bytes)).toEqual(wanted);
    expect(await columnsOf(new Uint8Array(gzipSync(bytes)))).toEqual(wanted);
    expect(await columnsOf({ text })).toEqual(wanted);
  });

  it('are made of records, with what is missing', () => {
    const table = tableFromRows([{ a: 1, b: 'x' }, { a: null }, { a: 2, b: 'y', c: true }]);
    expect(table.columns).toMatchObject([
      { kind: 'number', name: 'a', values: Float64Array.of(1, NaN, 2), missing: 1 },
      { kind: 'category', name: 'b', codes: Int32Array.of(0, -1, 1), categories: ['x', 'y'], missing: 1 },
      { kind: 'category', name: 'c', categories: ['true'], missing: 2 },
    ]);
    expect(() => tableFromRows([])).toThrow('no rows');
  });

  it('say where something is wrong', async () => {
    await expect(readTable('no/such.csv')).rejects.toMatchObject({
      kind: 'input',
      where: { source: 'no/such.csv' },
    });
    await expect(readTable({ text: '{"a": 1' }, { format: 'json' })).rejects.toThrow(NnError);
    await expect(readTable({ text: 'a\n1\n' }, { format: 'cvs' })).rejects.toMatchObject({
      kind: 'usage',
      hint: 'did you mean "csv"?',
    });
  });
});

describe('lists', () => {
  it('say what there is', () => {
    expect(nnsh.layers.find(({ name }) => name === 'dense')).toMatchObject({
      options: [
        { name: 'units', expects: 'a whole number of at least 1', default: undefined },
        { name: 'bias' },
      ],
      positional: ['units'],
    });
    for (const list of [
      nnsh.layers,
      nnsh.activations,
      nnsh.losses,
      nnsh.optimizers,
      nnsh.schedules,
      nnsh.metrics,
    ])
      expect(list.length).toBeGreaterThan(4);
  });
});
