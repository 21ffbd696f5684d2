/**
 * Element types a tensor can have. `bool` and the small integers appear when files are read; kernels see
 * floats and int32.
 */
export type DType =
  | 'float64'
  | 'float32'
  | 'float16'
  | 'bfloat16'
  | 'float8_e4m3fn'
  | 'float8_e5m2'
  | 'int64'
  | 'int32'
  | 'int16'
  | 'int8'
  | 'uint64'
  | 'uint32'
  | 'uint16'
  | 'uint8'
  | 'bool';

/** One element: a bigint where it comes from a BigInt64Array or BigUint64Array. */
export type Element = number | bigint;

/** Elements of a tensor. int64 and uint64 are Float64Array only where all of them are safe integers. */
export type TypedArray =
  | Float64Array
  | Float32Array
  | Int32Array
  | Int16Array
  | Int8Array
  | Uint32Array
  | Uint16Array
  | Uint8Array
  | BigInt64Array
  | BigUint64Array;

/**
 * A dense array in C order (last axis fastest), as numpy.ndarray. float16 and narrower floats are kept widened in a
 * Float32Array.
 */
export interface Tensor {
  /** Lengths of the axes; `[]` for a single number. */
  readonly shape: readonly number[];
  /** Type of the elements. */
  readonly dtype: DType;
  /** Elements in C order. */
  readonly data: TypedArray;
}

/** Number of elements of a shape; 1 for the scalar shape (). */
export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}
