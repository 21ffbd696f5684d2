import type { Column, Table } from './table.ts';

/** Rows and values that are enough to see what a table is like. */
const ROWS = 10_000;
const VALUES = 1_000_000;

function picked(column: Column, rows: Int32Array): Column {
  if (column.kind === 'category')
    return { ...column, codes: Int32Array.from(rows, (row) => column.codes[row]) };
  return { ...column, values: Float64Array.from(rows, (row) => column.values[row]) };
}

/** The given rows of a table, in this order. */
export const rowsOfTable = ({ columns, source }: Table, rows: Int32Array): Table => ({
  columns: columns.map((column) => picked(column, rows)),
  rows: rows.length,
  source,
});

/** Some of the given rows, evenly spread, as a small table of its own that lets go of the large one. */
export function sampleTable({ columns, source }: Table, all: Int32Array): Table {
  const size = Math.min(all.length, ROWS, Math.max(100, Math.floor(VALUES / columns.length)));
  const rows = Int32Array.from({ length: size }, (_, i) => all[Math.floor((i * all.length) / size)]);
  return { columns: columns.map((column) => picked(column, rows)), rows: size, source };
}
