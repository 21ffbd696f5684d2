import { describe, expect, it } from 'vitest';
import { readFileSync } from 'node:fs';
import { sourceOf } from '../support/fixtures.ts';
import { batchedContent, contentOf, fileOf, tableBytes, tableOf } from './columns.ts';

type Texts = Record<string, Record<string, (string | null)[]>>;
const golden = JSON.parse(
  readFileSync(new URL('../../fixtures/tables/parquet.json', import.meta.url), 'utf8'),
) as Texts;

const open = (name: string) => fileOf(tableBytes(`${name}.parquet`), `${name}.parquet`);

/** DuckDB's text of a value as ISO 8601 has it: `2024-01-01 10:00:00.5+00` → `2024-01-01T10:00:00.500Z`. */
const iso = (text: string) =>
  text
    .replace(/^(\d{4}-\d\d-\d\d) (\d\d:)/, '$1T$2')
    .replace(/\+00$/, 'Z')
    .replace(/\.(\d+)/, (_, digits: string) => `.${digits.padEnd(Math.ceil(digits.length / 3) * 3, '0')}`);

/** What DuckDB reads, as a value of the kind that we read. */
function expected(column: string, text: string | null, ours: unknown) {
  if (text === null) return null;
  if (typeof ours === 'number') return column === 'float32' ? Math.fround(Number(text)) : Number(text);
  return /^\d+[-:]/.test(text) ? iso(text) : text;
}

/** Where we write something else than DuckDB, on purpose. */
const ours: Readonly<Record<string, (string | null)[]>> = {
  no_text: Array.from({ length: 7 }, () => '\\xff00'),
  midnight: ['01-31', '02-29', '03-31', '04-30', '05-31', '06-30', '07-31'].map((day) => `2024-${day}`),
};

describe('types of Parquet, as DuckDB reads them', async () => {
  const content = contentOf(await tableOf(open('types')));
  it.each(Object.keys(golden.types))('%s', (name) => {
    const wanted = golden.types[name].map((text, row) => expected(name, text, content[name][row]));
    expect(content[name]).toEqual(ours[name] ?? wanted);
  });

  it('integers above 2^53 are texts with all digits, where one of their column is', async () => {
    const { columns } = await tableOf(open('types'));
    const kinds = Object.fromEntries(columns.map(({ name, kind }) => [name, kind]));
    expect(kinds).toMatchObject({
      big: 'category',
      lowest: 'category',
      uint64: 'category',
      dec25_0: 'category',
    });
    expect(kinds).toMatchObject({ int64: 'number', uint32: 'number', dec30: 'number', float32: 'number' });
  });

  it('in batches they are the same', async () => {
    const batched = await batchedContent(open('types'), { rows: 3 });
    expect(batched.sizes).toEqual([3, 3, 1]);
    // Integers are texts where one of their batch has to be.
    expect({ ...batched.content, big: batched.content.big.map(String) }).toEqual(content);
  });
});

const codecs = ['uncompressed', 'snappy', 'gzip', 'zstd', 'brotli', 'lz4_raw'].map(
  (codec) => `codec-${codec}`,
);

describe('compressions, as DuckDB reads the same rows without', () => {
  it.each([...codecs, 'version2'])('%s', async (name) => {
    const content = contentOf(await tableOf(open(name)));
    const plain = golden['codec-uncompressed'];
    expect(Object.keys(content)).toEqual(Object.keys(plain));
    for (const column of Object.keys(plain))
      expect(content[column]).toEqual(
        plain[column].map((text, row) => expected(column, text, content[column][row])),
      );
  });
});

describe('row groups', () => {
  const row = (i: number) => [
    i % 1000,
    i % 7 === 0 ? null : (i % 13) / 4,
    `c${Math.floor(i / 2000)}`,
    i < 5000 ? '9007199254740993' : '9007199254740994',
  ];
  const wanted = Array.from({ length: 6000 }, (_, i) => row(i));
  const rowsOf = ({ a, b, c, id }: Record<string, (number | string | null)[]>) =>
    a.map((value, i) => [value, b[i], c[i], id[i]]);

  it('are one table', async () => {
    expect(rowsOf(contentOf(await tableOf(open('groups'))))).toEqual(wanted);
  });

  it('are batches of no more rows than asked for, each group for itself', async () => {
    const { content, sizes } = await batchedContent(open('groups'), { rows: 1000 });
    expect(sizes).toEqual([1000, 1000, 48, 1000, 1000, 48, 1000, 904]);
    expect(rowsOf(content)).toEqual(wanted);
  });

  it('come the same from a pipe', async () => {
    const pipe = sourceOf(tableBytes('groups.parquet'), 'stdin');
    expect(rowsOf((await batchedContent(pipe)).content)).toEqual(wanted);
  });
});

describe('what is no column of a table', () => {
  it('is left out with a word', async () => {
    const notes: string[] = [];
    const table = await tableOf({
      ...open('nested'),
      note: (line) => notes.push(line.replace(/^\S+: /, '')),
    });
    expect(table.columns.map(({ name }) => name)).toEqual(['n']);
    expect(notes).toEqual([
      'left out, as they are no numbers, texts or dates: list (list), pair (struct), pairs (map), span (interval)',
    ]);
  });

  it('is an error where there is nothing else', async () => {
    await expect(tableOf(open('only-nested'))).rejects.toThrow(
      'found no column of numbers, texts or dates, only list (list)',
    );
  });
});

describe('damaged files', () => {
  const bytes = tableBytes('types.parquet');
  const read = (damaged: Uint8Array) => tableOf(fileOf(damaged, 'a.parquet'));

  it('that end too early', async () => {
    await expect(read(bytes.subarray(0, 3000))).rejects.toThrow('ends too early: it does not end with PAR1');
    await expect(read(bytes.subarray(0, 8))).rejects.toThrow('found 8 bytes, expected a Parquet file');
  });

  it('that are encrypted', async () => {
    const encrypted = bytes.slice();
    encrypted.set([0x45], bytes.length - 1);
    await expect(read(encrypted)).rejects.toThrow('this Parquet file is encrypted');
  });

  it('with any byte changed are read, or one error says why not', { timeout: 60_000 }, async () => {
    for (let at = 0; at < bytes.length; at += 61) {
      const damaged = bytes.slice();
      damaged[at] ^= 0xff;
      await read(damaged).catch((error: unknown) =>
        expect(error).toMatchObject({ name: 'NnError', kind: 'input' }),
      );
    }
  });
});
