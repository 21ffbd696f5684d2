import { mean } from '../util/statistics.ts';

/** Deviations from the mean, 0 for a value that is missing. */
function centred(values: Float64Array): Float64Array {
  const middle = mean(values.filter((value) => !Number.isNaN(value)));
  return values.map((value) => (Number.isNaN(value) ? 0 : value - middle));
}

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, value, i) => sum + value * b[i], 0);

/** Takes out of a vector what lies along another one. */
function takeOut(from: Float64Array, along: Float64Array): void {
  const factor = dot(from, along) / dot(along, along);
  along.forEach((value, i) => (from[i] -= factor * value));
}

/**
 * How much of the squares that the least-squares line of one column leaves of the target is explained by the other
 * columns beside it: their R², corrected for the number of columns (Theil 1961), by Gram-Schmidt. 0 where rows are too
 * few to say.
 */
export function explainedShare(
  target: Float64Array,
  column: Float64Array,
  others: readonly Float64Array[],
): number {
  const left = centred(target);
  const basis = [centred(column)];
  takeOut(left, basis[0]);
  const before = dot(left, left);
  const degrees = target.length - 2;
  for (const other of others) {
    if (basis.length >= degrees) return 0;
    const direction = centred(other);
    const size = dot(direction, direction);
    for (const known of basis) takeOut(direction, known);
    // What earlier columns say is not said again.
    if (!(dot(direction, direction) > 1e-9 * size)) continue;
    basis.push(direction);
    takeOut(left, direction);
  }
  const free = degrees - (basis.length - 1);
  return before > 0 && free > 0 ? 1 - ((dot(left, left) / before) * degrees) / free : 0;
}
