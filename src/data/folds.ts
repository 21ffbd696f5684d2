import { usageError } from '../errors.ts';
import type { RandomState } from '../util/random.ts';
import type { Split } from './split.ts';

export interface FoldChoices {
  readonly folds: number;
  /** Class of a row: every fold gets each class in proportion. */
  readonly classes?: ((row: number) => number) | undefined;
  /** Group of a row: rows of one group are never in training and validation at the same time. */
  readonly groups?: ((row: number) => string) | undefined;
}

/** Rows by the value of a function, in order of first appearance. */
function groupsOf<K>(rows: Int32Array, key: (row: number) => K): Map<K, number[]> {
  const groups = new Map<K, number[]>();
  for (const row of rows) {
    const name = key(row);
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return groups;
}

/** Deals rows out like cards, class by class, each where the last one stopped: sizes differ by one at most. */
function dealt(rows: Int32Array, { folds, classes }: FoldChoices, random: RandomState): number[][] {
  const parts: number[][] = Array.from({ length: folds }, () => []);
  let next = 0;
  const byClass = [...groupsOf(rows, classes ?? (() => 0))].sort(([a], [b]) => a - b);
  for (const [, group] of byClass) {
    random.shuffle(group);
    for (const row of group) parts[next++ % folds].push(row);
  }
  return parts;
}

/** Gives whole groups away, the largest first, each to the fold with the fewest rows. */
function dealtGroups(
  rows: Int32Array,
  folds: number,
  groups: (row: number) => string,
  random: RandomState,
): number[][] {
  const all = [...groupsOf(rows, groups).values()];
  if (all.length < folds) {
    throw usageError(`found ${all.length} groups, fewer than ${folds} folds`, {
      hint: `--k-fold ${Math.max(2, all.length)}, or group by another column`,
    });
  }
  const order = Int32Array.from(all, (_, i) => i);
  random.shuffle(order);
  const parts: number[][] = Array.from({ length: folds }, () => []);
  const drawn = Array.from(order, (i) => all[i]).sort((a, b) => b.length - a.length);
  for (const group of drawn) {
    const smallest = parts.reduce((best, part) => (part.length < best.length ? part : best));
    smallest.push(...group);
  }
  return parts;
}

/**
 * Cross-validation: every row is in the validation part of exactly one fold. As scikit-learn's KFold, StratifiedKFold and
 * GroupKFold, drawn from the seed. Rows are in ascending order. Throws a usage error when there are more folds than rows or
 * groups.
 */
export function foldRows(rows: Int32Array, choices: FoldChoices, random: RandomState): Split[] {
  const { folds, groups } = choices;
  if (folds > rows.length) {
    throw usageError(`found ${rows.length} rows, fewer than ${folds} folds`, {
      hint: `--k-fold ${rows.length} is leave-one-out`,
    });
  }
  const parts = groups ? dealtGroups(rows, folds, groups, random) : dealt(rows, choices, random);
  return parts.map((part) => {
    const held = new Set(part);
    return {
      train: rows.filter((row) => !held.has(row)),
      validation: Int32Array.from(part).sort(),
    };
  });
}
