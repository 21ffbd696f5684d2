import { describe, expect, it } from 'vitest';
import { textAt } from '../../src/data/table.ts';
import type { Table } from '../../src/data/table.ts';
import { Transcoder } from '../../src/formats/csv/encoding.ts';
import { json } from '../../src/formats/json.ts';
import { jsonl } from '../../src/formats/jsonl.ts';
import { readJson } from '../../src/formats/jsonReader.ts';
import { golden, sourceOf } from '../support/fixtures.ts';
import { readFileSync } from 'node:fs';

const file = (name: string) =>
  sourceOf(readFileSync(new URL(`../../fixtures/json/${name}`, import.meta.url)), name);

async function tableOf(text: string | ReturnType<typeof sourceOf>): Promise<Table> {
  const loaded = await json.read(typeof text === 'string' ? sourceOf(text, 'r.json') : text, {});
  if (loaded.kind !== 'table') throw new Error(`read as ${loaded.kind}`);
  return loaded.table;
}

/** Fields of lines of CSV, numbers as JavaScript writes them. */
const fields = (csv: string) =>
  csv
    .trimEnd()
    .split('\n')
    .map((line) => line.split(',').map((field) => (field === '' || isNaN(+field) ? field : String(+field))));

const rowsOf = ({ columns, rows }: Table) => [
  columns.map(({ name }) => name),
  ...Array.from({ length: rows }, (_, row) => columns.map((column) => textAt(column, row) ?? '')),
];

it('reads the signs of Windows-1252 as the WHATWG has them, in JSON and in the last chunk of CSV', async () => {
  const bytes = Uint8Array.from({ length: 32 }, (_, i) => 0x80 + i);
  const signs =
    '\u20ac\x81\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\x8d\u017d\x8f' +
    '\x90\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\x9d\u017e\u0178';
  const parts = [Buffer.from('[{"a":"'), bytes, Buffer.from('"},{"a":"b"}]')];
  expect(rowsOf(await tableOf(sourceOf(Buffer.concat(parts), 'r.json')))).toEqual([['a'], [signs], ['b']]);
  const said = new Transcoder('windows-1252');
  expect(Buffer.from(said.next(bytes, true)).toString()).toBe(signs);
});

describe('tables as pandas reads them', () => {
  it.each(Object.entries(golden<Record<string, string>>('json_tables.json')))('%s', async (name, csv) => {
    expect(rowsOf(await tableOf(file(name)))).toEqual(fields(csv));
  });
});

it('says that a file is not UTF-8, once', async () => {
  const notes: string[] = [];
  await json.read({ ...file('latin1.json'), note: (line) => notes.push(line) }, {});
  expect(notes).toEqual([expect.stringContaining('read as Windows-1252 (not UTF-8)')]);
});

it('what a record lacks is missing, whatever the field is called', async () => {
  const table = await tableOf(
    '[{"toString": "a", "constructor": 1, "x": 1}, {"x": 2}, {"x": 3, "__proto__": 7}]',
  );
  expect(rowsOf(table)).toEqual([
    ['toString', 'constructor', 'x', '__proto__'],
    ['a', '1', '1', ''],
    ['', '', '2', ''],
    ['', '', '3', '7'],
  ]);
});

it('integers beyond 2⁵³ keep their digits, unless there are numbers with a point beside them', async () => {
  const whole = await tableOf('[{"id": 9007199254740993, "x": 1}, {"id": -5, "x": 2}]');
  expect(rowsOf(whole).slice(1)).toEqual([
    ['9007199254740993', '1'],
    ['-5', '2'],
  ]);
  const point = await tableOf('[{"id": 9007199254740993}, {"id": 0.5}]');
  expect(point.columns[0].kind).toBe('number');
});

describe('errors name the place', () => {
  it.each([
    ['[\n{"a":1},\n{"a":}\n]', 3, 6],
    ['[\n{"a":1},\n{"a":NaN},\n{"a":nan}\n]', 4, 6],
    ['[{"a":"x\ny"}]', 1, 9],
    ['[{"a":1', 1, 8],
    ['[{"a":01}]', 1, 8],
    ['[{"a":"\\q"}]', 1, 8],
    ["[{'a':1}]", 1, 3],
    ['[{"a":1},]', 1, 10],
  ])('%s', async (text, line, column) => {
    await expect(tableOf(text)).rejects.toMatchObject({ where: { line, column } });
  });

  it('of texts nested without end', async () => {
    const deep = `[{"a":${'['.repeat(20_000)}`;
    await expect(tableOf(deep)).rejects.toThrow('nested more than 200 levels deep');
    await expect(json.read(sourceOf('['.repeat(20_000), 'a.json'), {})).rejects.toThrow('at most 64 axes');
    const closed = `[{"a":${'['.repeat(20_000)}${']'.repeat(20_000)}}]`;
    await expect(tableOf(closed)).rejects.toThrow('nested more than 200 levels deep');
  });
});

it.each([
  ['{"a":{"x":1},"b":{"x":2}}', 'rows or columns'],
  ['{"a":[1,2],"b":[1]}', 'expected arrays of one length'],
  ['{"columns":["a"],"data":[[1,2]]}', 'row 1 of "data"'],
  ['{}', 'expected nested arrays'],
])('refuses %s', async (text, message) => {
  await expect(tableOf(text)).rejects.toThrow(message);
});

it('reads [] as an array without elements, as every other text of an array', async () => {
  const loaded = await json.read(sourceOf('[]', 'a.json'), {});
  expect(loaded).toMatchObject({ kind: 'array', tensor: { shape: [0] } });
});

it('reads what JSON.parse reads', () => {
  const texts = [
    '{"a":[1,-2.5e-3,"\\u00e9\\n\\ud83d\\ude00",null,true,{}],"b":[]}',
    ' "x" ',
    '0',
    '[[],{"c":{}}]',
  ];
  const plain = (value: unknown): unknown =>
    value instanceof Map
      ? Object.fromEntries(Array.from(value, ([name, item]) => [name, plain(item)]))
      : Array.isArray(value)
        ? value.map(plain)
        : value;
  for (const text of texts) {
    // A name of digits sends the text to the reader that keeps the order.
    expect(plain(readJson(`{"1":${text}}`, 'r'))).toEqual({ 1: JSON.parse(text) });
  }
});

describe('objects alone and records on lines', () => {
  const sniffed = (text: string) => jsonl.sniff(new TextEncoder().encode(text));

  it.each([
    ['{"a":1,"b":"x"}\n', true],
    ['{"a":1,"n":{"x":1}}', true],
    ['{"a":1}\n{"a":2}\n', true],
    ['{"a":1}\n{"a', true],
    ['{"a":[1,2],"b":[3,4]}\n', false],
    ['{"0":{"a":1},"1":{"a":2}}\n', false],
    ['{"columns":["a"],"index":[0],"data":[[1]],"n":1}\n', false],
    ['{"shape":[1],"dtype":"float64","values":[1]}\n', false],
    ['{"a":1,\n"b":2}\n', false],
    ['{"a":1', false],
  ])('%j begins records on lines: %s', (text, expected) => {
    expect(sniffed(text)).toBe(expected);
  });

  it('an object of plain values is one row, of lists it is columns', async () => {
    expect(rowsOf(await tableOf('{\n"a": 1,\n"b": "x"\n}'))).toEqual([
      ['a', 'b'],
      ['1', 'x'],
    ]);
    expect(rowsOf(await tableOf('{"a": [1, 2], "n": [{"x": 1}, {"x": 2}]}'))).toEqual([['a'], ['1'], ['2']]);
  });

  it('lists and objects are left out, a few among values are a mistake in their line', async () => {
    const nested = await tableOf(
      '{"a":1,"n":{"x":1},"m":[1]}\n{"a":2,"n":null,"m":{"x":1}}\n{"a":3,"m":"x"}\n',
    );
    expect(rowsOf(nested)).toEqual([['a'], ['1'], ['2'], ['3']]);
    expect([...(nested.leftOut ?? [])]).toEqual([
      ['n', 'objects'],
      ['m', 'objects and lists in 2 rows'],
    ]);
    const few = await tableOf([1, 2, '{"x":1}', 4, 5, 6].map((value) => `{"a":${value}}\n`).join(''));
    expect(few.faults?.get('a')?.where).toEqual({ source: 'r.json', line: 3 });
    await expect(tableOf('[{"n":{"x":1}},{"n":[1]}]')).rejects.toThrow('only n (objects and lists)');
  });
});
