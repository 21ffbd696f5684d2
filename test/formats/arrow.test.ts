import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeLz4Frame } from '../../src/formats/arrow/lz4.ts';
import { sourceOf } from '../support/fixtures.ts';
import { batchedContent, contentOf, fileOf, tableBytes, tableOf } from './columns.ts';

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/${name}`, import.meta.url), 'utf8');
const stored = JSON.parse(fixture('tables/arrow.json')) as Record<string, (string | null)[]>;
const open = (name: string) => fileOf(tableBytes(name), name);

describe("types of Arrow, as Apache's library wrote them", async () => {
  const notes: string[] = [];
  const table = await tableOf({
    ...open('types.arrow'),
    note: (line) => notes.push(line.replace(/^\S+: /, '')),
  });
  const content = contentOf(table);
  it.each(Object.keys(stored))('%s', (name) => {
    const wanted = stored[name].map((text, row) =>
      text !== null && typeof content[name][row] === 'number' ? Number(text) : text,
    );
    expect(content[name]).toEqual(wanted);
  });

  it('integers above 2^53 are texts with all digits, where one of their column is', () => {
    const kinds = Object.fromEntries(table.columns.map(({ name, kind }) => [name, kind]));
    expect(kinds).toMatchObject({ big: 'category', uint64: 'category', int64: 'number', uint32: 'number' });
    expect(notes).toEqual(['column "lasting": durations are read as seconds']);
  });
});

describe('record batches', () => {
  const rows = Array.from({ length: 5000 }, (_, i) => i);
  const n = rows;
  const x = rows.map((i) => (i % 7 === 0 ? null : (i % 13) / 4));
  const word = rows.map((i) => (i % 11 === 0 ? null : `w${Math.floor(i / 500)}`));

  it.each([
    ['batches.arrows', { n, x, word }],
    ['lz4.feather', { n, x }],
    ['zstd.feather', { n, x }],
  ])('%s is one table', async (name, content) => {
    expect(contentOf(await tableOf(open(name)))).toEqual(content);
    const pipe = sourceOf(tableBytes(name), 'stdin', 777);
    expect(contentOf(await tableOf(pipe))).toEqual(content);
  });

  it('are batches of no more rows than asked for', async () => {
    const { content, sizes } = await batchedContent(open('batches.arrows'), { rows: 1500 });
    expect(sizes).toEqual([1500, 500, 1500, 500, 1000]);
    expect(content).toEqual({ n, x, word });
  });
});

it('what is no column of a table is left out with a word', async () => {
  const notes: string[] = [];
  const table = await tableOf({
    ...open('nested.arrow'),
    note: (line) => notes.push(line.replace(/^\S+: /, '')),
  });
  expect(contentOf(table)).toEqual({ n: [1, 2] });
  expect(notes).toEqual(['left out, as they are no numbers, texts or dates: list (list)']);
});

it('frames of LZ4 whose blocks refer to those before them, as lz4 -BD writes them', () => {
  const wanted = fixture('iris.csv').repeat(40);
  const bytes = decodeLz4Frame(tableBytes('linked.lz4'), wanted.length);
  expect(new TextDecoder().decode(bytes)).toBe(wanted);
});

describe('damaged files', () => {
  const bytes = tableBytes('types.arrow');
  const read = (damaged: Uint8Array, name = 'a.arrow') => tableOf(fileOf(damaged, name));

  it('that end too early', async () => {
    await expect(read(bytes.subarray(0, 1000))).rejects.toThrow('the Arrow file ends too early');
    await expect(read(bytes.subarray(0, 8))).rejects.toThrow('the Arrow file ends too early');
    await expect(read(tableBytes('batches.arrows').subarray(0, 9000))).rejects.toThrow('ends too early');
  });

  it('that are of the first Feather', async () => {
    await expect(read(new TextEncoder().encode('FEA1….FEA1'), 'a.feather')).rejects.toMatchObject({
      message: 'this is a Feather file of version 1, which is not read here',
    });
  });

  it('that are something else', async () => {
    await expect(read(new TextEncoder().encode('a,b\n1,2\n'))).rejects.toThrow('the Arrow file is damaged');
    await expect(read(new Uint8Array(0))).rejects.toThrow('the Arrow file is damaged');
  });

  it.each(['types.arrow', 'batches.arrows', 'lz4.feather'])(
    'with any byte of %s changed are read, or one error says why not',
    { timeout: 60_000 },
    async (name) => {
      const whole = tableBytes(name);
      for (let at = 0; at < whole.length; at += Math.ceil(whole.length / 150)) {
        const damaged = whole.slice();
        damaged[at] ^= 0xff;
        await read(damaged).catch((error: unknown) =>
          expect(error).toMatchObject({ name: 'NnError', kind: 'input' }),
        );
      }
    },
  );
});
