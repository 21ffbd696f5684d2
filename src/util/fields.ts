/**
 * One value of a text such as `step:every=30,factor=0.5`, `conv:32:3:same` or `noise:0.05`: what it means,
 * what may stand there and how it is read. `fieldText.ts` reads whole texts by it.
 */
export interface Field<T> {
  /** What may stand here, for messages and help: `a whole number of at least 1`. */
  readonly expects: string;
  /** What it decides, for hints and help. */
  readonly meaning?: string;
  /** The value when none is given; without one it is required, unless it is optional. */
  readonly fallback?: T;
  /** May be left out; the value is then undefined. */
  readonly optional?: boolean;
  /** Words that say this option by themselves (`lstm:128:sequence`); a flag's word is its own name. */
  readonly words?: readonly string[];
  /** The value as a text has it, where that is not its plain text. */
  write?(value: T): string;
  /** The value of a text or a JSON value; undefined when it cannot be one. */
  readonly read: (value: unknown) => T | undefined;
}

/** The fields of a text by name, in the order of their positions. */
export type Fields<O> = { readonly [K in keyof O]: Field<O[K]> };

/** Which numbers a field takes. */
export interface Range {
  readonly integer?: boolean;
  readonly min?: number;
  readonly max?: number;
  /** The value must be greater than this. */
  readonly above?: number;
  /** The value must be less than this. */
  readonly below?: number;
}

/** `a whole number of at least 1`, `a number from 0 to 10`, `a number above 0 and below 1`. */
export function rangeText({ integer, min, max, above, below }: Range): string {
  const kind = integer ? 'a whole number' : 'a number';
  if (min !== undefined && max !== undefined) return `${kind} from ${min} to ${max}`;
  if (min !== undefined && below !== undefined) return `${kind} from ${min} to below ${below}`;
  const bounds = [
    ...(above === undefined ? [] : [`above ${above}`]),
    ...(min === undefined ? [] : [`of at least ${min}`]),
    ...(below === undefined ? [] : [`below ${below}`]),
    ...(max === undefined ? [] : [`${above === undefined ? 'of ' : ''}at most ${max}`]),
  ];
  return [kind, bounds.join(' and ')].join(' ').trim();
}

/** The finite number that a text or a JSON value is. */
export function numeric(value: unknown): number | undefined {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

interface About<T> {
  readonly meaning?: string;
  readonly fallback?: T;
}

/** A number of a range. */
export function number({ meaning, fallback, ...range }: Range & About<number> = {}): Field<number> {
  const { integer, min = -Infinity, max = Infinity, above = -Infinity, below = Infinity } = range;
  return {
    expects: rangeText(range),
    ...(meaning !== undefined && { meaning }),
    ...(fallback !== undefined && { fallback }),
    read(given) {
      const value = numeric(given);
      if (value === undefined || (integer && !Number.isSafeInteger(value))) return undefined;
      return value >= min && value <= max && value > above && value < below ? value : undefined;
    },
  };
}

/** A number that may be left out. */
export function optionalNumber(about: Range & { readonly meaning?: string }): Field<number | undefined> {
  return { ...number(about), optional: true };
}

/** A whole number of at least `min`. */
export function count(fallback?: number, min = 1): Field<number> {
  return number({ integer: true, min, ...(fallback !== undefined && { fallback }) });
}

/** One of some words, each of which says the option by itself. */
export function oneOf<const T extends string>(words: readonly T[], fallback: T): Field<T> {
  return {
    expects: `one of ${words.join(', ')}`,
    fallback,
    words,
    read: (value) => words.find((word) => word === value),
  };
}

/** true or false; its name alone says true. */
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

/** A field with what it decides, for hints and help. */
export const means = <T>(meaning: string, field: Field<T>): Field<T> => ({ ...field, meaning });
