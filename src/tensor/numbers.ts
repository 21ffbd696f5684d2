import type { TypedArray } from './tensor.ts';

// Elements as numbers without a list between: lists end at 134 million, and take sixteen bytes a number.

const isWide = (data: TypedArray): data is BigInt64Array | BigUint64Array =>
  data instanceof BigInt64Array || data instanceof BigUint64Array;

/** The place of the first element that is infinite or no number; −1 where all are finite. */
export function firstNotFinite(data: TypedArray): number {
  if (!(data instanceof Float32Array || data instanceof Float64Array)) return -1;
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return i;
  return -1;
}

/** Elements as numbers in an array of the same length. */
export function copyNumbers(data: TypedArray, into: Float32Array | Float64Array): void {
  if (isWide(data)) for (let i = 0; i < data.length; i++) into[i] = Number(data[i]);
  else into.set(data);
}

/** A copy of elements as float64. */
export function float64Of(data: TypedArray): Float64Array {
  const copy = new Float64Array(data.length);
  copyNumbers(data, copy);
  return copy;
}
