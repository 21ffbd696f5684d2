import * as v from 'valibot';
import { inputError } from '../errors.ts';
import type { NnError } from '../errors.ts';
import { strictJson } from './jsonCheck.ts';

// JSON that this program keeps in files is read by schemas. Who wrote a file does not matter: what does not
// fit its schema is one error that says where it is.

/** Where stored JSON stands, for messages. */
export interface StoredPlace {
  /** The file. */
  readonly source: string;
  /** The part of the file that holds it, such as `"training" of its metadata`; the whole file when absent. */
  readonly part?: string;
}

const HINT = 'the file is damaged, was changed by hand, or is from another version of nn';

/** What valibot expects of a type, in words. */
const expectations: ReadonlyMap<string, string> = new Map([
  ['number', 'a number'],
  ['string', 'a text'],
  ['boolean', 'true or false'],
  ['Object', 'an object'],
  ['Array', 'a list'],
]);

const LONGEST = 40;

/** A value as an error shows it. */
function previewOf(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value.slice(0, LONGEST)) : String(value);
  return typeof value === 'string' && value.length > LONGEST ? `${text.slice(0, -1)}…"` : text;
}

/** `("a" | "b")` as `"a" or "b"`; other kinds of values in words. */
const expectedWords = (expected: string): string =>
  expectations.get(expected) ?? expected.replaceAll(/[()]/g, '').replaceAll(' | ', ' or ');

/** `features[2].mean`; undefined for the whole. */
function pathOf({ path }: v.BaseIssue<unknown>): string {
  return (path ?? [])
    .map(({ key }) =>
      typeof key === 'number'
        ? `[${key}]`
        : /^\w+$/.test(String(key))
          ? `.${String(key)}`
          : `[${JSON.stringify(String(key).slice(0, LONGEST))}]`,
    )
    .join('')
    .replace(/^\./, '');
}

/** What is wrong, in words: `features[2].mean: found "x", expected a number`. */
function faultOf(issue: v.BaseIssue<unknown>): string {
  const path = pathOf(issue);
  const where = path === '' ? '' : `${path}: `;
  // A check of the whole says all there is to say.
  if (issue.type === 'check' || issue.type === 'raw_check') return `${where}${issue.message}`;
  const missing = issue.input === undefined;
  // valibot's own messages are in other words.
  const own = !issue.message.startsWith('Invalid ');
  const wanted = own ? issue.message : expectedWords(issue.expected ?? 'something else');
  return missing && issue.kind === 'schema' && issue.type === 'object'
    ? `${where}is missing`
    : `${where}found ${previewOf(issue.input)}, expected ${wanted}`;
}

/** The error for stored JSON that does not fit. */
export const unfitStored = (
  { source, part }: StoredPlace,
  what: string,
  at?: { line: number; column: number },
): NnError =>
  inputError(part === undefined ? what : `${part}: ${what}`, {
    where: { source, ...(part === undefined && at) },
    hint: HINT,
  });

/**
 * A text of JSON as a value.
 *
 * @throws NnError('input') with line and column, also where an object has a name twice
 */
export function parseStored(text: string, place: StoredPlace): unknown {
  return strictJson(text, (what, at) => unfitStored(place, `this is no JSON: ${what}`, at));
}

/**
 * A value as its schema has it.
 *
 * @throws NnError('input') with the path of the first thing that does not fit
 */
export function fitStored<S extends v.GenericSchema>(
  schema: S,
  value: unknown,
  place: StoredPlace,
): v.InferOutput<S> {
  const found = v.safeParse(schema, value, { abortEarly: true });
  if (found.success) return found.output;
  throw unfitStored(place, faultOf(found.issues[0]));
}

/**
 * A text of JSON as its schema has it.
 *
 * @throws NnError('input') with the file, the path in it, what was found and what is expected
 */
export const readStored = <S extends v.GenericSchema>(
  schema: S,
  text: string,
  place: StoredPlace,
): v.InferOutput<S> => fitStored(schema, parseStored(text, place), place);
