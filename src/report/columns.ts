import { float32ToString } from '../util/shortest.ts';
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

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;

/** Whether a text is a number in the signs of JSON. */
export const isJsonNumber = (text: string): boolean => NUMBER.test(text);

/** True for a column of numbers, of which some may be missing. */
export const isNumeric = ({ values }: DataColumn): boolean =>
  'codes' in values
    ? values.numbers !== undefined && values.names.length > 0 && values.names.every(isJsonNumber)
    : !('starts' in values) &&
      (Array.isArray(values)
        ? typeof (values.find((value: string | number | bigint | null) => value !== null) ?? '') !== 'string'
        : values.length > 0);

/** Some rows of a column, in this order. */
export function rowsOfColumn({ name, values }: DataColumn, rows: Int32Array): DataColumn {
  if ('codes' in values) return { name, values: { ...values, codes: rows.map((row) => values.codes[row]) } };
  if ('starts' in values) {
    const { bytes, starts, ends } = values;
    const some = { starts: rows.map((row) => starts[row]), ends: rows.map((row) => ends[row]) };
    return { name, values: { rows: rows.length, bytes, ...some } };
  }
  if (values instanceof Float64Array) return { name, values: Float64Array.from(rows, (row) => values[row]) };
  if (values instanceof Float32Array) return { name, values: Float32Array.from(rows, (row) => values[row]) };
  if (values instanceof Uint8Array) return { name, values: Uint8Array.from(rows, (row) => values[row]) };
  if (values instanceof Int32Array) return { name, values: rows.map((row) => values[row]) };
  if (values instanceof BigInt64Array)
    return { name, values: BigInt64Array.from(Array.from(rows, (row) => values[row])) };
  if (values instanceof BigUint64Array)
    return { name, values: BigUint64Array.from(Array.from(rows, (row) => values[row])) };
  return { name, values: Array.from(rows, (row) => values[row]) };
}

/** A column without the values of some rows. */
export function withoutValues(column: DataColumn, rows: ReadonlySet<number>): DataColumn {
  const { name, values } = column;
  if (rows.size === 0 || 'starts' in values) return column;
  if ('codes' in values)
    return {
      name,
      values: { ...values, codes: values.codes.map((code, row) => (rows.has(row) ? -1 : code)) },
    };
  // Digits beyond those of float32 would be written otherwise.
  const short = values instanceof Float32Array;
  return {
    name,
    values: Array.from({ length: values.length }, (_, row) => {
      const value = values[row];
      if (rows.has(row)) return null;
      if (typeof value === 'bigint') return Number(value);
      return short && typeof value === 'number' ? Number(float32ToString(value)) : value;
    }),
  };
}
