import { inputError } from '../errors.ts';
import type { Table } from '../data/table.ts';
import { isOfCommand } from './commandJson.ts';
import { fieldNames, fieldOf, isJsonRecord } from './jsonReader.ts';
import type { JsonRecord } from './jsonReader.ts';
import { columnsOfValues, isNested, tableFromRecords } from './tabular.ts';

/** Values of each column by its name. */
type Columns = ReadonlyMap<string, readonly unknown[]>;

const isScalar = (value: unknown) => !isNested(value);

/** Columns as they stand in the file. */
function tableOf(columns: Columns, source: string): Table {
  const lengths = new Set(Array.from(columns.values(), (values) => values.length));
  if (lengths.size !== 1)
    throw inputError(`found columns of ${[...lengths].join(' and ')} values, expected arrays of one length`, {
      where: { source },
    });
  const [rows] = lengths;
  if (rows === 0) throw inputError('found no records, expected rows of data', { where: { source } });
  return { ...columnsOfValues(columns, source), rows, source };
}

/** {"name": [values], …}; undefined where a field is no list, or none is of values. */
function listedColumns(record: JsonRecord): Columns | undefined {
  const columns = new Map<string, readonly unknown[]>();
  for (const name of fieldNames(record)) {
    const values = fieldOf(record, name);
    if (!Array.isArray(values)) return undefined;
    columns.set(name, values);
  }
  return Array.from(columns.values()).some((values) => values.every(isScalar)) ? columns : undefined;
}

/** Whether an object, alone in its file, is one row: some of its values are plain, and it holds no table or array. */
export const isOneRow = (value: unknown): value is JsonRecord =>
  isJsonRecord(value) &&
  fieldNames(value).some((name) => isScalar(fieldOf(value, name))) &&
  !isOfCommand(value) &&
  !Array.isArray(fieldOf(value, 'data'));

/** Whether the names are 0, 1, 2, …: an index of pandas that nobody chose. */
const isCount = (names: readonly string[]) =>
  names.length > 0 && names.every((name, i) => name === String(i));

/**
 * Records by the labels of their rows, or columns whose values have them: what pandas writes with
 * orient="index" and orient="columns". Which of the two it is shows where one side is numbered.
 */
function labelled(record: JsonRecord, source: string): Table | undefined {
  const outer = fieldNames(record);
  const inner = outer.map((name) => fieldOf(record, name));
  if (!inner.every(isJsonRecord) || inner.length === 0) return undefined;
  const rows = inner.map(fieldNames);
  if (!inner.every((one, i) => rows[i].every((name) => isScalar(fieldOf(one, name))))) return undefined;
  const columnwise = rows.every((names) => isCount(names) && names.length === rows[0].length);
  if (columnwise && !isCount(outer))
    return tableOf(
      new Map(outer.map((name, i) => [name, rows[i].map((row) => fieldOf(inner[i], row))])),
      source,
    );
  if (isCount(outer)) return tableFromRecords(inner, source);
  throw inputError(
    'found records by name, which may be rows or columns: expected an array of records [{"name": value, …}, …]',
    { where: { source }, hint: 'with pandas: to_json(file, orient="records")' },
  );
}

/** {"columns": [names], "data": [rows]}, as pandas writes it with orient="split". */
function split(names: readonly unknown[], rows: readonly unknown[], source: string): Table {
  const bad = rows.findIndex((row) => !Array.isArray(row) || row.length !== names.length);
  if (bad >= 0)
    throw inputError(
      `row ${bad + 1} of "data" does not have one value for each of the ${names.length} columns`,
      {
        where: { source },
      },
    );
  return tableOf(
    new Map(names.map((name, c) => [String(name), rows.map((row) => (Array.isArray(row) ? row[c] : null))])),
    source,
  );
}

/** {"columns": …} and {"data": …}. */
function wrapped(value: JsonRecord, source: string): Table | undefined {
  const columns = fieldOf(value, 'columns');
  const data = fieldOf(value, 'data');
  if (isJsonRecord(columns) && data === undefined) {
    const listed = listedColumns(columns);
    if (listed) return tableOf(listed, source);
    throw inputError('"columns" must hold arrays of one length', { where: { source } });
  }
  if (!Array.isArray(data)) return undefined;
  if (Array.isArray(columns) && columns.every(isScalar)) return split(columns, data, source);
  return data.length > 0 && data.every(isJsonRecord) ? tableFromRecords(data, source) : undefined;
}

/**
 * The table that a value of JSON is: records, columns by name, or what pandas writes with any `orient`;
 * undefined for other values.
 *
 * @throws NnError('input') where it holds rows that do not fit together
 */
export function tableFromJson(value: unknown, source: string): Table | undefined {
  if (Array.isArray(value)) return value.every(isJsonRecord) ? tableFromRecords(value, source) : undefined;
  if (!isJsonRecord(value)) return undefined;
  const found = wrapped(value, source);
  if (found || Array.isArray(fieldOf(value, 'data'))) return found;
  const listed = listedColumns(value);
  if (listed) return tableOf(listed, source);
  return isOneRow(value) ? tableFromRecords([value], source) : labelled(value, source);
}
