import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NnError } from '../../src/errors.ts';
import type { Column, Table } from '../../src/data/table.ts';
import { csvBatches } from '../../src/formats/csv/batches.ts';
import { readCsv } from '../../src/formats/csv/read.ts';
import { quoteField } from '../../src/formats/csv/write.ts';
import { valueAt } from '../../src/report/columns.ts';
import { sourceOf } from '../support/fixtures.ts';

/** The table as texts, row by row, as every CSV reader sees it. */
function texts({ columns, rows }: Table): string[][] {
  return Array.from({ length: rows }, (_, row) =>
    columns.map((column) => {
      if (column.kind === 'category')
        return column.codes[row] < 0 ? '' : column.categories[column.codes[row]];
      return Number.isNaN(column.values[row]) ? '' : String(column.values[row]);
    }),
  );
}

/** The numbers of a column; one of whole numbers in unusual spellings is read as texts, which stay as they were. */
const numbers = (column: Column): number[] =>
  column.kind === 'number'
    ? [...column.values]
    : Array.from(column.codes, (code) => Number(column.categories[code] ?? Number.NaN));

const field = fc.oneof(
  fc
    .string({ unit: fc.constantFrom('a', 'b', ',', '"', '\n', '\r\n', 'é', '漢', ' ', '#', ';') })
    .map((text) => `x${text}`),
  fc.constant(''),
);
const files = fc
  .integer({ min: 1, max: 4 })
  .chain((width) =>
    fc.array(fc.array(field, { minLength: width, maxLength: width }), { minLength: 1, maxLength: 6 }),
  )
  .chain((rows) =>
    fc.record({
      rows: fc.constant(rows),
      end: fc.constantFrom('\n', '\r\n'),
      piece: fc.integer({ min: 1, max: 40 }),
    }),
  );

describe('readCsv', () => {
  it('reads what csv-parse reads, however the bytes are cut', async () => {
    await fc.assert(
      fc.asyncProperty(files, async ({ rows, end, piece }) => {
        const header = rows[0].map((_, i) => `c${i}`);
        const filled = rows.map((row) =>
          row.map((text, i) => (row.length === 1 && i === 0 && text === '' ? 'x' : text)),
        );
        const file =
          [header, ...filled].map((row) => row.map((text) => quoteField(text, ',')).join(',')).join(end) +
          end;
        const oracle: string[][] = parse(file, { from_line: 2, relax_column_count: false });
        const table = await readCsv(sourceOf(file, 'data.csv', piece), { header: true, delimiter: ',' });
        expect(texts(table)).toEqual(oracle);
      }),
      { numRuns: 300 },
    );
  });

  it('reads blocks of numbers beside texts as csv-parse and Number do, however the bytes are cut', async () => {
    const missing = fc.constantFrom('', 'NA', 'nan', 'null', '?');
    const number = fc.oneof(
      { weight: 6, arbitrary: fc.double({ min: -1e6, max: 1e6, noNaN: true }).map((x) => x.toFixed(4)) },
      { weight: 3, arbitrary: fc.double({ noNaN: true, noDefaultInfinity: true }).map(String) },
      { weight: 1, arbitrary: fc.constantFrom('+1.5', '.5', '5.', '1e3', ' 7', '-0', '"8"', '00.1') },
      { weight: 2, arbitrary: missing },
    );
    const text = fc.oneof(
      fc.constantFrom('red', 'green', 'blue', '12', '"a,b"', '"say ""x"""', 'a"b', '漢'),
      missing,
    );
    const rows = fc.array(fc.tuple(number, text, number), { minLength: 1, maxLength: 40 });
    const certain = Array.from({ length: 1001 }, (_, i) => [`${i}.5`, 'red', '0.5']);
    await fc.assert(
      fc.asyncProperty(
        rows,
        fc.constantFrom('\n', '\r\n'),
        fc.integer({ min: 1, max: 3000 }),
        fc.boolean(),
        async (random, eol, piece, last) => {
          const file = [...certain, ...random].map((row) => row.join(',')).join(eol) + (last ? eol : '');
          const oracle: string[][] = parse(file, { relax_quotes: true });
          const isNone = (field: string) => ['', 'NA', 'nan', 'null', '?'].includes(field);
          const { columns } = await readCsv(sourceOf(file, 'data.csv', piece), { header: false });
          columns.forEach((column, c) => {
            const fields = oracle.map((row) => row[c]);
            if (column.kind === 'number')
              expect([...column.values]).toEqual(
                fields.map((field) => (isNone(field) ? NaN : Number(field))),
              );
            else
              expect(Array.from(column.codes, (code) => column.categories[code] ?? '')).toEqual(
                fields.map((field) => (isNone(field) ? '' : field)),
              );
            expect([column.kind, column.missing]).toEqual([
              c === 1 ? 'category' : 'number',
              fields.filter(isNone).length,
            ]);
          });
        },
      ),
      { numRuns: 150 },
    );
  });

  it('reads every number as Number does', async () => {
    const number = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc
        .tuple(fc.bigInt({ min: -(10n ** 25n), max: 10n ** 25n }), fc.integer({ min: -40, max: 40 }))
        .map(([m, e]) => `${m}e${e}`),
      fc.tuple(fc.nat(), fc.nat()).map(([a, b]) => `${a}.${b}`),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(number, { minLength: 1, maxLength: 20 }), async (values) => {
        const table = await readCsv(sourceOf(`v\n${values.join('\n')}\n`), {});
        expect(numbers(table.columns[0])).toEqual(values.map(Number));
      }),
      { numRuns: 500 },
    );
  });

  it('skips blank lines, comments and the byte order mark, and finds the delimiter', async () => {
    const table = await readCsv(sourceOf('\uFEFFa;b\n\n# note\n1;2\r\n\r\n3;NA\n'), {});
    expect(table.columns.map(({ name, missing }) => [name, missing])).toEqual([
      ['a', 0],
      ['b', 1],
    ]);
    expect(texts(table)).toEqual([
      ['1', '2'],
      ['3', ''],
    ]);
  });

  it('names columns itself when the first line is data', async () => {
    const table = await readCsv(sourceOf('1,2\n3,4\n'), {});
    expect(table.columns.map(({ name }) => name)).toEqual(['x1', 'x2']);
    expect(table.rows).toBe(2);
  });

  it('hands out batches with the rows as they stand in the file', async () => {
    const rows = Array.from({ length: 20_000 }, (_, i) => `${i}.50,"a, b"`);
    const seen: string[] = [];
    let most = 0;
    const types = new Map([['n', 'number' as const]]);
    const source = sourceOf(`n,t\n${rows.join('\n')}`);
    for await (const batch of csvBatches(source, { rows: 1000, types, writtenAs: 'csv' })) {
      const [{ name, values }] = batch.columns;
      if (!('starts' in values)) throw new Error('not as they stand');
      expect([name, batch.rawFirst]).toEqual(['n,t', true]);
      for (let i = 0; i < values.rows; i++)
        seen.push(new TextDecoder().decode(values.bytes.subarray(values.starts[i], values.ends[i])));
      const [column] = batch.table.columns;
      if (column.kind !== 'number') throw new Error('not a number column');
      expect(column.values[0]).toBe(seen.length - values.rows + 0.5);
      most = Math.max(most, values.rows);
    }
    expect(seen).toEqual(rows);
    expect(most).toBeLessThan(8000);
  });

  it('hands out every row once, its fields with the digits they have', async () => {
    const rows = Array.from({ length: 30_000 }, (_, i) => [`n${i}`, `${i}.5`, `00${i}`, i % 3 ? `${i}` : '']);
    const source = sourceOf(`id,x,zip,k\n${rows.map((row) => row.join(',')).join('\n')}`);
    const types = new Map([['x', 'number' as const]]);
    const columns = new Map<string, unknown[]>();
    for await (const batch of csvBatches(source, { rows: 4096, types, writtenAs: 'jsonl' })) {
      for (const column of batch.columns) {
        const all = columns.get(column.name) ?? [];
        for (let i = 0; i < batch.table.rows; i++) all.push(valueAt(column, i));
        columns.set(column.name, all);
      }
    }
    expect(columns.get('id')).toEqual(rows.map(([id]) => id));
    expect(columns.get('x')).toEqual(rows.map(([, x]) => x));
    expect(columns.get('zip')).toEqual(rows.map(([, , zip]) => zip));
    expect(columns.get('k')).toEqual(rows.map(([, , , k]) => (k === '' ? null : k)));
  });

  it('hands out what a pipe has, without waiting for more', async () => {
    const seen: number[] = [];
    const source = {
      ...sourceOf('x\n1\n2\n3\n', 'stdin', 6),
      live: true,
    };
    const types = new Map([['x', 'number' as const]]);
    for await (const { table } of csvBatches(source, { rows: 4096, types })) seen.push(table.rows);
    expect(seen).toEqual([2, 1]);
  });

  const failing: [string, string, RegExp, object][] = [
    ['a ragged row', 'a,b\n1,2\n3\n', /expected 2 fields, found 1/, { line: 3 }],
    ['an open quote', 'a,b\n1,"2\n3,4\n', /never closed/, { line: 2 }],
    ['a stray quote', 'a,b\n1,"2"x\n', /after the closing quote/, { line: 2, column: 2 }],
    ['bytes that are not text', 'a,b\n1,\u0000\n', /zero byte/, { line: 2 }],
  ];
  it.each(failing)('refuses %s and says where', async (_, file, message, where) => {
    const error: unknown = await readCsv(sourceOf(file), {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(NnError);
    expect(error).toMatchObject({ message: expect.stringMatching(message), where });
  });

  it.each([
    ['a first line of written numbers is data', 'ann|430,86|1.5\nbob|41702|2.5\n', 'x1 x2 x3'],
    ['a minus behind a number is a number', '20.00-;x\n299;y\n', 'x1 x2'],
    ['units do not stand in a column of their own', 'peso\n31 kg\n7.5 kg\n', 'peso'],
    ['currencies neither', '12.50 EUR\n3.00 EUR\n', 'x1'],
    ['but two names do', 'n unit\n31 kg\n7.5 kg\n', 'n unit'],
  ])('%s', async (_, file, names) => {
    const { columns } = await readCsv(sourceOf(file), {});
    expect(columns.map(({ name }) => name).join(' ')).toBe(names);
  });

  it('refuses bytes that are not UTF-8 where UTF-8 is asked for', async () => {
    const bytes = new Uint8Array([0x61, 0x0a, 0xff, 0xfe, 0x0a]);
    const options = { header: true, encoding: 'utf-8' };
    await expect(readCsv(sourceOf(bytes), options)).rejects.toThrow(/not UTF-8/);
  });
});
