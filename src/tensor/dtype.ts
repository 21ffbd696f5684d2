import type { DType, TypedArray } from './tensor.ts';

/** Bytes of one element in a file or in NumPy. */
export const itemSize: Readonly<Record<DType, number>> = {
  float64: 8,
  float32: 4,
  float16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint64: 8,
  uint32: 4,
  uint16: 2,
  uint8: 1,
  bool: 1,
};

export const isFloat = (dtype: DType): boolean => dtype.startsWith('float');

/** Element `i` as a number; 64-bit integers beyond 2⁵³ lose digits. */
export function numberAt(data: TypedArray, i: number): number {
  return Number(data[i]);
}
