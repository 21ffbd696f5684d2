import type { CategoryColumn } from './table.ts';

/** Categories with an input of their own, at most; of columns with more, rare ones share an input. */
export const MOST_CATEGORIES = 50;
/** In columns with more, a category that has an input of its own occurs in so many training rows. */
const OFTEN = 5;

/** Category names in order: numbers by size, texts by code point. */
export function sorted(names: Iterable<string>): string[] {
  const all = [...names];
  const numeric = all.every((name) => name.trim() !== '' && Number.isFinite(Number(name)));
  return all.sort(numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** Categories with inputs of their own, in order, and whether others share one. */
export interface FrequentCategories {
  readonly categories: readonly string[];
  readonly others?: true;
}

/**
 * The categories of the training rows. Of more than `most` the most frequent ones stay, if they occur often
 * enough; the others share an input, which unknown categories have too.
 */
export function frequentCategories(
  { codes, categories }: CategoryColumn,
  rows: Int32Array,
  most = MOST_CATEGORIES,
): FrequentCategories {
  const counts = new Int32Array(categories.length);
  for (const row of rows) if (codes[row] >= 0) counts[codes[row]]++;
  const seen = categories.flatMap((text, code) => (counts[code] > 0 ? [{ text, count: counts[code] }] : []));
  if (seen.length <= most) return { categories: sorted(seen.map(({ text }) => text)) };
  const frequent = seen
    .filter(({ count }) => count >= OFTEN)
    .sort((a, b) => b.count - a.count || (a.text < b.text ? -1 : 1))
    .slice(0, most);
  return { categories: sorted(frequent.map(({ text }) => text)), others: true };
}
