import type { Tensor } from './tensor.ts';

/** Column `c` of a matrix, of any rank flattened into rows: 64-bit integers and float32 keep their type. */
export function columnOf(
  { shape, data }: Tensor,
  c: number,
): Float64Array | Float32Array | BigInt64Array | BigUint64Array {
  const width = shape.at(-1) ?? 1;
  const rows = width === 0 ? 0 : data.length / width;
  if (data instanceof BigInt64Array || data instanceof BigUint64Array) {
    const values = data instanceof BigInt64Array ? new BigInt64Array(rows) : new BigUint64Array(rows);
    for (let row = 0; row < rows; row++) values[row] = data[row * width + c];
    return values;
  }
  const values = data instanceof Float32Array ? new Float32Array(rows) : new Float64Array(rows);
  for (let row = 0; row < rows; row++) values[row] = data[row * width + c];
  return values;
}
