import type { CategoryColumn } from '../table.ts';
import { folded } from './booleans.ts';
import { maxOf } from '../../util/extremes.ts';

/** The spelling of every group of texts that differ in case and in spaces around them alone. */
export interface Folding {
  readonly column: CategoryColumn;
  /** Spellings that became another one, with it; empty where all texts differ in something else. */
  readonly merged: readonly (readonly [from: string, to: string])[];
}

/**
 * What stays of a text when case and spaces around it do not count. A single letter keeps its case: `a` and
 * `A` are two letters.
 */
export const keyOf = (text: string): string => {
  const trimmed = text.normalize('NFC').trim();
  return trimmed.length > 1 ? folded(trimmed) : trimmed;
};

/** True for `gold`, `GOLD` and `Old Gold`, as people spell a word by chance. */
const isUsualCase = (text: string): boolean =>
  text === text.toLowerCase() || text === text.toUpperCase() || !/\p{L}\p{Lu}/u.test(text);

/** Spellings that occur at most this many times as often as each other are no slips of the pen. */
const ALIKE = 4;

/** Codes that have one key, in the order of their first. */
function grouped(codes: Iterable<number>, keyed: (code: number) => string): number[][] {
  const groups = new Map<string, number[]>();
  for (const code of codes) {
    const group = groups.get(keyed(code));
    if (group) group.push(code);
    else groups.set(keyed(code), [code]);
  }
  return [...groups.values()];
}

/**
 * The spellings of a text that are categories of their own: where one has a capital within a word, as `hUd`
 * beside `hud`, and all are about as frequent, the case says something.
 */
function apart(group: readonly number[], categories: readonly string[], counts: Int32Array): number[][] {
  const spellings = grouped(group, (code) => categories[code].trim());
  if (spellings.every(([code]) => isUsualCase(categories[code].trim()))) return [[...group]];
  const rows = spellings.map((codes) => codes.reduce((sum, code) => sum + counts[code], 0));
  const most = maxOf(rows);
  return rows.every((count) => count * ALIKE >= most) ? spellings : [[...group]];
}

/**
 * A column in which such texts are one category, spelled as most rows spell it. Spellings whose case says
 * something stay apart.
 */
export function foldCategories(column: CategoryColumn): Folding {
  const { categories, codes } = column;
  const alike = grouped(categories.keys(), (code) => keyOf(categories[code]));
  if (alike.length === categories.length) return { column, merged: [] };
  const counts = new Int32Array(categories.length);
  for (const code of codes) if (code >= 0) counts[code]++;
  const groups = alike.flatMap((group) => apart(group, categories, counts));
  if (groups.length === categories.length) return { column, merged: [] };
  const names: string[] = [];
  const places = new Int32Array(categories.length);
  const merged: [string, string][] = [];
  for (const group of groups) {
    const best = group.reduce((a, b) => (counts[b] > counts[a] ? b : a));
    const name = categories[best].trim();
    for (const code of group) {
      places[code] = names.length;
      if (code !== best) merged.push([categories[code], name]);
    }
    names.push(name);
  }
  return {
    column: { ...column, categories: names, codes: codes.map((code) => (code < 0 ? -1 : places[code])) },
    merged,
  };
}

/**
 * Which of some categories a text is: the same one, else the only one that differs from it in case, spaces
 * around it or the spelling of a number (`5` and `5.0`) alone.
 */
export function categoryIndex(categories: readonly string[]): (text: string) => number | undefined {
  const exact = new Map(categories.map((name, i) => [name, i]));
  const near = new Map<string, number | undefined>();
  categories.forEach((name, i) => near.set(keyOf(name), near.has(keyOf(name)) ? undefined : i));
  return (text) => exact.get(text) ?? near.get(keyOf(text));
}
