import { usageError } from '../errors.ts';
import type { RandomState } from '../util/random.ts';
import type { Split } from './split.ts';
import { mean, populationDeviation } from '../util/statistics.ts';
import { minOf } from '../util/extremes.ts';

/** Which rows validate together: row i of `rows` belongs to part `fold[i]` of `count`. */
export interface Folds {
  readonly rows: Int32Array;
  readonly fold: Int32Array;
  readonly count: number;
}

export interface FoldOptions {
  /** Parts, or 'one': every row, or every group, is a part of its own. */
  readonly folds: number | 'one';
  /** The class of a row: every part has the classes in proportion. */
  readonly classes?: ((row: number) => number) | undefined;
  /** The group of a row: its rows always stay together. */
  readonly groups?: ((row: number) => number) | undefined;
}

/** Rows by key, keys in ascending order. */
function gather(rows: Int32Array, key: (row: number) => number): number[][] {
  const lists = new Map<number, number[]>();
  rows.forEach((row, i) => {
    const list = lists.get(key(row));
    if (list) list.push(i);
    else lists.set(key(row), [i]);
  });
  return [...lists].sort(([a], [b]) => a - b).map(([, list]) => list);
}

/**
 * Shuffled within each class and dealt out in turn, class after class: sizes differ by one row at most, and
 * so do classes.
 */
function deal(rows: Int32Array, count: number, random: RandomState, classes: (row: number) => number) {
  const fold = new Int32Array(rows.length);
  let next = 0;
  for (const list of gather(rows, classes)) {
    random.shuffle(list);
    for (const i of list) fold[i] = next++ % count;
  }
  return fold;
}

/** Each group, largest first, goes to the part with the fewest rows (sklearn.model_selection.GroupKFold). */
export function balanceGroups(sizes: readonly number[], count: number): number[] {
  const order = sizes.map((_, group) => group).sort((a, b) => sizes[b] - sizes[a]);
  const filled = Array.from({ length: count }, () => 0);
  const part = sizes.map(() => 0);
  for (const group of order) {
    const lightest = filled.indexOf(minOf(filled));
    part[group] = lightest;
    filled[lightest] += sizes[group];
  }
  return part;
}

/** numpy.isclose with its usual tolerances; everything else is smaller than what is not there yet. */
const isClose = (a: number, b: number) => b < Infinity && Math.abs(a - b) <= 1e-8 + 1e-5 * Math.abs(b);

/**
 * Each group, the most one-sided first, goes to the part with which the shares of the classes differ least
 * between the parts, and of equals to the smallest one (sklearn.model_selection.StratifiedGroupKFold).
 *
 * @param counts rows of each class, for each group
 */
export function stratifyGroups(counts: readonly (readonly number[])[], count: number): number[] {
  const classes = counts[0].map((_, c) => c);
  const totals = classes.map((c) => counts.reduce((sum, group) => sum + group[c], 0));
  const spread = counts.map(populationDeviation);
  const order = counts.map((_, group) => group).sort((a, b) => spread[b] - spread[a]);
  const filled = Array.from({ length: count }, () => classes.map(() => 0));
  const part = counts.map(() => 0);
  for (const group of order) {
    let best = 0;
    let least = Infinity;
    let fewest = Infinity;
    for (let p = 0; p < count; p++) {
      const uneven = classes.map((c) =>
        populationDeviation(filled.map((own, q) => (own[c] + (q === p ? counts[group][c] : 0)) / totals[c])),
      );
      const spreadWith = mean(uneven);
      const rows = filled[p].reduce((a, b) => a + b, 0);
      if (isClose(spreadWith, least) ? rows < fewest : spreadWith < least) {
        best = p;
        least = spreadWith;
        fewest = rows;
      }
    }
    part[group] = best;
    for (const c of classes) filled[best][c] += counts[group][c];
  }
  return part;
}

function groupFolds(
  rows: Int32Array,
  count: number,
  random: RandomState,
  groups: number[][],
  { classes }: FoldOptions,
) {
  // Groups that the rule cannot tell apart are taken in a random order.
  const order = random.permutation(groups.length);
  const shuffled = Array.from(order, (group) => groups[group]);
  let part: number[];
  if (classes) {
    const names = [...new Set(Array.from(rows, classes))];
    const index = new Map(names.map((name, c) => [name, c]));
    const counts = shuffled.map((list) => {
      const own = names.map(() => 0);
      for (const i of list) own[index.get(classes(rows[i])) ?? 0]++;
      return own;
    });
    part = stratifyGroups(counts, count);
  } else {
    part = balanceGroups(
      shuffled.map(({ length }) => length),
      count,
    );
  }
  const fold = new Int32Array(rows.length);
  shuffled.forEach((list, group) => {
    for (const i of list) fold[i] = part[group];
  });
  return fold;
}

/**
 * Divides rows for cross-validation: every row is in exactly one part. With `classes` each part holds every
 * class in proportion (to one row, unless groups forbid it); with `groups` no group is divided. Seeded by
 * `random`.
 *
 * @throws NnError('usage') when there are fewer rows, or groups, than parts
 */
export function makeFolds(rows: Int32Array, options: FoldOptions, random: RandomState): Folds {
  const groups = options.groups && gather(rows, options.groups);
  const units = groups ? groups.length : rows.length;
  const count = options.folds === 'one' ? units : options.folds;
  const what = groups ? 'groups' : 'rows';
  if (!Number.isInteger(count) || count < 2) {
    throw usageError(`cross-validation needs at least 2 parts, found ${count}`, {
      hint: options.folds === 'one' ? `there must be at least 2 ${what}` : 'for example --k-fold 5',
    });
  }
  if (count > units) {
    throw usageError(`${count} parts need at least ${count} ${what}, found ${units}`, {
      hint: units < 2 ? `without ${what} there is nothing to divide` : `use --k-fold ${units} or fewer`,
    });
  }
  if (options.folds === 'one') {
    const fold = new Int32Array(rows.length);
    if (!groups) fold.forEach((_, i) => (fold[i] = i));
    groups?.forEach((list, group) => {
      for (const i of list) fold[i] = group;
    });
    return { rows, fold, count };
  }
  const fold = groups
    ? groupFolds(rows, count, random, groups, options)
    : deal(rows, count, random, options.classes ?? (() => 0));
  return { rows, fold, count };
}

/** Cross-validation anew for each of `times`, each with another division. */
export function repeatFolds(
  rows: Int32Array,
  options: FoldOptions,
  times: number,
  random: RandomState,
): Folds[] {
  return Array.from({ length: times }, () => makeFolds(rows, options, random));
}

/** Rows to train and to validate when part `index` validates, each in the order of `rows`. */
export function foldSplit({ rows, fold }: Folds, index: number): Split {
  return {
    train: rows.filter((_, i) => fold[i] !== index),
    validation: rows.filter((_, i) => fold[i] === index),
  };
}
