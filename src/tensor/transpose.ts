import { sizeOf } from './tensor.ts';
import type { Tensor, TypedArray } from './tensor.ts';

/** numpy.transpose: axis i of the result is axis `axes[i]`; in reverse order when nothing is said. Copies. */
export function transpose(
  { shape, dtype, data }: Tensor,
  axes: readonly number[] = shape.map((_, axis) => axis).toReversed(),
): Tensor {
  const turned = axes.map((axis) => shape[axis]);
  const steps = axes.map((axis) => sizeOf(shape.slice(axis + 1)));
  const out = data.slice() as TypedArray;
  const index = axes.map(() => 0);
  for (let i = 0; i < out.length; i++) {
    let from = 0;
    for (let axis = 0; axis < axes.length; axis++) from += index[axis] * steps[axis];
    out[i] = data[from];
    for (let axis = axes.length - 1; axis >= 0; axis--) {
      if (++index[axis] < turned[axis]) break;
      index[axis] = 0;
    }
  }
  return { shape: turned, dtype, data: out };
}
