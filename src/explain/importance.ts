import type { RandomState } from '../util/random.ts';

/** How much worse answers become when the values of a column change their rows. */
export interface Importance {
  readonly column: string;
  /** Mean and deviation over the repeats of: score as it is − score with the column shuffled. */
  readonly mean: number;
  readonly std: number;
}

/**
 * Permutation importance (Breiman 2001; sklearn.inspection.permutation_importance).
 *
 * @param columns names of the columns to shuffle
 * @param score of the rows where `column` takes its values from the rows of `order`; undefined: as they are
 */
export function permutationImportance(
  columns: readonly string[],
  rows: number,
  repeats: number,
  random: RandomState,
  score: (shuffled?: { readonly column: string; readonly order: Int32Array }) => number,
): { baseline: number; importances: Importance[] } {
  const baseline = score();
  const importances = columns.map((column): Importance => {
    const drops = Array.from(
      { length: repeats },
      () => baseline - score({ column, order: random.permutation(rows) }),
    );
    const mean = drops.reduce((sum, drop) => sum + drop / repeats, 0);
    const std = Math.sqrt(drops.reduce((sum, drop) => sum + (drop - mean) ** 2 / repeats, 0));
    return { column, mean, std };
  });
  return { baseline, importances: importances.sort((a, b) => b.mean - a.mean) };
}
