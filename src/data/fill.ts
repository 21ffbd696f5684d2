import { numberColumn } from './convert.ts';
import type { CategoryColumn, Column, NumberColumn, Table } from './table.ts';

/** How steps of a series without a value get one. */
export const fills = ['interpolate', 'previous'] as const;
export type Fill = (typeof fills)[number];

/** Values on a line between those before and after them, or those before them again; none at both ends. */
function filledValues(values: Float64Array, fill: Fill): Float64Array {
  const out = values.slice();
  const line = (before: number, next: number, i: number) =>
    values[before] + ((values[next] - values[before]) * (i - before)) / (next - before);
  let before = -1;
  values.forEach((value, next) => {
    if (Number.isNaN(value)) return;
    if (before >= 0)
      for (let i = before + 1; i < next; i++)
        out[i] = fill === 'previous' ? values[before] : line(before, next, i);
    before = next;
  });
  return out;
}

function filledNumbers({ name, values }: NumberColumn, sources: Int32Array, fill: Fill): NumberColumn {
  const wide = Float64Array.from(sources, (row) => (row < 0 ? NaN : values[row]));
  return numberColumn(name, filledValues(wide, fill));
}

/** Between two words is no line: the one before stays. */
function filledCodes(column: CategoryColumn, sources: Int32Array): CategoryColumn {
  const codes = Int32Array.from(sources, (row) => (row < 0 ? -1 : column.codes[row]));
  for (let i = 1; i < codes.length; i++) if (codes[i] < 0) codes[i] = codes[i - 1];
  return { ...column, codes, missing: codes.reduce((missing, code) => missing + Number(code < 0), 0) };
}

/** Texts as they stand, where some rows are new. */
function extended(
  column: CategoryColumn,
  sources: Int32Array,
  textOf: (i: number) => string,
): CategoryColumn {
  const categories = [...column.categories];
  const codes = Int32Array.from(sources, (row, i) =>
    row < 0 ? categories.push(textOf(i)) - 1 : column.codes[row],
  );
  return { ...column, codes, categories };
}

function withTimes(column: Column, sources: Int32Array, textOf: (i: number) => string): Column {
  if (column.kind === 'category') return extended(column, sources, textOf);
  return numberColumn(
    column.name,
    Float64Array.from(sources, (row, i) => (row < 0 ? Number(textOf(i)) : column.values[row])),
  );
}

/** The column of times, the step of each row from 0, and what is written at a step. */
export interface FilledTimes {
  readonly name: string;
  readonly places: Float64Array;
  readonly at: (place: number) => string;
}

/**
 * A table with a row for each step of its times, and with values in rows that have none. Steps before the first
 * value of a column and after its last stay without one.
 */
export function fillTable(table: Table, times: FilledTimes | undefined, fill: Fill): Table {
  const rows = times ? (times.places.at(-1) ?? -1) + 1 : table.rows;
  const sources = new Int32Array(rows).fill(-1);
  for (let row = 0; row < table.rows; row++) sources[times ? times.places[row] : row] = row;
  const { placeOf } = table;
  // A new row stands where the one before it does.
  const nearest = sources.slice();
  for (let i = 1; i < rows; i++) if (nearest[i] < 0) nearest[i] = nearest[i - 1];
  return {
    ...table,
    rows,
    columns: table.columns.map((column) => {
      if (column.name === times?.name) return withTimes(column, sources, times.at);
      return column.kind === 'number' ? filledNumbers(column, sources, fill) : filledCodes(column, sources);
    }),
    ...(placeOf && { placeOf: (row: number, name: string) => placeOf(nearest[row], name) }),
  };
}
