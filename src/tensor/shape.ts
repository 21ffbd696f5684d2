import { count } from '../util/quantity.ts';

/** `(3, 4)` and `(3,)`, as NumPy prints a shape. */
export function shapeToString(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
}

/** `(3,4)`: how NumPy's error lines print it. */
export function compactShape(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(',')})`;
}

/** What an array of this rank is called. */
export function rankName(rank: number): string {
  return ['scalar', 'vector', 'matrix', 'tensor'][rank] ?? `${rank}-D tensor`;
}

/** What the axes mean, outermost first: `blocks × rows × columns`. */
export function axisNames(rank: number): string[] {
  if (rank === 1) return ['elements'];
  const named = ['blocks', 'rows', 'columns'];
  if (rank <= 3) return named.slice(3 - rank);
  return [...Array.from({ length: rank - 3 }, (_, i) => `axis ${i}`), ...named];
}

/** What one place of an axis is called. */
const SINGLE: Readonly<Record<string, string>> = {
  elements: 'element',
  blocks: 'block',
  rows: 'row',
  columns: 'column',
};

/** How many places an axis has, with its name where it has more than its number: `3 rows`. */
export function axisLength(shape: readonly number[], names: readonly string[], axis: number): string {
  const name = names[axis];
  const length = count(shape[axis]);
  if (name === `axis ${axis}`) return length;
  return `${length} ${shape[axis] === 1 ? (SINGLE[name] ?? name) : name}`;
}
