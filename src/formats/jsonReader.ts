import { inputError } from '../errors.ts';
import { DEEPEST, lineAndColumn, TOO_DEEP, tooDeepAt } from '../util/jsonCheck.ts';

/**
 * Fields of a record by name in the order of the file. JSON.parse makes an object of it: whole numbers as
 * names come first there, and names such as `toString` seem to be in every one.
 */
export type JsonRecord = Readonly<Record<string, unknown>> | ReadonlyMap<string, unknown>;

/** Whether a value is a record, of whichever reader. */
export const isJsonRecord = (value: unknown): value is JsonRecord =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The value of a field; undefined where the record has none of this name. */
export function fieldOf(record: JsonRecord, name: string): unknown {
  if (record instanceof Map) return record.get(name);
  return Object.hasOwn(record, name) ? (record as Record<string, unknown>)[name] : undefined;
}

/** Names of the fields in the order of the file. */
export const fieldNames = (record: JsonRecord): string[] =>
  record instanceof Map ? [...record.keys()] : Object.keys(record);

/** Names that an object keeps in another order or takes for something else, and integers beyond 2⁵³. */
const NEEDS_READER = /"(?:\d+|__proto__)"\s*:|(?<![.\d])\d{16,}(?![.\deE])|\\u00(?:3\d|5f)/i;

const blank = /[ \t\r\n]*/y;
const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?/y;
// What has to be escaped is what must not stand there.
// oxlint-disable-next-line no-control-regex
const string = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*"/y;
const word = /-?[A-Za-z]+/y;

/** Words that stand for values; NaN and infinities as Python's json writes them. */
const words: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['null', null],
  ['true', true],
  ['false', false],
  ['NaN', null],
  ['Infinity', Infinity],
  ['-Infinity', -Infinity],
]);

/** Reads JSON as the file has it: order of names, integers beyond 2⁵³ as bigint, NaN as a missing value. */
class JsonReader {
  readonly #text: string;
  readonly #source: string;
  readonly #line: number;
  #at = 0;

  constructor(text: string, source: string, line: number) {
    this.#text = text;
    this.#source = source;
    this.#line = line;
  }

  whole(): unknown {
    const value = this.#value(0);
    this.#match(blank);
    if (this.#at < this.#text.length) this.#fail();
    return value;
  }

  #fail(what?: string): never {
    const before = this.#text.slice(0, this.#at);
    const sign = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    const found = this.#at >= this.#text.length ? 'the end' : JSON.stringify(sign);
    throw inputError(what ?? `this is not JSON: found ${found} where it cannot stand`, {
      where: {
        source: this.#source,
        line: this.#line + before.split('\n').length - 1,
        column: this.#at - before.lastIndexOf('\n'),
      },
    });
  }

  #match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #string(): string {
    const begin = this.#at;
    const quoted = this.#match(string);
    if (quoted !== undefined) return quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1);
    // The first sign that cannot stand in it.
    // oxlint-disable-next-line no-control-regex
    const good = /"(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[\dA-Fa-f]{4}))*/y;
    if (this.#text[begin] === '"') this.#match(good);
    return this.#fail();
  }

  #number(): unknown {
    const digits = this.#match(number);
    if (digits === undefined) return this.#fail();
    const value = Number(digits);
    return Number.isSafeInteger(value) || !/^-?\d+$/.test(digits) ? value : BigInt(digits);
  }

  #word(): unknown {
    const begin = this.#at;
    const found = this.#match(word) ?? '';
    if (words.has(found)) return words.get(found);
    this.#at = begin;
    return this.#fail();
  }

  #value(depth: number): unknown {
    this.#match(blank);
    if (depth > DEEPEST) this.#fail(TOO_DEEP);
    const sign = this.#text[this.#at];
    if (sign === '{') return this.#object(depth + 1);
    if (sign === '[') return this.#array(depth + 1);
    if (sign === '"') return this.#string();
    if (sign === '-' && this.#text[this.#at + 1] === 'I') return this.#word();
    return sign === '-' || (sign >= '0' && sign <= '9') ? this.#number() : this.#word();
  }

  /** Goes past a comma, or past the end of a list: true when it goes on. */
  #goesOn(end: string): boolean {
    this.#match(blank);
    const sign = this.#text[this.#at];
    if (sign !== ',' && sign !== end) this.#fail();
    this.#at++;
    return sign === ',';
  }

  #isEmpty(end: string): boolean {
    this.#at++;
    this.#match(blank);
    if (this.#text[this.#at] !== end) return false;
    this.#at++;
    return true;
  }

  #array(depth: number): unknown[] {
    const items: unknown[] = [];
    if (this.#isEmpty(']')) return items;
    do items.push(this.#value(depth));
    while (this.#goesOn(']'));
    return items;
  }

  #object(depth: number): Map<string, unknown> {
    const fields = new Map<string, unknown>();
    if (this.#isEmpty('}')) return fields;
    do {
      this.#match(blank);
      const name = this.#string();
      this.#match(blank);
      if (this.#text[this.#at] !== ':') this.#fail();
      this.#at++;
      fields.set(name, this.#value(depth));
    } while (this.#goesOn('}'));
    return fields;
  }
}

/**
 * A text of JSON: objects as `JsonRecord`, integers beyond 2⁵³ as bigint, NaN as null, infinities as numbers.
 * By JSON.parse, which is ten times as fast, where that gives the same.
 *
 * @param line of the file on which the text begins
 * @throws NnError('input') with line and column
 */
export function readJson(text: string, source: string, line = 1): unknown {
  if (!NEEDS_READER.test(text)) {
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      // The reader takes more than JSON, or says where the text is wrong.
      return new JsonReader(text, source, line).whole();
    }
    const deep = tooDeepAt(text);
    if (deep === undefined) return value;
    const place = lineAndColumn(text, deep);
    throw inputError(TOO_DEEP, { where: { source, ...place, line: line + place.line - 1 } });
  }
  return new JsonReader(text, source, line).whole();
}

/** A value as JSON again; records in their order, integers with all their digits. */
export function jsonOf(value: unknown): string {
  if (typeof value === 'bigint') return String(value);
  if (Array.isArray(value)) return `[${value.map(jsonOf).join(',')}]`;
  if (!isJsonRecord(value)) return JSON.stringify(value) ?? 'null';
  const fields = fieldNames(value).map((name) => `${JSON.stringify(name)}:${jsonOf(fieldOf(value, name))}`);
  return `{${fields.join(',')}}`;
}

const LONGEST_PREVIEW = 60;

/** The beginning of a value, as an error shows it. */
export function previewOf(value: unknown): string {
  if (Array.isArray(value)) return value.length < 10 && value.every(isShort) ? jsonOf(value) : 'a list';
  if (isJsonRecord(value)) {
    const names = fieldNames(value);
    return names.length < 5 && names.every((name) => isShort(fieldOf(value, name)))
      ? jsonOf(value)
      : 'an object';
  }
  const text = jsonOf(value);
  return text.length > LONGEST_PREVIEW ? `${text.slice(0, LONGEST_PREVIEW)}…` : text;
}

const isShort = (value: unknown) =>
  (typeof value !== 'object' || value === null) && String(value).length < LONGEST_PREVIEW;
