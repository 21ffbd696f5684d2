import { usageError } from '../errors.ts';
import type { NnError } from '../errors.ts';
import type { Field, Fields } from './fields.ts';
import { didYouMean, nearest } from './suggest.ts';

type AnyFields = Fields<Record<string, unknown>>;

/** The option that a word says by itself, and its value. */
export function optionOfWord(fields: AnyFields, word: string): { name: string; value: unknown } | undefined {
  if (typeof fields[word]?.fallback === 'boolean') return { name: word, value: true };
  const name = Object.keys(fields).find((known) => fields[known].words?.includes(word));
  return name === undefined ? undefined : { name, value: word };
}

/** How parts are given to fields, and what errors say. */
interface Placing {
  readonly fields: AnyFields;
  /** Which fields may be given by position, in order. */
  readonly positional: readonly string[];
  readonly error: (message: string, hint?: string) => NnError;
  /** The hint for a part that no position is left for. */
  readonly tooMuch: (part: string) => string;
}

/**
 * Which field each part of a text is for, unread: `name=value`, a word that says its option, or the next
 * position.
 * @throws {NnError} a usage error for parts that are too many and for a field given twice
 */
export function placeParts(parts: readonly string[], placing: Placing): Record<string, unknown> {
  const { fields, positional, error, tooMuch } = placing;
  // Without a prototype: `__proto__` is a name like others.
  const placed: Record<string, unknown> = { __proto__: null };
  let at = 0;
  const said = new Set<string>();
  const place = (name: string, value: unknown) => {
    if (Object.hasOwn(placed, name)) throw error(`${name} is given twice`);
    placed[name] = value;
  };
  for (const part of parts) {
    const equals = part.indexOf('=');
    const word = equals < 0 ? optionOfWord(fields, part) : undefined;
    if (equals >= 0) place(part.slice(0, equals).trim(), part.slice(equals + 1).trim());
    else if (word) {
      place(word.name, word.value);
      said.add(word.name);
    } else {
      // A word says its option by itself, so that the next part is for the position behind it.
      while (said.has(positional[at])) at++;
      const name = positional.at(at++);
      if (name === undefined) throw error(`"${part}" is too much`, tooMuch(part));
      place(name, part);
    }
  }
  return placed;
}

const LARGEST = String(Number.MAX_SAFE_INTEGER);

/** Whether a value would fit if its whole numbers were not so large: `99999999999999999999`. */
function isTooLarge({ read }: AnyFields[string], value: unknown): boolean {
  const text = String(value);
  const less = text.replaceAll(/\d+e\+?\d+|\d{16,}/gi, LARGEST);
  return less !== text && read(less) !== undefined;
}

/** What is wrong with a value: the field, what was found and what fits. */
function unfit(what: string, name: string, value: unknown, fields: AnyFields, example?: string): NnError {
  const { expects, meaning } = fields[name];
  if (isTooLarge(fields[name], value))
    return usageError(`${what}: ${name} must be at most ${LARGEST}, found "${String(value)}"`);
  const words = Object.values(fields).flatMap((field) => field.words ?? []);
  const near = typeof value === 'string' ? nearest(value, words) : undefined;
  const about = meaning === undefined ? example && `for example ${example}` : `${name}: ${meaning}`;
  const hint = near === undefined ? about : `did you mean "${near}"?`;
  return usageError(`${what}: ${name} must be ${expects}, found "${String(value)}"`, {
    ...(hint !== undefined && { hint }),
  });
}

/**
 * The values of fields from texts or JSON values by name; fallbacks filled in.
 *
 * @param what names the thing in messages: `layer "conv1"`
 * @param example a text that works, for the hint when a value is missing
 * @throws {NnError} a usage error that names the field, what was found and what fits
 */
export function readFields<O>(
  what: string,
  fields: Fields<O>,
  given: Readonly<Record<string, unknown>>,
  example?: string,
): O {
  const names = Object.keys(fields) as (keyof O & string)[];
  for (const name of Object.keys(given)) {
    if (names.some((known) => known === name)) continue;
    throw usageError(`${what} has no option "${name}"`, {
      hint: names.length > 0 ? didYouMean(name, names) : 'it takes no options',
    });
  }
  const values: Partial<O> = {};
  for (const name of names) {
    const { fallback, optional, meaning, expects, read } = fields[name];
    const value = given[name];
    if (value === undefined) {
      if (fallback === undefined && !optional)
        throw usageError(`${what} needs ${name}: ${meaning ?? expects}`, {
          ...(example !== undefined && { hint: `for example ${example}` }),
        });
      if (fallback !== undefined) values[name] = fallback;
      continue;
    }
    const found = read(value);
    if (found === undefined) throw unfit(what, name, value, fields, example);
    values[name] = found;
  }
  return values as O;
}

/**
 * Reads `every=30,factor=0.5`, or values alone in the order in which the fields are declared: `30,0.5`.
 *
 * @param what names the thing in messages: `schedule "step"`
 * @param example a text that works, for hints
 * @throws {NnError} a usage error that names the field, what was found and what fits
 */
export function parseFields<O>(what: string, text: string, fields: Fields<O>, example: string): O {
  const names = Object.keys(fields);
  const parts = text.trim() === '' ? [] : text.split(',').map((part) => part.trim());
  const placed = placeParts(parts, {
    fields,
    positional: names,
    error: (message, hint) => usageError(`${what}: ${message}`, hint === undefined ? {} : { hint }),
    tooMuch: () => (names.length === 0 ? 'it takes no values' : `it takes ${names.join(', ')}: ${example}`),
  });
  return readFields(what, fields, placed, example);
}

/** A name and what stands after its colon: `step` and `30,0.5`. */
export function splitName(text: string): [name: string, rest: string | undefined] {
  const colon = text.indexOf(':');
  return colon < 0 ? [text.trim(), undefined] : [text.slice(0, colon).trim(), text.slice(colon + 1)];
}

/** A field that stands alone after a colon: `normal:0.1`. */
export interface SingleField extends Field<number> {
  readonly name: string;
}

/**
 * The one value after a colon, or its fallback; undefined of something that takes none.
 * @throws {NnError} a usage error that says what was found and what fits
 */
export function parseSingle(
  what: string,
  text: string | undefined,
  field: SingleField | undefined,
  example: string,
): number | undefined {
  if (text?.trim() === '')
    throw usageError(`${what}: there is nothing after the colon`, { hint: `for example ${example}` });
  const fields: Fields<Record<string, number>> = field ? { [field.name]: field } : {};
  return parseFields(what, text ?? '', fields, example)[field?.name ?? ''];
}

/** What a list of pairs is made of: `age:4,income:10`, `setosa=2,virginica=1`. */
export interface Pairs<T> {
  /** The option, for messages: `--bins`. */
  readonly what: string;
  /** What the names are names of: `column`. */
  readonly kind: string;
  readonly separator: ':' | '=';
  /** How a pair looks, for messages: `COLUMN:N`. */
  readonly form: string;
  readonly value: Field<T>;
  /** For hints. */
  readonly example: string;
}

/**
 * The value of a pair, from a text or from JSON.
 * @throws {NnError} a usage error that says what was found and what fits
 */
export function pairValue<T>({ what, kind, value, example }: Pairs<T>, name: string, given: unknown): T {
  const read = value.read(given);
  if (read !== undefined) return read;
  throw usageError(`${what}: ${kind} "${name}" needs ${value.expects}, found ${JSON.stringify(given)}`, {
    hint: example,
  });
}

/**
 * Reads pairs with names that the user chooses, divided by commas; a name ends at the last separator.
 * @throws {NnError} a usage error for a text that is no pair, a value that does not fit, a name given twice
 */
export function parsePairs<T>(text: string, pairs: Pairs<T>): Map<string, T> {
  const { what, kind, separator, form, example } = pairs;
  const values = new Map<string, T>();
  for (const item of text.split(',').map((part) => part.trim())) {
    const at = item.lastIndexOf(separator);
    const name = item.slice(0, Math.max(0, at)).trim();
    if (name === '') throw usageError(`${what}: expected ${form}, found "${item}"`, { hint: example });
    if (values.has(name)) throw usageError(`${what}: ${kind} "${name}" is given twice`);
    values.set(name, pairValue(pairs, name, item.slice(at + 1).trim()));
  }
  return values;
}

const same = (a: unknown, b: unknown) => JSON.stringify(a) === JSON.stringify(b);

/**
 * The parts of a text that `placeParts` and `readFields` read back: values by position up to the first one
 * that is not set, the others as words or `name=value`; what equals its fallback is left out.
 */
export function formatFields(
  fields: AnyFields,
  positional: readonly string[],
  values: Readonly<Record<string, unknown>>,
): string[] {
  const text = (name: string) => {
    const value = fields[name].read(values[name]) ?? values[name];
    return fields[name].write?.(value) ?? String(value);
  };
  const set = Object.keys(fields).filter((name) => {
    const value = values[name];
    return value !== undefined && value !== null && !same(fields[name].read(value), fields[name].fallback);
  });
  const gap = positional.findIndex((name) => !set.includes(name));
  const placed = gap < 0 ? positional : positional.slice(0, gap);
  const named = set
    .filter((name) => !placed.includes(name))
    .map((name) => {
      const value = text(name);
      return fields[name].words?.includes(value) ? value : values[name] === true ? name : `${name}=${value}`;
    });
  return [...placed.map(text), ...named];
}
