import { inputError } from '../errors.ts';
import type { NnError } from '../errors.ts';
import type { Column, Table } from '../data/table.ts';
import { counted } from '../util/plural.ts';
import { shellWord } from '../util/shell.ts';
import type { Batch } from './define.ts';
import { fieldNames, fieldOf, previewOf } from './jsonReader.ts';
import type { JsonRecord } from './jsonReader.ts';

/**
 * A column from JSON values: of numbers where all are. Integers beyond 2⁵³ make it a column of texts, which
 * keeps their digits, unless there are numbers with a point, or it has to be one of numbers.
 *
 * @throws NnError('input') for values that are neither numbers, texts, booleans nor null
 */
export function columnFromValues(
  name: string,
  values: readonly unknown[],
  source: string,
  type?: 'number' | 'category',
): Column {
  const present = values.filter((value) => value !== null && value !== undefined);
  const bad = present.find((value) => typeof value === 'object');
  if (bad !== undefined)
    throw inputError(`column "${name}": found ${previewOf(bad)}, expected a number or a text`, {
      where: { source },
    });
  const missing = values.length - present.length;
  const exact =
    type !== 'number' && present.every((value) => typeof value === 'bigint' || Number.isInteger(value));
  if (present.every((value) => typeof value === 'number' || (!exact && typeof value === 'bigint'))) {
    const numbers = Float64Array.from(values, (value) => Number(value ?? Number.NaN));
    const integral = present.length > 0 && present.every((value) => Number.isInteger(value));
    return { kind: 'number', name, values: numbers, missing, integral };
  }
  const known = new Map<string, number>();
  const codes = Int32Array.from(values, (value) => {
    if (value === null || value === undefined) return -1;
    const text = String(value);
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
  return { kind: 'category', name, codes, categories: [...known.keys()], missing };
}

/** Whether no column can hold a value: a list, an object. */
export const isNested = (value: unknown): boolean => typeof value === 'object' && value !== null;

/** A column with lists or objects in more than this share of its values holds them; in fewer they are mistakes. */
const FEW = 0.2;

/** What a column of JSON is: undefined and `held` where it holds lists or objects. */
function nestedColumn(
  name: string,
  values: readonly unknown[],
  source: string,
  lineOf?: (row: number) => number,
): { column?: Column; held?: string; fault?: NnError } {
  const nested = values.filter(isNested);
  if (nested.length === 0) return { column: columnFromValues(name, values, source) };
  const present = values.filter((value) => value !== null && value !== undefined).length;
  if (nested.length > FEW * present) {
    const kinds = [
      ...(nested.some((value) => !Array.isArray(value)) ? ['objects'] : []),
      ...(nested.some((value) => Array.isArray(value)) ? ['lists'] : []),
    ].join(' and ');
    return { held: nested.length === present ? kinds : `${kinds} in ${counted(nested.length, 'row')}` };
  }
  const first = values.findIndex(isNested);
  const plain = values.map((value) => (isNested(value) ? undefined : value));
  return {
    column: columnFromValues(name, plain, source),
    fault: inputError(
      `column "${name}": found ${previewOf(values[first])}${lineOf ? '' : ` in row ${first + 1}`}, expected a number or a text`,
      {
        where: { source, ...(lineOf && { line: lineOf(first) }) },
        hint: `correct it, or train without the column: --drop ${shellWord(name)}`,
      },
    ),
  };
}

/**
 * The columns of a table of JSON: those of lists and objects are left out and named.
 *
 * @param lineOf the line of a row, where rows have lines of their own
 * @throws NnError('input') when none is left
 */
export function columnsOfValues(
  fields: Iterable<readonly [string, readonly unknown[]]>,
  source: string,
  lineOf?: (row: number) => number,
): Pick<Table, 'columns' | 'leftOut' | 'faults'> {
  const columns: Column[] = [];
  const leftOut = new Map<string, string>();
  const faults = new Map<string, NnError>();
  for (const [name, values] of fields) {
    const { column, held, fault } = nestedColumn(name, values, source, lineOf);
    if (column) columns.push(column);
    if (held !== undefined) leftOut.set(name, held);
    if (fault) faults.set(name, fault);
  }
  if (columns.length === 0 && leftOut.size > 0)
    throw inputError(
      `found no column of numbers or texts, only ${Array.from(leftOut, ([name, held]) => `${name} (${held})`).join(', ')}`,
      { where: { source } },
    );
  return { columns, ...(leftOut.size > 0 && { leftOut }), ...(faults.size > 0 && { faults }) };
}

/**
 * A table from records; every record may lack columns (missing values).
 *
 * @param lines on which the records stand, where they have lines of their own
 * @throws NnError('input') when there are no records
 */
export function tableFromRecords(
  records: readonly JsonRecord[],
  source: string,
  lines?: readonly number[],
): Table {
  if (records.length === 0)
    throw inputError('found no records, expected rows of data', { where: { source } });
  const names = new Set<string>();
  for (const record of records) for (const name of fieldNames(record)) names.add(name);
  if (names.size === 0)
    throw inputError('found records without fields, expected {"name": value, …}', { where: { source } });
  const fields = Array.from(names, (name) => [name, records.map((record) => fieldOf(record, name))] as const);
  const lineOf = lines && ((row: number) => lines[row]);
  return { ...columnsOfValues(fields, source, lineOf), rows: records.length, source };
}

/** Rows [from, to) of a column; a view. */
function part(column: Column, from: number, to: number): Column {
  return column.kind === 'number'
    ? { ...column, values: column.values.subarray(from, to) }
    : { ...column, codes: column.codes.subarray(from, to) };
}

/** The rows of a table that was read whole, some at a time. */
export function* batchesOfTable(table: Table, rows: number): Generator<Batch> {
  for (let from = 0; from < table.rows; from += rows) {
    const to = Math.min(table.rows, from + rows);
    const columns = table.columns.map((column) => part(column, from, to));
    yield {
      table: {
        columns,
        rows: to - from,
        source: table.source,
        firstRow: (table.firstRow ?? 0) + from,
        ...(table.leftOut && { leftOut: table.leftOut }),
      },
      columns: columns.map((column) =>
        column.kind === 'number'
          ? { name: column.name, values: column.values }
          : { name: column.name, values: { codes: column.codes, names: column.categories } },
      ),
    };
  }
}
