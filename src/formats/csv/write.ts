import { valueAt } from '../../report/columns.ts';
import type { DataColumn } from '../../report/result.ts';
import { float32ToString } from '../../util/shortest.ts';
import type { ByteWriter } from '../byteWriter.ts';

/** A value as data: the shortest text that reads back to the same bits; NaN is an empty field. */
export function cellText(column: DataColumn, row: number): string {
  const value = valueAt(column, row);
  if (value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'bigint') return String(value);
  if (Number.isNaN(value)) return '';
  if (column.values instanceof Float32Array) return float32ToString(value);
  return Object.is(value, -0) ? '-0' : String(value);
}

/** A field in quotes where it needs them (RFC 4180). */
export function quoteField(text: string, delimiter: string): string {
  if (!text.includes(delimiter) && !/["\n\r]/.test(text) && !text.startsWith('#')) return text;
  return `"${text.replaceAll('"', '""')}"`;
}

/** How the values of one column are written. */
function fieldWriter(column: DataColumn, delimiter: string, out: ByteWriter): (row: number) => void {
  const { values } = column;
  if ('starts' in values) {
    const { bytes, starts, ends } = values;
    return (row) => out.copy(bytes, starts[row], ends[row]);
  }
  if ('codes' in values) {
    const encoder = new TextEncoder();
    const texts = values.names.map((name) => encoder.encode(quoteField(name, delimiter)));
    return (row) => {
      const text = texts[values.codes[row]];
      if (text) out.copy(text, 0, text.length);
    };
  }
  if (values instanceof Float32Array) return (row) => out.float32(values[row]);
  if (values instanceof Float64Array || values instanceof Int32Array || values instanceof Uint8Array)
    return (row) => out.float64(values[row]);
  return (row) => {
    const value = values[row];
    if (typeof value === 'number') out.float64(value);
    else if (typeof value === 'bigint') out.text(String(value));
    else if (value !== null) out.text(quoteField(value, delimiter));
  };
}

/** The rows of one batch as lines of delimited text. */
export function writeCsv(
  columns: readonly DataColumn[],
  rows: number,
  delimiter: string,
  out: ByteWriter,
): void {
  const separator = delimiter.charCodeAt(0);
  const writers = columns.map((column) => fieldWriter(column, delimiter, out));
  for (let row = 0; row < rows; row++) {
    for (let c = 0; c < writers.length; c++) {
      if (c > 0) out.byte(separator);
      writers[c](row);
    }
    out.byte(0x0a);
  }
}
