import { sizeOf } from './tensor.ts';
import type { Tensor, TypedArray } from './tensor.ts';

/** Rows and columns that are turned at a time: both sides of them stay in the processor's cache. */
const TILE = 32;

/** A matrix turned, tile by tile. */
function turnMatrix(data: TypedArray, out: TypedArray, rows: number, columns: number): void {
  for (let top = 0; top < rows; top += TILE)
    for (let left = 0; left < columns; left += TILE)
      for (let row = top; row < Math.min(rows, top + TILE); row++)
        for (let column = left; column < Math.min(columns, left + TILE); column++)
          out[column * rows + row] = data[row * columns + column];
}

/** numpy.transpose: axis i of the result is axis `axes[i]`; in reverse order when nothing is said. Copies. */
export function transpose(
  { shape, dtype, data }: Tensor,
  axes: readonly number[] = shape.map((_, axis) => axis).toReversed(),
): Tensor {
  const turned = axes.map((axis) => shape[axis]);
  const steps = axes.map((axis) => sizeOf(shape.slice(axis + 1)));
  const out = data.slice() as TypedArray;
  if (shape.length === 2 && axes[0] === 1) {
    turnMatrix(data, out, shape[0], shape[1]);
    return { shape: turned, dtype, data: out };
  }
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
