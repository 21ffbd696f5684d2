/**
 * What an option is about. `run`: it decides what is computed, and is part of a run wherever that is repeated
 * or resumed; `place`: where results are written; `screen`: how they are shown; `machine`: what they are
 * computed with, without an influence on the result.
 */
export type Scope = 'run' | 'place' | 'screen' | 'machine';

/** What the rest of the program has to know about an option; nothing else lists options by name. */
export interface Attributes {
  /** `run` unless given. */
  readonly scope?: Scope;
  /** A resumed run keeps its value: with another one it would not be the same run. */
  readonly fixedOnResume?: boolean;
  /** `nn tune` may search over its values. */
  readonly tunable?: boolean;
  /**
   * False: it is about one model and where its results go, so a search or a comparison of runs does not have
   * it.
   */
  readonly severalModels?: boolean;
  /** Names of the tasks that it applies to; all unless given. */
  readonly tasks?: readonly string[];
  /**
   * May be given several times. `values`: its value is the list of all texts; `joined`: it is a list in one
   * text, and the texts are joined with commas.
   */
  readonly repeatable?: 'values' | 'joined';
}

/** One option of a command. The type parameter is the type of its parsed value. */
export interface OptionSpec<T> extends Attributes {
  readonly kind: 'flag' | 'text' | 'number' | 'integer' | 'choice';
  readonly summary: string;
  /** Shown in help as `--name <placeholder>`. */
  readonly placeholder?: string;
  /** The value when the option is absent. */
  readonly default?: T;
  readonly short?: string;
  /** Heading in help under which the option stands. */
  readonly group?: string;
  /** A hint for a value that is no choice, where something else is meant by it. */
  readonly elsewhere?: (text: string) => string | undefined;
  /** What a shell completes it to, where neither choices nor placeholder (file, folder, run, column, layers) say so. */
  readonly words?: readonly string[];
  /** Whether short help shows it; unless given, options without a heading are shown. */
  readonly usual?: boolean;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** min is excluded: the value must be greater. */
  readonly above?: number;
  /**
   * Turns the text into the value;
   *
   * @throws NnError('usage'). Only for kind 'text'
   */
  readonly parse?: (text: string) => T;
  /** A flag that may also be given as --no-NAME. */
  readonly negatable?: boolean;
}

interface Details extends Attributes {
  readonly placeholder?: string;
  readonly short?: string;
  readonly group?: string;
  readonly usual?: boolean;
  readonly words?: readonly string[];
  readonly elsewhere?: (text: string) => string | undefined;
}

/** The attributes that decide which options other records inherit; kept in the type. */
type Marks<D> = Pick<D, Extract<keyof D, 'severalModels' | 'tunable'>>;

/** `--name`: false unless given. */
export function flag<const D extends Details>(summary: string, details?: D): OptionSpec<boolean> & Marks<D>;
export function flag(summary: string, details: Details = {}) {
  return { kind: 'flag' as const, summary, default: false, ...details };
}

/** `--name` and `--no-name`: undefined unless one of them is given. */
export function toggle<const D extends Details>(
  summary: string,
  details?: D,
): OptionSpec<boolean | undefined> & Marks<D>;
export function toggle(summary: string, details: Details = {}) {
  return { kind: 'flag' as const, summary, negatable: true, ...details };
}

export function text<const D extends Details>(
  summary: string,
  details?: D,
): OptionSpec<string | undefined> & Marks<D>;
export function text(summary: string, details: Details = {}) {
  return { kind: 'text' as const, summary, ...details };
}

/** A text turned into a typed value by `parse`, which throws a usage error when it cannot. */
export function parsed<T, const D extends Details>(
  summary: string,
  parse: (text: string) => T,
  details?: D,
): OptionSpec<T | undefined> & Marks<D>;
export function parsed<T>(summary: string, parse: (text: string) => T, details: Details = {}) {
  return { kind: 'text' as const, summary, parse, ...details };
}

/** `--name a --name b`: every text given, in order. */
export function texts<const D extends Details>(
  summary: string,
  details?: D,
): OptionSpec<readonly string[]> & Marks<D>;
export function texts(summary: string, details: Details = {}) {
  return { kind: 'text' as const, summary, repeatable: 'values' as const, default: [], ...details };
}

interface Range {
  readonly min?: number;
  readonly max?: number;
  readonly above?: number;
}

export function number<const D extends Details & Range & { readonly default: number }>(
  summary: string,
  details: D,
): OptionSpec<number> & Marks<D>;
export function number<const D extends Details & Range>(
  summary: string,
  details?: D,
): OptionSpec<number | undefined> & Marks<D>;
export function number(summary: string, details: Details & Range & { readonly default?: number } = {}) {
  return { kind: 'number' as const, summary, ...details };
}

export function integer<const D extends Details & Range & { readonly default: number }>(
  summary: string,
  details: D,
): OptionSpec<number> & Marks<D>;
export function integer<const D extends Details & Range>(
  summary: string,
  details?: D,
): OptionSpec<number | undefined> & Marks<D>;
export function integer(summary: string, details: Details & Range & { readonly default?: number } = {}) {
  return { kind: 'integer' as const, summary, ...details };
}

export function choice<
  const C extends readonly string[],
  const D extends Details & { readonly default: C[number] },
>(summary: string, choices: C, details: D): OptionSpec<C[number]> & Marks<D>;
export function choice<const C extends readonly string[], const D extends Details>(
  summary: string,
  choices: C,
  details?: D,
): OptionSpec<C[number] | undefined> & Marks<D>;
export function choice(
  summary: string,
  choices: readonly string[],
  details: Details & { readonly default?: string } = {},
) {
  return { kind: 'choice' as const, summary, choices, ...details };
}

export type OptionSpecs = Readonly<Record<string, OptionSpec<unknown>>>;
export type OptionValues<O extends OptionSpecs> = {
  readonly [K in keyof O]: O[K] extends OptionSpec<infer T> ? T : never;
};

/**
 * An option as it was given: the text of its value, the texts of one that may be repeated, or whether a flag
 * is set.
 */
export type GivenValue = string | boolean | readonly string[];
/** The options that were given, by name, in the order in which they were given. */
export type Given = Readonly<Record<string, GivenValue>>;

/** A positional argument of a command. */
export interface ArgumentSpec {
  readonly name: string;
  readonly summary: string;
  readonly required: boolean;
  readonly variadic?: boolean;
  /** What a shell completes it to; files unless given. */
  readonly words?: readonly string[] | 'none' | 'run' | 'topic';
}

export interface Example {
  readonly command: string;
  readonly says: string;
}
