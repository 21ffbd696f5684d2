import { describe, expect, it } from 'vitest';
import { dateReader } from '../../../src/data/reading/dates/read.ts';
import { interpretTable } from '../../../src/data/reading/interpret.ts';
import type { Column, Table } from '../../../src/data/table.ts';
import { NnError } from '../../../src/errors.ts';
import { readCsv } from '../../../src/formats/csv/read.ts';
import { sourceOf } from '../../support/fixtures.ts';
import { styles, written } from './writtenStyles.ts';
import { writtenTable } from './writtenTables.ts';
import type { Value, WrittenTable } from './writtenTables.ts';

const FILES = 2000;

/** What a column is read as: numbers, milliseconds, true and false, texts; null for none. */
function meaning({ readings }: Table, column: Column): (Value | null)[] {
  if (column.kind === 'number')
    return Array.from(column.values, (value) => (Number.isNaN(value) ? null : value));
  const reading = readings?.get(column.name);
  const time = reading?.kind === 'date' ? dateReader(reading.format) : undefined;
  return Array.from(column.codes, (code) => {
    if (code < 0) return null;
    const text = column.categories[code];
    if (reading?.kind === 'boolean') return reading.yes.includes(text.trim().toLowerCase());
    return time ? (time(text) ?? text) : text;
  });
}

/** What was meant by a column. */
const meant = ({ kinds, rows, values }: WrittenTable, c: number): (Value | null)[] =>
  values.map((row, r) => {
    const value = row[c] ?? null;
    if (typeof value === 'number' && kinds[c] === 'time') return written(value, rows[r][c] ?? '');
    return kinds[c] === 'date' ? Date.parse(String(value)) : value;
  });

/** Columns that were read otherwise than they were meant: said to be doubtful, or silently. */
async function differences(file: WrittenTable) {
  const table = interpretTable(await readCsv(sourceOf(file.bytes, 'written.csv', file.piece), file.options));
  const said: string[] = [];
  const silent: string[] = [];
  if (table.columns.map(({ name }) => name).join('\0') !== file.names.join('\0')) silent.push('names');
  table.columns.forEach((column, c) => {
    const found = JSON.stringify(meaning(table, column));
    const expected = JSON.stringify(meant(file, c));
    // Of one word alone nobody can tell that it means yes or no: it stays as it is.
    const texts = JSON.stringify(file.rows.map((row) => row[c] ?? null));
    if (found === expected || (file.kinds[c] === 'boolean' && found === texts)) return;
    const word = table.remarks?.get(column.name) ?? table.faults?.get(column.name)?.message;
    (word === undefined ? silent : said).push(
      `${file.title}\n${column.name}: ${found} instead of ${expected} (${texts}): ${word}`,
    );
  });
  return { said, silent };
}

describe(`${FILES} written files of numbers, times and truths as people write them`, () => {
  it('are read as they were meant, or what is doubtful is said', async () => {
    const silent: string[] = [];
    const said: string[] = [];
    let columns = 0;
    for (let seed = 0; seed < FILES; seed++) {
      const file = writtenTable(seed, styles);
      columns += file.kinds.length;
      try {
        const found = await differences(file);
        silent.push(...found.silent);
        said.push(...found.said);
      } catch (error) {
        if (!(error instanceof NnError)) throw error;
        said.push(`${file.title}\n${error.message}`);
      }
    }
    expect(silent).toEqual([]);
    // Three digits behind a point are thousands where other columns have decimal commas.
    expect(said.length, said.join('\n')).toBeLessThan(columns / 40);
  });
});
