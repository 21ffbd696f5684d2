import { usageError } from '../errors.ts';
import { didYouMean, nearest } from '../util/suggest.ts';

/** An option of a layer: how it is read from a layer string (`conv:32:3`) and from a model file's JSON. */
export interface Field<T> {
  /** What may stand here, for messages and docs: `a whole number from 1`. */
  readonly expects: string;
  /** Absent: the option is required. */
  readonly fallback?: T;
  /** Words that say this option by themselves in a layer string (`lstm:128:sequence`); a flag's word is its own name. */
  readonly words?: readonly string[];
  /** The value as a layer string has it, where that is not its plain text. */
  write?(value: T): string;
  /** The value of a text or a JSON value; undefined when it cannot be one. */
  read(value: unknown): T | undefined;
}

export type Fields<O> = { readonly [K in keyof O]: Field<O[K]> };

function numeric(value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  if (typeof value !== 'string' || value.trim() === '') return undefined;
  const number = Number(value);
  return Number.isFinite(number) ? number : undefined;
}

function withFallback<T>(field: Field<T>, fallback: T | undefined): Field<T> {
  return fallback === undefined ? field : { ...field, fallback };
}

/** A whole number of at least `min`. */
export function count(fallback?: number, min = 1): Field<number> {
  return withFallback(
    {
      expects: `a whole number from ${min}`,
      read(value) {
        const number = numeric(value);
        return number !== undefined && Number.isInteger(number) && number >= min ? number : undefined;
      },
    },
    fallback,
  );
}

/** A number in [min, max). */
export function fraction(fallback?: number, min = 0, max = 1): Field<number> {
  return withFallback(
    {
      expects: `a number from ${min} to below ${max}`,
      read(value) {
        const number = numeric(value);
        return number !== undefined && number >= min && number < max ? number : undefined;
      },
    },
    fallback,
  );
}

/** A number above 0 and at most 1. */
export function share(fallback?: number): Field<number> {
  return withFallback(
    {
      expects: 'a number above 0 and at most 1',
      read(value) {
        const number = numeric(value);
        return number !== undefined && number > 0 && number <= 1 ? number : undefined;
      },
    },
    fallback,
  );
}

/** A number above 0. */
export function positive(fallback?: number): Field<number> {
  return withFallback(
    {
      expects: 'a number above 0',
      read(value) {
        const number = numeric(value);
        return number !== undefined && number > 0 ? number : undefined;
      },
    },
    fallback,
  );
}

/** Any finite number. */
export function real(fallback?: number): Field<number> {
  return withFallback({ expects: 'a number', read: numeric }, fallback);
}

/** One of some words, each of which says the option by itself in a layer string. */
export function oneOf<const T extends string>(words: readonly T[], fallback: T): Field<T> {
  return {
    expects: `one of ${words.join(', ')}`,
    fallback,
    words,
    read: (value) => words.find((word) => word === value),
  };
}

/** Height and width, or the one extent of a sequence twice. */
export type Pair = readonly [number, number];

function pairOf(value: unknown, min: number): Pair | undefined {
  const parts: readonly unknown[] = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? value.split('x')
      : [value];
  const [first, second = first] = parts.map(numeric);
  const fits = (n: number | undefined): n is number => n !== undefined && Number.isInteger(n) && n >= min;
  return parts.length <= 2 && fits(first) && fits(second) ? [first, second] : undefined;
}

/** `3`, or height and width: `3x5`. */
export function pairText([height, width]: Pair): string {
  return height === width ? String(height) : `${height}x${width}`;
}

/** Whole numbers of at least `min` for height and width: `3` or `3x5`. */
export function pair(fallback?: number, min = 1): Field<Pair> {
  const field: Field<Pair> = {
    expects: `a whole number from ${min}, or two for height and width such as 3x5`,
    read: (value) => pairOf(value, min),
    write: pairText,
  };
  return withFallback(field, fallback === undefined ? undefined : [fallback, fallback]);
}

/** Height and width, or a word that stands for them. */
export function pairOr<const W extends string>(words: readonly W[], fallback: W, min = 1): Field<Pair | W> {
  const two = pair(undefined, min);
  return {
    expects: `${words.join(', ')}, or ${two.expects}`,
    fallback,
    words,
    read: (value) => words.find((word) => word === value) ?? two.read(value),
    write: (value) => (typeof value === 'string' ? value : pairText(value)),
  };
}

/** true or false. */
export function flag(fallback: boolean): Field<boolean> {
  return {
    expects: 'true or false',
    fallback,
    read(value) {
      if (typeof value === 'boolean') return value;
      return value === 'true' ? true : value === 'false' ? false : undefined;
    },
  };
}

/** The option that a word says by itself, and its value. */
export function optionOfWord(
  fields: Fields<Record<string, unknown>>,
  word: string,
): { name: string; value: unknown } | undefined {
  if (typeof fields[word]?.fallback === 'boolean') return { name: word, value: true };
  const name = Object.keys(fields).find((known) => fields[known].words?.includes(word));
  return name === undefined ? undefined : { name, value: word };
}

/** Reads a layer's options. Throws a usage error that names the layer, the option, what was found and what fits. */
export function readFields<O>(layer: string, fields: Fields<O>, given: Readonly<Record<string, unknown>>): O {
  const names = Object.keys(fields) as (keyof O & string)[];
  for (const name of Object.keys(given)) {
    if (names.some((known) => known === name)) continue;
    throw usageError(`layer "${layer}" has no option "${name}"`, {
      hint: names.length > 0 ? didYouMean(name, names) : `${layer} takes no options`,
    });
  }
  const values: Partial<O> = {};
  for (const name of names) {
    const field = fields[name];
    const value = given[name];
    if (value === undefined) {
      if (field.fallback === undefined) throw usageError(`layer "${layer}" needs ${name}: ${field.expects}`);
      values[name] = field.fallback;
      continue;
    }
    const read = field.read(value);
    if (read === undefined) {
      const words = Object.values<Field<unknown>>(fields).flatMap((other) => other.words ?? []);
      const meant = typeof value === 'string' ? nearest(value, words) : undefined;
      throw usageError(`layer "${layer}": ${name} must be ${field.expects}, found "${String(value)}"`, {
        ...(meant !== undefined && { hint: `did you mean "${meant}"?` }),
      });
    }
    values[name] = read;
  }
  return values as O;
}
