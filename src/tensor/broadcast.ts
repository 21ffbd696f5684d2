import { inputError } from '../errors.ts';
import { compactShape } from './shape.ts';
import { sizeOf } from './tensor.ts';
import { maxOf } from '../util/extremes.ts';

/**
 * The shape that arrays have together: axes are compared from the last one, and one of length 1 is repeated.
 *
 * @throws NnError('input') in NumPy's words
 */
export function broadcastShapes(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(0, maxOf(shapes.map((shape) => shape.length)));
  return Array.from({ length: rank }, (_, axis) => {
    let length = 1;
    for (const shape of shapes) {
      const own = shape[axis - rank + shape.length] ?? 1;
      if (own === length || own === 1) continue;
      if (length !== 1) {
        throw inputError(
          `operands could not be broadcast together with shapes ${shapes.map(compactShape).join(' ')}`,
          {
            hint: 'from the last axis on, two lengths must be equal or one of them 1; .T turns the axes round',
          },
        );
      }
      length = own;
    }
    return length;
  });
}

/** Steps between elements of an array along the axes of a shape that it is repeated to. */
function stepsIn(shape: readonly number[], own: readonly number[]): number[] {
  return shape.map((_, axis) => {
    const at = axis - shape.length + own.length;
    return at < 0 || own[at] === 1 ? 0 : sizeOf(own.slice(at + 1));
  });
}

/**
 * Visits the elements of two arrays that are repeated to one shape, in C order.
 *
 * @param visit number of the element in the result, in a and in b
 */
export function eachPair(
  shape: readonly number[],
  a: readonly number[],
  b: readonly number[],
  visit: (i: number, a: number, b: number) => void,
): void {
  const size = sizeOf(shape);
  const stepsA = stepsIn(shape, a);
  const stepsB = stepsIn(shape, b);
  const index = shape.map(() => 0);
  let [atA, atB] = [0, 0];
  for (let i = 0; i < size; i++) {
    visit(i, atA, atB);
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      atA += stepsA[axis];
      atB += stepsB[axis];
      if (++index[axis] < shape[axis]) break;
      index[axis] = 0;
      atA -= stepsA[axis] * shape[axis];
      atB -= stepsB[axis] * shape[axis];
    }
  }
}
