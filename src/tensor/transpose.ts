import { sizeOf } from './tensor.ts';
import type { Tensor, TypedArray } from './tensor.ts';

/** numpy.transpose: axes in reverse order. Copies. */
export function transpose(tensor: Tensor): Tensor {
  const { shape, dtype, data } = tensor;
  const rank = shape.length;
  const flipped = shape.toReversed();
  const out = data.slice() as TypedArray;
  const strides = shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
  const index = Array.from({ length: rank }, () => 0);
  for (let i = 0; i < out.length; i++) {
    let from = 0;
    for (let axis = 0; axis < rank; axis++) from += index[axis] * strides[rank - 1 - axis];
    out[i] = data[from];
    for (let axis = rank - 1; axis >= 0; axis--) {
      if (++index[axis] < flipped[axis]) break;
      index[axis] = 0;
    }
  }
  return { shape: flipped, dtype, data: out };
}
