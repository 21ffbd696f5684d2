import { describe, expect, it } from 'vitest';
import { NnError } from '../../../src/errors.ts';
import type { Column } from '../../../src/data/table.ts';
import { interpretTable } from '../../../src/data/reading/interpret.ts';
import { csvBatches } from '../../../src/formats/csv/batches.ts';
import { readCsv } from '../../../src/formats/csv/read.ts';
import { sourceOf } from '../../support/fixtures.ts';
import { writtenTable } from './writtenTables.ts';
import type { WrittenTable } from './writtenTables.ts';

const FILES = 2000;

/** The values of a column: numbers, texts, and null for none. */
const valuesOf = (column: Column): (string | number | null)[] =>
  column.kind === 'number'
    ? Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
    : Array.from(column.codes, (code) => (code < 0 ? null : column.categories[code]));

const written = ({ rows }: WrittenTable, c: number) => rows.map((row) => row[c] ?? null);

/** What differs between a file and what was read of it; undefined: nothing. */
async function difference(file: WrittenTable): Promise<string | undefined> {
  const source = sourceOf(file.bytes, 'written.csv', file.piece);
  const raw = await readCsv(source, file.options);
  const { columns } = raw;
  const { remarks, columns: understood } = interpretTable(raw);
  const names = columns.map(({ name }) => name);
  if (names.join('\0') !== file.names.join('\0')) return `names: ${JSON.stringify(names)}`;
  for (const [c, column] of columns.entries()) {
    const read = valuesOf(column);
    const were = written(file, c);
    const same =
      read.length === were.length &&
      read.every((value, r) =>
        typeof value === 'number' ? value === Number(were[r]) && were[r] !== null : value === were[r],
      );
    if (!same) return `column ${names[c]}: ${JSON.stringify(read)} instead of ${JSON.stringify(were)}`;
    // 1.250 may be 1250 beside semicolons: such texts are handed over, and what is made of them is right or said.
    const numbers = valuesOf(understood[c]);
    const right = numbers.every((value, r) => value === (were[r] === null ? null : Number(were[r])));
    const said = remarks?.get(column.name)?.includes('is read as') === true;
    const whole = were.every((text) => Number.isInteger(Number(text)));
    if (file.numbers[c] && column.kind !== 'number' && !whole && !right && !said)
      return `column ${names[c]}: texts instead of numbers`;
  }
  return undefined;
}

/** The same file a few rows at a time, its columns known. */
async function inBatches(file: WrittenTable): Promise<string | undefined> {
  const source = sourceOf(file.bytes, 'written.csv', file.piece);
  const types = new Map(
    file.names.map((name, c) => [name, file.numbers[c] ? 'number' : 'category'] as const),
  );
  const read = file.names.map((): (string | number | null)[] => []);
  for await (const { table } of csvBatches(source, { ...file.options, rows: 3, types }))
    table.columns.forEach((column, c) => read[c].push(...valuesOf(column)));
  for (const [c, values] of read.entries()) {
    const were = written(file, c).map((text) => (file.numbers[c] && text !== null ? Number(text) : text));
    if (JSON.stringify(values) !== JSON.stringify(were))
      return `batches, column ${file.names[c]}: ${JSON.stringify(values)} instead of ${JSON.stringify(were)}`;
  }
  return undefined;
}

describe(`${FILES} written files`, () => {
  it('are read as they were written, or refused with a reason', async () => {
    const wrong: string[] = [];
    const refused: string[] = [];
    for (let seed = 0; seed < FILES; seed++) {
      const file = writtenTable(seed);
      try {
        const found = (await difference(file)) ?? (await inBatches(file));
        if (found !== undefined) wrong.push(`${file.title}\n${found}`);
      } catch (error) {
        if (!(error instanceof NnError)) throw error;
        refused.push(`${file.title}\n${error.message}`);
      }
    }
    expect(wrong).toEqual([]);
    expect(refused.length, refused.join('\n')).toBeLessThan(1 + FILES / 500);
  });
});
