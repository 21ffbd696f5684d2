import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { batchesOf } from '../../src/formats/batches.ts';
import { ByteWriter } from '../../src/formats/byteWriter.ts';
import type { BatchOptions } from '../../src/formats/define.ts';
import { writeJson } from '../../src/formats/jsonLines.ts';
import { load } from '../../src/formats/load.ts';
import { encodeNpy } from '../../src/formats/npy/index.ts';
import { toTable } from '../../src/formats/convert.ts';
import { valueAt } from '../../src/report/columns.ts';
import type { DataColumn } from '../../src/report/result.ts';
import { sourceOf } from '../support/fixtures.ts';
import { FORTRAN } from './numpyFiles.ts';

type Source = ReturnType<typeof sourceOf>;

const decoder = new TextDecoder();

/** Everything the batches of a file hold: values by column, rows of each batch. */
async function all(source: Source, options: Partial<BatchOptions> = {}) {
  const columns: Record<string, unknown[]> = {};
  const sizes: number[] = [];
  for await (const batch of batchesOf(source, { rows: 7, types: new Map(), ...options })) {
    sizes.push(batch.table.rows);
    for (const column of batch.columns) {
      const into = (columns[column.name] ??= []);
      for (let row = 0; row < batch.table.rows; row++) into.push(valueAt(column, row));
    }
  }
  return { columns, sizes };
}

describe('arrays by rows', () => {
  const arrays = fc.record({
    shape: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 3 }),
    dtype: fc.constantFrom('float32' as const, 'float64' as const, 'uint8' as const, 'int64' as const),
    piece: fc.integer({ min: 1, max: 300 }),
  });
  it('are the rows of the whole array, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(arrays, async ({ shape, dtype, piece }) => {
        const size = shape.reduce((a, b) => a * b, 1);
        const numbers = Array.from({ length: size }, (_, i) => (i * 37) % 251);
        const data = {
          float32: Float32Array.from(numbers),
          float64: Float64Array.from(numbers),
          uint8: Uint8Array.from(numbers),
          int64: BigInt64Array.from(numbers, BigInt),
        }[dtype];
        const bytes = encodeNpy({ shape, dtype, data });
        const whole = toTable(await load(sourceOf(bytes, 'a.npy'), {}));
        const { columns, sizes } = await all(sourceOf(bytes, 'a.npy', piece));
        expect(Object.keys(columns)).toEqual(whole.columns.map(({ name }) => name));
        for (const column of whole.columns)
          expect(columns[column.name]).toEqual(column.kind === 'number' && [...column.values]);
        expect(Math.max(...sizes)).toBeLessThanOrEqual(7);
      }),
    );
  });
  it('in Fortran order, or damaged, are what the whole file is', async () => {
    expect((await all(sourceOf(FORTRAN, 'f.npy', 5))).columns).toEqual({
      x1: [1, 4],
      x2: [2, 5],
      x3: [3, 6],
    });
    const cut = sourceOf(FORTRAN.subarray(0, -1), 'f.npy', 50);
    await expect(all(cut)).rejects.toThrow('the file ends after 139 bytes, expected 140 for shape (2, 3)');
    await expect(all(sourceOf(FORTRAN.subarray(0, 60), 'f.npy'))).rejects.toThrow('ends inside its header');
    const images = new Uint8Array([
      0,
      0,
      8,
      3,
      0,
      0,
      0,
      9,
      0,
      0,
      0,
      1,
      0,
      0,
      0,
      2,
      ...new Uint8Array(18).fill(3),
    ]);
    expect((await all(sourceOf(images, 'i.idx'))).sizes).toEqual([7, 2]);
    await expect(all(sourceOf(images.subarray(0, 33), 'i.idx'))).rejects.toThrow(
      'the file ends after 33 bytes, expected 34 for shape (9, 1, 2)',
    );
    const text = String.fromCharCode(
      ...encodeNpy({ shape: [9, 9], dtype: 'uint8', data: new Uint8Array(81) }),
    );
    const huge = Uint8Array.from(text.replace('(9, 9), }       ', '(9, 9999999999)}'), (c) =>
      c.charCodeAt(0),
    );
    await expect(all(sourceOf(huge, 'h.npy'))).rejects.toThrow(
      'found rows of 9.3 GiB, expected at most 1.0 GiB',
    );
  });
});

describe('JSON Lines by rows', () => {
  const text = '{"a":1,"b":"x"}\n\n {"b":null,"a":2.50, "c":[1, {"d":2}]} \r\n{}\n{"a":true}';
  it('have a column for every field', async () => {
    const { columns } = await all(sourceOf(text, 'r.jsonl', 9), { rows: 100 });
    expect(columns).toEqual({
      a: [1, 2.5, null, 'true'],
      b: ['x', null, null, null],
      c: [null, '[1,{"d":2}]', null, null],
    });
  });
  it('are handed out as they stand when they will be written so', async () => {
    const { columns } = await all(sourceOf(text, 'r.jsonl', 9), { writtenAs: 'jsonl' });
    expect(columns).toEqual({
      '': ['{"a":1,"b":"x"}', '{"b":null,"a":2.50, "c":[1, {"d":2}]}', '{}', '{"a":true}'],
    });
  });
  it('keep the columns of the first rows, or say where another begins', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => (i < 15 ? `{"a":${i}}` : `{"a":${i},"z":1}`)).join(
      '\n',
    );
    await expect(all(sourceOf(lines, 'r.jsonl', 16))).rejects.toMatchObject({
      message: 'found the field "z", which the first rows do not have',
      where: { line: 16 },
    });
    expect((await all(sourceOf(lines, 'r.jsonl', 16), { writtenAs: 'jsonl' })).columns['']).toHaveLength(20);
  });
  it('name the line that is none', async () => {
    await expect(all(sourceOf('{"a":1}\n{"a":1,}\n', 'r.jsonl'))).rejects.toMatchObject({
      message: 'this is not JSON: found "}" where it cannot stand',
      where: { line: 2, column: 8 },
    });
  });
});

it('JSON is handed out in batches too', async () => {
  const text = JSON.stringify(Array.from({ length: 10 }, (_, i) => ({ n: i, t: `t${i % 3}` })));
  const { columns, sizes } = await all(sourceOf(text, 'r.json'));
  expect([columns.n, sizes]).toEqual([
    [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
    [7, 3],
  ]);
  expect(columns.t?.slice(6)).toEqual(['t0', 't1', 't2', 't0']);
});

describe('writeJson', () => {
  const options = { before: '', behind: '\n', lost: () => {} };
  const written = (columns: DataColumn[], rows: number, rawFirst = false) => {
    const out = new ByteWriter();
    writeJson(columns, rows, { ...options, rawFirst }, out);
    return decoder.decode(out.take());
  };
  it('writes what JSON.parse reads back', () => {
    const rows = fc.array(
      fc.tuple(
        fc.double(),
        fc.double().map(Math.fround),
        fc.integer(),
        fc.oneof(fc.string(), fc.double(), fc.constant(null)),
      ),
      { minLength: 1 },
    );
    fc.assert(
      fc.property(rows, fc.string(), (values, name) => {
        const columns: DataColumn[] = [
          { name: `d${name}`, values: Float64Array.from(values, ([x]) => x) },
          { name: 'f', values: Float32Array.from(values, ([, x]) => x) },
          { name: 'i', values: Int32Array.from(values, ([, , x]) => x) },
          { name: 'm', values: values.map(([, , , x]) => x) },
        ];
        const lines = written(columns, values.length).trimEnd().split('\n');
        const finite = (x: number) => (Number.isFinite(x) ? x : null);
        lines.forEach((line, row) => {
          const record = JSON.parse(line) as Record<string, number | string | null>;
          const [d, f, i, m] = values[row];
          const { f: single, ...rest } = record;
          expect(rest).toEqual({ [`d${name}`]: finite(d), i, m: typeof m === 'number' ? finite(m) : m });
          expect(typeof single === 'number' ? Math.fround(single) : single).toEqual(finite(f));
        });
      }),
    );
  });
  it('adds to whole records', () => {
    const bytes = new TextEncoder().encode('{"a":1.0 }{ }');
    const raw = {
      name: '',
      values: { rows: 2, bytes, starts: Int32Array.of(0, 10), ends: Int32Array.of(10, 13) },
    };
    const answers = { name: 'p', values: { codes: Int32Array.of(0, -1), names: ['"x"'] } };
    expect(written([raw, answers], 2, true)).toBe('{"a":1.0,"p":"\\"x\\""}\n{"p":null}\n');
  });
});
