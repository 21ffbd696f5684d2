import { visible } from './visible.ts';

/**
 * Edits (insert, delete, replace, swap of neighbours) between two words: Damerau–Levenshtein, restricted
 * form.
 */
function editDistance(a: string, b: string): number {
  let before: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      row[j] = Math.min(last[j] + 1, row[j - 1] + 1, last[j - 1] + cost);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        row[j] = Math.min(row[j], before[j - 2] + 1);
    }
    before = last;
    last = row;
  }
  return last[b.length];
}

/** The candidate nearest to a mistyped name, or undefined when none is near. Case does not count. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const typed = name.toLowerCase();
  let best: string | undefined;
  let distance = Math.max(1, Math.floor(name.length / 3)) + 1;
  for (const candidate of candidates) {
    const known = candidate.toLowerCase();
    const d = typed.length > 2 && known.startsWith(typed) ? 1 : editDistance(typed, known);
    if (d < distance) {
      best = candidate;
      distance = d;
    }
  }
  return best;
}

/**
 * A hint for an unknown name: the nearest one, or the list of what there is.
 *
 * @param listed what a list shows, where that is not all
 */
export function didYouMean(name: string, candidates: readonly string[], listed = candidates): string {
  const match = nearest(name, candidates);
  return match === undefined ? `one of: ${listed.map(visible).join(', ')}` : `did you mean "${match}"?`;
}
