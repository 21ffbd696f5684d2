/** The parser of an option, or of a language that options are written in. */
export interface Parser {
  readonly name: string;
  /** Values that it takes, from which others are made. */
  readonly texts: readonly string[];
  /** @throws NnError where it takes none of it */
  readonly parse: (text: string) => unknown;
  /** A text with which the value would be given again; undefined where there is none. */
  readonly write?: (value: never) => string | undefined;
}

/** A parser whose writing has the type of its value. */
export const parser = <T>(
  name: string,
  texts: readonly string[],
  parse: (text: string) => T,
  write?: (value: T) => string | undefined,
): Parser => ({ name, texts, parse, ...(write && { write }) });

/** As JSON has no maps and no infinities; -0 is no other value of an option than 0. */
const plain = (_: string, value: unknown): unknown => {
  if (value instanceof Map) return [...(value as Map<string, unknown>)].sort(([a], [b]) => (a < b ? -1 : 1));
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
};

/** All that a value says; two that are the same have the same text. */
export const valueText = (value: unknown): string => JSON.stringify(value, plain) ?? String(value);
