import type { Table } from './table.ts';

/** Where the source has a value, as errors take it. */
export function placeIn(table: Pick<Table, 'source' | 'placeOf'>, column: string, row: number) {
  const { line, column: field } = table.placeOf?.(row, column) ?? {};
  return {
    source: table.source,
    ...(line !== undefined && { line }),
    ...(field !== undefined && { column: field }),
  };
}
