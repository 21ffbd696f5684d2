import { inputError } from '../errors.ts';
import type { Column, Table } from '../data/table.ts';

/** A column from JSON values. Throws an input error for values that are neither numbers, texts, booleans nor null. */
export function columnFromValues(name: string, values: readonly unknown[], source: string): Column {
  const present = values.filter((value) => value !== null && value !== undefined);
  const bad = present.find((value) => typeof value === 'object');
  if (bad !== undefined)
    throw inputError(`column "${name}": found ${JSON.stringify(bad)}, expected a number or a text`, {
      where: { source },
    });
  const missing = values.length - present.length;
  if (present.every((value) => typeof value === 'number')) {
    const numbers = Float64Array.from(values, (value) => (typeof value === 'number' ? value : Number.NaN));
    const integral = present.length > 0 && present.every((value) => Number.isInteger(value));
    return { kind: 'number', name, values: numbers, missing, integral };
  }
  const categories = [...new Set(present.map(String))];
  const codes = Int32Array.from(values, (value) =>
    value === null || value === undefined ? -1 : categories.indexOf(String(value)),
  );
  return { kind: 'category', name, codes, categories, missing };
}

/** A table from records; every record may lack columns (missing values). Throws when there are no records. */
export function tableFromRecords(records: readonly Record<string, unknown>[], source: string): Table {
  if (records.length === 0)
    throw inputError('found no records, expected rows of data', { where: { source } });
  const names = [...new Set(records.flatMap((record) => Object.keys(record)))];
  const columns = names.map((name) =>
    columnFromValues(
      name,
      records.map((record) => record[name]),
      source,
    ),
  );
  return { columns, rows: records.length, source };
}
