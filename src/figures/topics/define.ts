import type { Named, Registry } from '../../util/registry.ts';

/** An option of a topic, as text. */
export interface TopicOption {
  readonly name: string;
  readonly meaning: string;
  /** What may stand there: `a whole number of at least 1`. */
  readonly values: string;
  /** Absent: it must be given, unless `values` says otherwise. */
  readonly fallback?: string;
}

/** What `nn help NAME` says of one thing: a layer, an optimizer, … */
export interface Topic {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  /** Paragraph below the summary. */
  readonly about?: string;
  /** Equations in plain text, in order. */
  readonly formula: readonly string[];
  /** Other facts by name: shapes, derivative, learning rate, … */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly source?: string;
  /** How it is asked for on the command line: `--layers …,lstm:units`. */
  readonly usage: string;
  readonly options: readonly TopicOption[];
  /** A command that runs as it stands. */
  readonly example: string;
}

/** A registry whose things are topics. */
export interface TopicKind {
  /** One of them: `layer`. */
  readonly kind: string;
  /** All of them: `layers`. */
  readonly plural: string;
  readonly names: readonly string[];
  /** The topic of this name or alias, if there is one. */
  readonly find: (name: string) => Topic | undefined;
  /** All of them, as they are found. */
  readonly topics: () => readonly Topic[];
  /** Names and aliases, for suggestions. */
  readonly known: readonly string[];
}

/**
 * The topics of a registry.
 *
 * @param kind what one of them is called
 * @param plural what all of them are called
 * @param registry where they are
 * @param describe what is said of one
 */
export function topicKind<T extends Named>(
  kind: string,
  plural: string,
  registry: Pick<Registry<T>, 'all' | 'names' | 'find'>,
  describe: (item: T) => Omit<Topic, 'name' | 'aliases'>,
): TopicKind {
  const topicOf = (item: T): Topic => ({
    name: item.name,
    aliases: item.aliases ?? [],
    ...describe(item),
  });
  return {
    kind,
    plural,
    names: registry.names,
    known: registry.all.flatMap(({ name, aliases = [] }) => [name, ...aliases]),
    topics: () => registry.all.map(topicOf),
    find(name) {
      const item = registry.find(name);
      return item && topicOf(item);
    },
  };
}

/** Equations that a registry keeps in one text, divided by `;  `. */
export const equations = (formula: string): string[] => formula.split(/; {2}/);

/**
 * What the letters of equations stand for, those that occur in them; no fact when there are none.
 *
 * @param letters meanings by letter, in the order in which they are shown
 */
export function legend(
  formula: readonly string[],
  letters: Readonly<Record<string, string>>,
): (readonly [string, string])[] {
  const text = formula.join(' ');
  const occurs = (letter: string) =>
    /^\w+$/.test(letter) ? new RegExp(`(?<![a-z])${letter}(?![a-z])`, 'i').test(text) : text.includes(letter);
  const found = Object.entries(letters).filter(([letter]) => occurs(letter));
  return found.length === 0
    ? []
    : [['where', found.map(([letter, means]) => `${letter} is ${means}`).join(', ')]];
}
