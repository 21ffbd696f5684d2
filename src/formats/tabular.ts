import { inputError } from '../errors.ts';
import type { Column, Table } from '../data/table.ts';
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

/**
 * A table from records; every record may lack columns (missing values).
 *
 * @throws NnError('input') when there are no records
 */
export function tableFromRecords(records: readonly JsonRecord[], source: string): Table {
  if (records.length === 0)
    throw inputError('found no records, expected rows of data', { where: { source } });
  const names = new Set<string>();
  for (const record of records) for (const name of fieldNames(record)) names.add(name);
  if (names.size === 0)
    throw inputError('found records without fields, expected {"name": value, …}', { where: { source } });
  const columns = Array.from(names, (name) =>
    columnFromValues(
      name,
      records.map((record) => fieldOf(record, name)),
      source,
    ),
  );
  return { columns, rows: records.length, source };
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
      table: { columns, rows: to - from, source: table.source, firstRow: (table.firstRow ?? 0) + from },
      columns: columns.map((column) =>
        column.kind === 'number'
          ? { name: column.name, values: column.values }
          : { name: column.name, values: { codes: column.codes, names: column.categories } },
      ),
    };
  }
}
