import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Column } from '../../src/data/table.ts';
import { ByteWriter } from '../../src/formats/byteWriter.ts';
import { writeCsv } from '../../src/formats/csv/write.ts';
import { readCsv } from '../../src/formats/csv/read.ts';
import { float32ToString } from '../../src/util/shortest.ts';

const encoder = new TextEncoder();
const decoder = new TextDecoder();

const sourceOf = (text: string, piece: number) => ({
  name: 'test.csv',
  baseName: 'test.csv',
  async *chunks() {
    const bytes = encoder.encode(text);
    for (let at = 0; at < bytes.length; at += piece) yield bytes.slice(at, at + piece);
  },
  bytes: async () => encoder.encode(text),
});

/** The numbers of a column; one of whole numbers in unusual spellings is read as texts, which stay as they were. */
const numbers = (column: Column): number[] =>
  column.kind === 'number'
    ? [...column.values]
    : Array.from(column.codes, (code) => Number(column.categories[code] ?? Number.NaN));

/** Enough numbers that every column is known to be one. */
const certain = '1,2\n'.repeat(1100);

describe('rows of plain numbers', () => {
  const decimal = fc.tuple(
    fc.constantFrom('', '-'),
    fc.oneof(fc.nat(999_999_999).map(String), fc.constantFrom('0', '00', '007', '4503599627')),
    fc.oneof(fc.constant(''), fc.stringMatching(/^\.\d{0,12}$/)),
    fc.constantFrom('', '', '', 'e3', 'E-12'),
  );
  it('are read as Number reads them, to the bit, in pieces of any size', async () => {
    const row = fc.tuple(decimal, decimal).map((pair) => pair.map((parts) => parts.join('')));
    const end = fc.constantFrom('\n', '\r\n');
    await fc.assert(
      fc.asyncProperty(
        fc.array(row, { minLength: 1, maxLength: 30 }),
        end,
        fc.integer({ min: 1, max: 900 }),
        async (rows, eol, piece) => {
          const text = certain + rows.map((fields) => fields.join(',') + eol).join('');
          const { columns } = await readCsv(sourceOf(text, piece), {});
          columns.forEach((column, c) => {
            expect(numbers(column).slice(1100)).toEqual(rows.map((fields) => Number(fields[c])));
          });
        },
      ),
      { numRuns: 150 },
    );
  });
  it('between quoted fields, comments, blank lines and missing values keep their place', async () => {
    const text = `${certain}3,4\n"5",6\n# note\n\n7,\n 8,9\n-0,1e2\n10,11`;
    const { columns, rows, placeOf } = await readCsv(sourceOf(text, 64), {});
    expect(rows).toBe(1106);
    const last = columns.map((column) => numbers(column).slice(1100));
    expect(last).toEqual([
      [3, 5, 7, 8, -0, 10],
      [4, 6, NaN, 9, 100, 11],
    ]);
    expect([1100, 1101, 1102, 1105].map((row) => placeOf?.(row, 'x1').line)).toEqual([
      1101, 1102, 1105, 1108,
    ]);
  });
  it('with a text among them are read once more, as the texts they are, from a file or a pipe', async () => {
    const text = `${certain}3,4\n5,x6\n7,8.50\n`;
    const pipe = sourceOf(text, 100);
    for (const source of [pipe, { ...pipe, again: () => pipe.chunks() }]) {
      const { columns, placeOf } = await readCsv(source, {});
      expect(columns.map(({ kind }) => kind)).toEqual(['number', 'category']);
      const [, column] = columns;
      if (column.kind !== 'category') throw new Error('not texts');
      const texts = Array.from(column.codes, (code) => column.categories[code]);
      expect(texts).toEqual([...Array.from({ length: 1100 }, () => '2'), '4', 'x6', '8.50']);
      expect(placeOf?.(1101, 'x2')).toEqual({ line: 1102, column: 2 });
    }
  });
  it('of another number are an error that names its place', async () => {
    await expect(readCsv(sourceOf(`${certain}3,4,5\n`, 100), {})).rejects.toMatchObject({
      message: 'expected 2 fields, found 3',
      where: { line: 1101 },
    });
  });
});

describe('float32 as bytes', () => {
  const written = (x: number) => {
    const out = new ByteWriter();
    out.float32(x);
    return decoder.decode(out.take());
  };
  it('is the shortest decimal, as float32ToString writes it', () => {
    const bits = new Uint32Array(1);
    const floats = new Float32Array(bits.buffer);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 2 ** 32 - 1 }), (pattern) => {
        bits[0] = pattern;
        if (Number.isFinite(floats[0])) expect(written(floats[0])).toBe(float32ToString(floats[0]));
      }),
      { numRuns: 20_000 },
    );
  });
  it.each([
    0, -0, 1, -1, 0.1, 100, 123456, 0.5, 1e-6, 9.999999e-7, 1e-7, 16777216, 999999936, 1e9, 1e21, 1.5e-45,
  ])('%d', (x) => {
    const float = Math.fround(x);
    expect(written(float)).toBe(float32ToString(float));
  });
});

it('classes that need quotes get them, missing ones are empty', () => {
  const column = { name: 'c', values: { codes: Int32Array.of(0, 1, -1), names: ['a,b', 'x'] } };
  const out = new ByteWriter();
  writeCsv([column], 3, ',', out);
  expect(decoder.decode(out.take())).toBe('"a,b"\nx\n\n');
});
