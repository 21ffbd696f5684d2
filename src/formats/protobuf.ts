import { joinBytes } from '../util/joinBytes.ts';

/**
 * Fields of a Protocol Buffers message, as much of the wire format as event files need
 * (https://protobuf.dev/programming-guides/encoding).
 */
export type Field = readonly number[] | Uint8Array;

const VARINT = 0;
const BITS64 = 1;
const BYTES = 2;
const BITS32 = 5;

/** Seven bits a byte, lowest first; whole numbers up to 2⁵³. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  while (rest >= 128) {
    bytes.push((rest % 128) | 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

const key = (field: number, type: number) => varint(field * 8 + type);

export const join = (parts: readonly Field[]): Uint8Array => joinBytes(parts);

function doubles(values: ArrayLike<number>): Uint8Array {
  const out = new DataView(new ArrayBuffer(values.length * 8));
  for (let i = 0; i < values.length; i++) out.setFloat64(i * 8, values[i], true);
  return new Uint8Array(out.buffer);
}

/** int64; a whole number from 0. */
export const int64 = (field: number, value: number): Field => [...key(field, VARINT), ...varint(value)];

export const double = (field: number, value: number): Field => join([key(field, BITS64), doubles([value])]);

export function float(field: number, value: number): Field {
  const out = new DataView(new ArrayBuffer(4));
  out.setFloat32(0, value, true);
  return join([key(field, BITS32), new Uint8Array(out.buffer)]);
}

/** A message within a message, or bytes. */
export const bytes = (field: number, value: Uint8Array): Field =>
  join([key(field, BYTES), varint(value.length), value]);

export const string = (field: number, value: string): Field => bytes(field, new TextEncoder().encode(value));

/** repeated double, packed. */
export const packedDoubles = (field: number, values: ArrayLike<number>): Field =>
  bytes(field, doubles(values));
