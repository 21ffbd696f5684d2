import { float32ToString } from '../../util/shortest.ts';
import type { DataColumn } from '../../report/result.ts';

/** A value as data: the shortest text that reads back to the same bits; NaN is an empty field. */
export function cellText(column: DataColumn, row: number): string {
  const value = column.values[row];
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return value;
  if (Number.isNaN(value)) return '';
  if (column.values instanceof Float32Array) return float32ToString(value);
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A field in quotes where it needs them (RFC 4180). */
export function quoteField(text: string, delimiter: string): string {
  if (!text.includes(delimiter) && !/["\n\r]/.test(text) && !text.startsWith('#')) return text;
  return `"${text.replaceAll('"', '""')}"`;
}

/** The rows of one batch as lines. */
export function csvLines(columns: readonly DataColumn[], delimiter: string): string {
  const rows = columns[0]?.values.length ?? 0;
  let out = '';
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < columns.length; c++) {
      if (c > 0) out += delimiter;
      const column = columns[c];
      const text = cellText(column, row);
      out += typeof column.values[row] === 'string' && !column.raw ? quoteField(text, delimiter) : text;
    }
    out += '\n';
  }
  return out;
}
