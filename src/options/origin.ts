import type { Given } from './define.ts';

/** Options that were not given on the command line: where they come from. */
export interface Origin {
  /** A file of arguments, or the folder of a run. */
  readonly source: string;
  /** Their names, in camelCase. */
  readonly options: readonly string[];
}

/** Options of which one alone decides: the one that was given last. */
const ALTERNATIVES: readonly (readonly string[])[] = [
  ['layers', 'model'],
  ['kFold', 'leaveOneOut', 'ensemble', 'best', 'findLr'],
  ['validation', 'validationSplit', 'split'],
  ['test', 'testSplit'],
  ['run', 'output'],
  ['format', 'json'],
];

/**
 * Options with others on top: each of these replaces the one of its name, and those that it is an alternative to.
 *
 * @returns all together, and the names of the lower ones that count
 */
export function overlaid(
  below: Given,
  above: Given,
): { readonly given: Given; readonly kept: readonly string[] } {
  const replaced = new Set(
    Object.keys(above).flatMap((key) => [key, ...ALTERNATIVES.filter((all) => all.includes(key)).flat()]),
  );
  const kept = Object.keys(below).filter((key) => !replaced.has(key));
  return { given: { ...Object.fromEntries(kept.map((key) => [key, below[key]])), ...above }, kept };
}
