import { wideTypeOf } from '../tensor/dtype.ts';
import type { CategoryColumn, Column } from './table.ts';

/** Longer texts are no 64-bit integers. */
const LONGEST = 20;

/** A column whose texts are 64-bit integers, some of them beyond 2⁵³, as its exact values. */
export interface WideIntegers {
  readonly name: string;
  readonly dtype: 'int64' | 'uint64';
  /** The integer of row `row`. */
  readonly at: (row: number) => bigint;
}

/**
 * The exact integers of a column of texts; undefined where it holds anything else, misses a value, or holds
 * codes of digits: all of them small, or with zeros before them.
 */
export function wideIntegers(column: Column): WideIntegers | undefined {
  if (column.kind === 'number') return undefined;
  const { name, codes, categories, missing } = column;
  const isInteger = (text: string) => text.length <= LONGEST && /^(?:0|-?[1-9]\d*)$/.test(text);
  if (missing > 0 || !categories.every(isInteger)) return undefined;
  const values = categories.map(BigInt);
  const dtype = wideTypeOf(values);
  if (!dtype || values.every((value) => Number.isSafeInteger(Number(value)))) return undefined;
  return { name, dtype, at: (row) => values[codes[row]] };
}

/** Integers of 64 bits as a column of texts, which keeps their digits. */
export function columnOfIntegers(name: string, values: readonly bigint[]): CategoryColumn {
  const known = new Map<bigint, number>();
  const codes = Int32Array.from(values, (value) => {
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
  return { kind: 'category', name, codes, categories: Array.from(known.keys(), String), missing: 0 };
}
