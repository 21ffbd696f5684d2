import type { DataColumn } from './result.ts';

/** Rows of a batch. */
export function rowsOf(batch: readonly DataColumn[]): number {
  const values = batch[0]?.values;
  if (!values) return 0;
  if ('codes' in values) return values.codes.length;
  if ('starts' in values) return values.rows;
  return values.length;
}

const decoder = new TextDecoder();

/** One value of a column; null where there is none. */
export function valueAt({ values }: DataColumn, row: number): string | number | bigint | null {
  if ('codes' in values) return values.codes[row] < 0 ? null : values.names[values.codes[row]];
  if ('starts' in values) return decoder.decode(values.bytes.subarray(values.starts[row], values.ends[row]));
  return values[row] ?? null;
}

/** True for a column of numbers. */
export const isNumeric = ({ values }: DataColumn): boolean =>
  !('codes' in values) && !('starts' in values) && typeof values[0] !== 'string';
