/** One option of a command. The type parameter is the type of its parsed value. */
export interface OptionSpec<T> {
  readonly kind: 'flag' | 'text' | 'number' | 'integer' | 'choice';
  readonly summary: string;
  /** Shown in help as `--name <placeholder>`. */
  readonly placeholder?: string;
  /** The value when the option is absent. */
  readonly default?: T;
  readonly short?: string;
  /** Heading in help under which the option stands. */
  readonly group?: string;
  readonly choices?: readonly string[];
  readonly min?: number;
  readonly max?: number;
  /** min is excluded: the value must be greater. */
  readonly above?: number;
  /** Turns the text into the value; throws NnError('usage'). Only for kind 'text'. */
  readonly parse?: (text: string) => T;
  /** A flag that may also be given as --no-NAME. */
  readonly negatable?: boolean;
  /** May be given several times; the value is the list of all. Only for kind 'text'. */
  readonly repeatable?: boolean;
}

interface Details {
  placeholder?: string;
  short?: string;
  group?: string;
}

/** `--name`: false unless given. */
export function flag(summary: string, details: Details = {}): OptionSpec<boolean> {
  return { kind: 'flag', summary, default: false, ...details };
}

/** `--name` and `--no-name`: undefined unless one of them is given. */
export function toggle(summary: string, details: Details = {}): OptionSpec<boolean | undefined> {
  return { kind: 'flag', summary, negatable: true, ...details };
}

export function text(summary: string, details: Details = {}): OptionSpec<string | undefined> {
  return { kind: 'text', summary, ...details };
}

/** A text turned into a typed value by `parse`, which throws a usage error when it cannot. */
export function parsed<T>(
  summary: string,
  parse: (text: string) => T,
  details: Details = {},
): OptionSpec<T | undefined> {
  return { kind: 'text', summary, parse, ...details };
}

/** `--name a --name b`: every text given, in order. */
export function texts(summary: string, details: Details = {}): OptionSpec<readonly string[]> {
  return { kind: 'text', summary, repeatable: true, default: [], ...details };
}

interface Range {
  min?: number;
  max?: number;
  above?: number;
}

export function number(summary: string, details: Details & Range & { default: number }): OptionSpec<number>;
export function number(summary: string, details?: Details & Range): OptionSpec<number | undefined>;
export function number(summary: string, details: Details & Range & { default?: number } = {}) {
  return { kind: 'number' as const, summary, ...details };
}

export function integer(summary: string, details: Details & Range & { default: number }): OptionSpec<number>;
export function integer(summary: string, details?: Details & Range): OptionSpec<number | undefined>;
export function integer(summary: string, details: Details & Range & { default?: number } = {}) {
  return { kind: 'integer' as const, summary, ...details };
}

export function choice<const C extends readonly string[]>(
  summary: string,
  choices: C,
  details: Details & { default: C[number] },
): OptionSpec<C[number]>;
export function choice<const C extends readonly string[]>(
  summary: string,
  choices: C,
  details?: Details,
): OptionSpec<C[number] | undefined>;
export function choice(
  summary: string,
  choices: readonly string[],
  details: Details & { default?: string } = {},
) {
  return { kind: 'choice' as const, summary, choices, ...details };
}

export type OptionSpecs = Readonly<Record<string, OptionSpec<unknown>>>;
export type OptionValues<O extends OptionSpecs> = {
  readonly [K in keyof O]: O[K] extends OptionSpec<infer T> ? T : never;
};
