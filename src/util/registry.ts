import { usageError } from '../errors.ts';
import { didYouMean } from './suggest.ts';

/** What a registry holds: a record that the user calls by a name. */
export interface Named {
  readonly name: string;
  /** Other names that are accepted. */
  readonly aliases?: readonly string[];
}

/** All things of one kind by name: activations, losses, chart kinds, … */
export interface Registry<T extends Named> {
  /** In the order of the help. */
  readonly all: readonly T[];
  /** The names of all, without aliases. */
  readonly names: readonly string[];
  /** The thing of this name or alias, if there is one. */
  find(name: string | undefined): T | undefined;
  /**
   * The thing of this name or alias.
   * @throws {NnError} a usage error with the nearest name
   */
  get(name: string): T;
}

/**
 * A registry of things with a name.
 *
 * @param kind what they are, for messages: `activation`
 * @param all in the order of the help
 * @param words what else a user may say in the same place, for suggestions: `auto`
 */
export function registry<T extends Named>(
  kind: string,
  all: readonly T[],
  words: readonly string[] = [],
): Registry<T> {
  const byName = new Map(
    all.flatMap((item) => [item.name, ...(item.aliases ?? [])].map((name) => [name, item])),
  );
  const names = all.map(({ name }) => name);
  return {
    all,
    names,
    find: (name) => (name === undefined ? undefined : byName.get(name)),
    get(name) {
      const found = byName.get(name);
      if (found) return found;
      throw usageError(`unknown ${kind} "${name}"`, {
        hint: didYouMean(name, [...words, ...byName.keys()], [...words, ...names]),
      });
    },
  };
}
