import type { RandomState } from '../util/random.ts';

/** Share of the rows that validate unless something else is said. */
export const VALIDATION_SHARE = 0.2;
/**
 * Fewer rows are not divided, and fewer than so many for each class: a fifth of them says nothing, and the
 * network misses them. They are cross-validated instead.
 */
export const LEAST_DIVIDED = 50;
const LEAST_OF_CLASS = 2;

/**
 * The share of the rows that validate: none where they are too few to spare any.
 *
 * @param given by --validation-split
 * @param classes how many the target has; 0 for numbers
 */
export function validationShare(given: number | undefined, rows: number, classes = 0): number {
  if (given !== undefined) return given;
  return rows < Math.max(LEAST_DIVIDED, LEAST_OF_CLASS * classes) ? 0 : VALIDATION_SHARE;
}

/** Rows of the two parts, each in ascending order. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/** Whole numbers that sum to `total` and are nearest to `shares`: largest remainders get the rest. */
function apportion(shares: readonly number[], total: number): number[] {
  const counts = shares.map(Math.floor);
  let left = total - counts.reduce((a, b) => a + b, 0);
  const order = shares
    .map((share, i) => ({ i, rest: share - counts[i] }))
    .sort((a, b) => b.rest - a.rest || a.i - b.i);
  for (const { i } of order) {
    if (left-- <= 0) break;
    counts[i]++;
  }
  return counts;
}

/**
 * A seeded split. With `classes` every class keeps its proportion (largest remainder) and a class with two
 * rows or more keeps at least one in training.
 *
 * @param rows the rows to divide
 * @param share of the validation part, 0 … below 1
 */
export function splitRows(
  rows: Int32Array,
  share: number,
  random: RandomState,
  classes?: (row: number) => number,
): Split {
  const groups = new Map<number, number[]>();
  for (const row of rows) {
    const key = classes?.(row) ?? 0;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const lists = [...groups].sort(([a], [b]) => a - b).map(([, list]) => list);
  const size = Math.min(rows.length - 1, Math.round(rows.length * share));
  const counts = apportion(
    lists.map((list) => (list.length * size) / rows.length),
    size,
  );
  const all = new Int32Array(rows.length);
  let validation = 0;
  let train = all.length;
  lists.forEach((list, i) => {
    random.shuffle(list);
    const count = Math.min(counts[i], list.length - 1);
    all.set(list.slice(0, count), validation);
    validation += count;
    train -= list.length - count;
    all.set(list.slice(count), train);
  });
  return { train: all.slice(train).sort(), validation: all.slice(0, validation).sort() };
}
