import { parse } from 'csv-parse/sync';
import { textAt } from '../../src/data/table.ts';
import type { Table } from '../../src/data/table.ts';
import { isMissingText } from '../../src/data/reading/missing.ts';
import { ByteWriter } from '../../src/formats/byteWriter.ts';
import { quoteField, writeCsv } from '../../src/formats/csv/write.ts';
import type { ByteSource, Format, Loaded, ReadOptions } from '../../src/formats/define.ts';
import { expectSame } from './define.ts';
import { loadedText, outcome, pieceOf, sourceOf } from './source.ts';

type Types = ReadonlyMap<string, 'number' | 'category'>;

/**
 * What a format reads from a file and from a pipe that is cut anywhere is the same, or refused in the same words.
 *
 * @returns what it holds
 * @throws NnError where it is refused
 */
export async function expectUncut(
  format: Format,
  input: Uint8Array,
  name: string,
  options: ReadOptions = {},
): Promise<Loaded> {
  const piece = pieceOf(input);
  let loaded: Loaded | undefined;
  const read = (source: ByteSource) =>
    outcome(async () => loadedText((loaded = await format.read(source, options))));
  const whole = await read(sourceOf(input, name, { file: true }));
  const cut = await read(sourceOf(input, name, { piece }));
  expectSame(cut.text, whole.text, `in pieces of ${piece} bytes`);
  if (whole.error) throw whole.error;
  // Both were the same: it was read.
  return loaded!;
}

async function batchTexts(format: Format, source: ByteSource, types: Types): Promise<string> {
  const rows: string[] = [];
  for await (const { table } of format.batches?.(source, { rows: 3, types }) ?? [])
    for (let row = 0; row < table.rows; row++)
      rows.push(JSON.stringify(table.columns.map((column) => [column.name, textAt(column, row) ?? null])));
  return rows.join('\n');
}

/** A format reads the same from a pipe that is cut at one byte. */
export async function expectUncutAt(format: Format, input: Uint8Array, at: number): Promise<void> {
  const name = `cut.${format.extensions[0] ?? ''}`;
  const source = sourceOf(input, name);
  const cut = {
    ...source,
    async *chunks() {
      yield input.slice(0, at);
      yield input.slice(at);
    },
  };
  const [found, expected] = [cut, source].map((from) =>
    outcome(async () => loadedText(await format.read(from, {}))),
  );
  expectSame((await found).text, (await expected).text, `cut at byte ${at}`);
  if (!format.batches) return;
  let loaded: Loaded | undefined;
  await outcome(async () => ((loaded = await format.read(source, {})), ''));
  if (loaded?.kind !== 'table') return;
  const types: Types = new Map(loaded.table.columns.map((column) => [column.name, column.kind]));
  const [pieces, whole] = [cut, source].map((from) => outcome(() => batchTexts(format, from, types)));
  expectSame((await pieces).text, (await whole).text, `batches, cut at byte ${at}`);
}

/** The batches of a format are the same however its input is cut. */
export async function expectUncutBatches(
  format: Format,
  input: Uint8Array,
  name: string,
  { columns }: Pick<Table, 'columns'>,
): Promise<void> {
  const piece = pieceOf(input);
  const types: Types = new Map(columns.map((column) => [column.name, column.kind]));
  const whole = await outcome(() => batchTexts(format, sourceOf(input, name), types));
  const cut = await outcome(() => batchTexts(format, sourceOf(input, name, { piece }), types));
  expectSame(cut.text, whole.text, `batches in pieces of ${piece} bytes`);
}

/** The fields of a table; what is missing is empty. */
export const fieldsOf = ({ columns, rows }: Pick<Table, 'columns' | 'rows'>): string[][] =>
  Array.from({ length: rows }, (_, row) => columns.map((column) => textAt(column, row) ?? ''));

/** Whether a field that was read is this one: as it stands, as a number, or missing. */
function isSameField(found: string, field: string): boolean {
  if (found.trim() === field.trim()) return true;
  if (isMissingText(field)) return isMissingText(found);
  return field.trim() !== '' && found.trim() !== '' && Number(found) === Number(field);
}

function expectFields(found: readonly string[][], expected: readonly string[][], what: string): void {
  const isSame =
    found.length === expected.length &&
    found.every((row, r) => row.every((field, c) => isSameField(field, expected[r][c] ?? '')));
  if (!isSame) expectSame(JSON.stringify(found), JSON.stringify(expected), what);
}

/** Where programs have opinions of their own: spaces beside quotes, lone carriage returns, marks, comments. */
const OPINIONS = /^"?sep=|[\r\ufeff\0\ufffd#]|[ \t]"|"[ \t]|^\s*$/im;

/** A table of comma-separated text beside what csv-parse reads, where it reads it. */
export function expectCsvParse(input: Uint8Array, table: Table): void {
  const text = new TextDecoder('utf-8', { ignoreBOM: true }).decode(input);
  if (text.includes('\r') || OPINIONS.test(text.replace(/\n+$/, ''))) return;
  let rows: string[][];
  try {
    rows = parse(text, { skip_empty_lines: true, relax_quotes: true });
  } catch {
    return;
  }
  expectFields(fieldsOf(table), rows.slice(1), 'beside csv-parse');
}

/** A table is written as CSV and read again without a change. */
export async function expectRewritten(format: Format, { columns, rows }: Table): Promise<void> {
  // A row of one empty field is an empty line, which is no row.
  if (columns.length < 2) return;
  const out = new ByteWriter();
  out.text(`${columns.map(({ name }) => quoteField(name, ',')).join(',')}\n`);
  const values = columns.map((column) =>
    column.kind === 'number'
      ? { name: column.name, values: column.values }
      : { name: column.name, values: { codes: column.codes, names: column.categories } },
  );
  writeCsv(values, rows, ',', out);
  const again = await format.read(sourceOf(out.take(), 'again.csv'), {
    header: true,
    delimiter: ',',
    comment: '',
    encoding: 'utf-8',
  });
  if (again.kind === 'table')
    expectFields(fieldsOf(again.table), fieldsOf({ columns, rows }), 'written and read again');
}
