import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { textAt } from '../../src/data/table.ts';
import type { Table } from '../../src/data/table.ts';
import type { Batch, RandomAccess } from '../../src/formats/define.ts';
import { npy } from '../../src/formats/npy/index.ts';
import { pythonLiteral } from '../../src/formats/npy/pythonLiteral.ts';
import { indexed, parseIndex } from '../../src/tensor/indexing.ts';
import { tensorOf } from '../../src/tensor/view.ts';
import { golden, sourceOf } from '../support/fixtures.ts';

interface Leaf {
  dtype: string;
  shape: number[];
  values: string[];
}
type Known = Leaf | { fields: Record<string, Known> };
const known = Object.entries(golden<{ arrays: Record<string, Known> }>('arrays.json').arrays);
const isLeaf = (one: Known): one is Leaf => 'values' in one;

const bytesOf = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../fixtures/arrays/${name}.npy`, import.meta.url)));
const fileOf = (bytes: Uint8Array): RandomAccess => ({
  size: bytes.length,
  read: (position, into) => into.set(bytes.subarray(position, position + into.length)),
});
const read = (name: string, part?: string) =>
  npy.read({ ...sourceOf(bytesOf(name), name), ...(part !== undefined && { part }) }, {});

/** An element as Python prints it. */
const asNumber = (text: string): number =>
  text === 'True' ? 1 : text === 'False' ? 0 : Number(text.replace(/inf$/, 'Infinity'));
const isText = ({ dtype }: Leaf) => /^(?:str|bytes|datetime|timedelta)/.test(dtype);

/** Elements of a table in the order of its rows, as NumPy prints them. */
const elements = ({ columns, rows }: Table, dtype: string) =>
  Array.from({ length: rows }, (_, row) =>
    columns.map((column) =>
      column.kind === 'number'
        ? column.values[row].toFixed(1).replace('NaN', 'nan')
        : (textAt(column, row) ?? (dtype.startsWith('datetime') ? 'NaT' : '')),
    ),
  ).flat();

async function expectNumbers(name: string, { shape, dtype, values }: Leaf, part?: string) {
  const loaded = await read(name, part);
  if (loaded.kind !== 'array') throw new Error(`read as ${loaded.kind}`);
  const { tensor } = loaded;
  expect([tensor.shape, tensor.dtype]).toEqual([shape, dtype]);
  const wide = tensor.data instanceof BigInt64Array || tensor.data instanceof BigUint64Array;
  if (wide) expect(Array.from(tensor.data, String)).toEqual(values);
  else expect(Array.from(tensor.data, Number)).toEqual(values.map(asNumber));
  // The same, read as it is wanted.
  const [stored] = npy.stored?.(fileOf(bytesOf(name)), name, part)?.arrays ?? [];
  if (dtype !== 'float16') expect(tensorOf(stored.view)).toEqual(tensor);
  if (shape.length < 2) return;
  const { view } = indexed(stored.view, parseIndex('[-1]'));
  const width = tensor.data.length / shape[0];
  expect(Array.from(tensorOf(view).data, String)).toEqual(Array.from(tensor.data.slice(-width), String));
}

describe('elements as NumPy reads them', () => {
  it.each(known)('%s', async (name, found) => {
    if (isLeaf(found) && !isText(found)) return expectNumbers(name, found);
    if (isLeaf(found)) {
      const loaded = await read(name);
      if (loaded.kind !== 'table') throw new Error(`read as ${loaded.kind}`);
      expect(elements(loaded.table, found.dtype)).toEqual(found.values);
      return;
    }
    for (const [field, one] of Object.entries(found.fields))
      if (isLeaf(one) && !isText(one)) await expectNumbers(name, one, field);
  });

  it('of records as a table of their fields', async () => {
    const loaded = await read('record');
    if (loaded.kind !== 'table') throw new Error(`read as ${loaded.kind}`);
    const { columns, rows } = loaded.table;
    expect(columns.map(({ name }) => name)).toEqual(['a', 'b', 'name', 'xy_1', 'xy_2', 'in.day', 'in.ok']);
    expect(rows).toBe(3);
    expect(columns.map((column) => textAt(column, 0))).toEqual([
      '1',
      '2.5',
      'ab',
      '1',
      '2',
      '2020-02-29',
      '1',
    ]);
    expect(columns.map((column) => textAt(column, 1) ?? '')).toEqual(['-3', '', 'c', '3.5', '-4', '', '0']);
  });

  it('in batches, however the bytes are cut', async () => {
    for (const piece of [1, 7, 1000]) {
      const source = sourceOf(bytesOf('record'), 'record.npy', piece);
      const found: Batch[] = [];
      for await (const batch of npy.batches?.(source, { rows: 2, types: new Map() }) ?? []) found.push(batch);
      expect(found.map(({ table }) => table.rows)).toEqual([2, 1]);
      expect(
        found.flatMap(({ table }) => elements({ ...table, columns: table.columns.slice(2, 3) }, 'str')),
      ).toEqual(['ab', 'c', 'déf']);
    }
  });
});

describe('what cannot be read is said in words', () => {
  it.each([
    ['objects', undefined, /Python objects/],
    ['long', undefined, /long doubles \(float128\)/],
    ['void', undefined, /raw bytes/],
    ['complex64', undefined, /complex numbers \(complex64\)/],
    ['record', 'c', /there is no field "c"/],
    ['record-objects', 'b', /the field "b" holds Python objects/],
    ['i64', 'x', /this array has no fields; it holds int64/],
    ['no-type', undefined, /type "<constructor"/],
    ['short', undefined, /ends inside its header/],
    ['version9', undefined, /version 9/],
  ])('%s', async (name, part, message) => {
    await expect(read(name, part)).rejects.toMatchObject({
      name: 'NnError',
      message: expect.stringMatching(message),
    });
    const { name: kind } = npyError(() => npy.stored?.(fileOf(bytesOf(name)), name, part ?? 'nothing'));
    expect(kind).toBe('NnError');
  });

  it('but for the fields beside it', async () => {
    const notes: string[] = [];
    const source = {
      ...sourceOf(bytesOf('record-objects'), 'r.npy'),
      note: (line: string) => notes.push(line),
    };
    const loaded = await npy.read(source, {});
    expect(loaded).toMatchObject({ kind: 'table', table: { columns: [{ name: 'a' }] } });
    expect(notes).toEqual([expect.stringContaining('b (Python objects')]);
  });
});

function npyError(call: () => unknown): { name: string } {
  try {
    call();
  } catch (error) {
    if (error instanceof Error) return error;
  }
  return { name: 'NnError' };
}

it('reads literals of Python', () => {
  expect(pythonLiteral(`{'a': [("x", 1, (2,)), ()], 'b': None, 'c': True,}`)).toEqual(
    new Map<unknown, unknown>([
      ['a', [['x', 1, [2]], []]],
      ['b', null],
      ['c', true],
    ]),
  );
  for (const wrong of ['', '{', "{'a'}", '[1 2]', '(1,', "['a]", '['.repeat(1000), '{1: x}'])
    expect(pythonLiteral(wrong)).toBeUndefined();
});
