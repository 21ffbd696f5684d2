import type { CategoryColumn } from '../table.ts';
import { folded } from './booleans.ts';

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

/** A column in which such texts are one category, spelled as most rows spell it. */
export function foldCategories(column: CategoryColumn): Folding {
  const { categories, codes } = column;
  const groups = new Map<string, number[]>();
  categories.forEach((text, code) => {
    const key = keyOf(text);
    const group = groups.get(key);
    if (group) group.push(code);
    else groups.set(key, [code]);
  });
  if (groups.size === categories.length) return { column, merged: [] };
  const counts = new Int32Array(categories.length);
  for (const code of codes) if (code >= 0) counts[code]++;
  const names: string[] = [];
  const places = new Int32Array(categories.length);
  const merged: [string, string][] = [];
  for (const group of groups.values()) {
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
