import { bigEndianInteger, decimalNumber } from './exact.ts';
import { gatherIntegers, gatherNumbers, gatherTexts } from './gather.ts';
import type { Gatherer } from './gather.ts';
import { clockText } from './isoTime.ts';
import { gatherTimestamps } from './timestamps.ts';
import type { Midnight } from './timestamps.ts';

/** How the values of a column, as a file stores them, become a column of a table. */
export interface FieldReading {
  /** The stored bytes are UTF-8. */
  readonly utf8?: boolean;
  gather(name: string, rows: number, midnight: Midnight): Gatherer;
}

/** Stored values whose type is known from the schema. */
type Stored = number | bigint | boolean | string | Uint8Array;

/** A stored value as an integer; bytes have the highest first. */
export const asBigInt = (value: unknown): bigint => {
  const stored = value as Stored;
  if (stored instanceof Uint8Array) return bigEndianInteger(stored);
  return BigInt(stored);
};

const orNaN = (convert: (value: unknown) => number) => (value: unknown) =>
  value === null || value === undefined ? Number.NaN : convert(value);

/** @param single they are float32 */
export const numbers = (convert: (value: unknown) => number, single = false): FieldReading => ({
  gather: (name, rows) => gatherNumbers(name, rows, { toNumber: orNaN(convert), single }),
});

/** Integers of 64 bits and more. */
export const integers = (toInteger: (value: unknown) => bigint = asBigInt): FieldReading => ({
  gather: (name, rows) => gatherIntegers(name, rows, toInteger),
});

export const texts = (toText: (value: unknown) => string, utf8 = false): FieldReading => ({
  utf8,
  gather: (name, rows) => gatherTexts(name, rows, toText),
});

/** Decimal numbers, stored without their point; integers among them stay exact. */
export const decimals = (scale: number): FieldReading =>
  scale === 0 ? integers() : numbers((value) => decimalNumber(asBigInt(value), scale));

/** Times of the day in parts of a second. */
export const clocks = (perSecond: bigint): FieldReading =>
  texts((value) => clockText(asBigInt(value), perSecond));

/** Points in time in parts of a second since 1970. */
export const timestamps = (perSecond: bigint, utc: boolean): FieldReading => ({
  gather: (name, rows, midnight) =>
    gatherTimestamps(name, rows, { toInteger: asBigInt, perSecond, utc, midnight }),
});
