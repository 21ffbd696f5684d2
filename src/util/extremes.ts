// A call takes some 120,000 arguments at most: data are never spread into one, as in Math.max(...losses).

/** The largest of some numbers, as `Math.max` of them: NaN where one is, −Infinity of none. */
export function maxOf(values: Iterable<number>): number {
  let most = -Infinity;
  for (const value of values) most = Math.max(most, value);
  return most;
}

/** The smallest of some numbers, as `Math.min` of them: NaN where one is, Infinity of none. */
export function minOf(values: Iterable<number>): number {
  let least = Infinity;
  for (const value of values) least = Math.min(least, value);
  return least;
}

/** Adds all of a list to the end of another. */
export function append<T>(to: T[], items: Iterable<T>): void {
  for (const item of items) to.push(item);
}
