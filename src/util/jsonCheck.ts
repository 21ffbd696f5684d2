/** What is wrong with a text of JSON. */
export interface JsonFault {
  /** Place in the text, counted from 0. */
  readonly at: number;
  /** `found "}", expected a value`. */
  readonly what: string;
}

/** Levels of lists and objects inside each other that are read. */
export const DEEPEST = 200;

export const TOO_DEEP = `nested more than ${DEEPEST} levels deep`;

const [QUOTE, BACKSLASH] = [0x22, 0x5c];

/** Behind the quote that ends the text that begins at `at`; the length of the whole where none does. */
function behindText(text: string, at: number): number {
  for (let from = at + 1; ;) {
    const end = text.indexOf('"', from);
    if (end < 0) return text.length;
    let before = end;
    while (text.charCodeAt(before - 1) === BACKSLASH) before--;
    if ((end - before) % 2 === 0) return end + 1;
    from = end + 1;
  }
}

/** Where lists and objects are nested deeper than any that are read; undefined: nowhere. */
export function tooDeepAt(text: string): number | undefined {
  let depth = 0;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === QUOTE) at = behindText(text, at) - 1;
    else if (code === 0x5b || code === 0x7b) {
      if (++depth > DEEPEST) return at;
    } else if (code === 0x5d || code === 0x7d) depth--;
  }
  return undefined;
}

const BLANK = /[ \t\r\n]*/y;
const SCALAR = /(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?|true|false|null)(?![\w.+-])/y;

/** What may stand at a place, in words. */
const expectations = {
  value: 'a value',
  first: 'a value or "]"',
  name: 'a name in quotes',
  firstName: 'a name in quotes or "}"',
  colon: '":"',
  listComma: '"," or "]"',
  objectComma: '"," or "}"',
  end: 'the end',
} as const;

type Expected = keyof typeof expectations;

/** A list, or an object with the names that it has so far. */
interface Open {
  readonly names?: Set<string>;
}

/** Reads a text of JSON and keeps nothing of it but where it is and what it is inside of. */
class Walk {
  readonly #text: string;
  readonly #open: Open[] = [];
  #at = 0;
  #expected: Expected = 'value';

  constructor(text: string) {
    this.#text = text;
  }

  fault(): JsonFault | undefined {
    for (;;) {
      BLANK.lastIndex = this.#at;
      this.#at += BLANK.exec(this.#text)?.[0].length ?? 0;
      if (this.#at >= this.#text.length && this.#expected === 'end') return undefined;
      const found = this.#step(this.#text[this.#at] ?? '');
      if (found) return found;
    }
  }

  #step(sign: string): JsonFault | undefined {
    const expected = this.#expected;
    if (sign === ':' && expected === 'colon') return this.#go('value');
    if (sign === ',' && expected === 'listComma') return this.#go('value');
    if (sign === ',' && expected === 'objectComma') return this.#go('name');
    if (sign === ']' && (expected === 'first' || expected === 'listComma')) return this.#close();
    if (sign === '}' && (expected === 'firstName' || expected === 'objectComma')) return this.#close();
    if (sign === '"' && (expected === 'name' || expected === 'firstName')) return this.#name();
    return expected === 'value' || expected === 'first' ? this.#value(sign) : this.#wrong();
  }

  #go(expected: Expected): undefined {
    this.#at++;
    this.#expected = expected;
  }

  /** What comes behind a value. */
  #next(): Expected {
    const open = this.#open.at(-1);
    return open === undefined ? 'end' : open.names ? 'objectComma' : 'listComma';
  }

  #close(): undefined {
    this.#open.pop();
    this.#go(this.#next());
  }

  #value(sign: string): JsonFault | undefined {
    if (sign === '[' || sign === '{') {
      if (this.#open.length >= DEEPEST) return { at: this.#at, what: TOO_DEEP };
      this.#open.push(sign === '{' ? { names: new Set() } : {});
      return this.#go(sign === '{' ? 'firstName' : 'first');
    }
    if (sign === '"') {
      const quoted = this.#quoted();
      if (quoted === undefined) return this.#wrong('a text that ends');
    } else {
      SCALAR.lastIndex = this.#at;
      const found = SCALAR.exec(this.#text)?.[0];
      if (found === undefined) return this.#wrong();
      this.#at += found.length;
    }
    this.#expected = this.#next();
    return undefined;
  }

  #name(): JsonFault | undefined {
    const at = this.#at;
    const name = this.#quoted();
    if (name === undefined) return this.#wrong('a name that ends');
    const names = this.#open.at(-1)?.names;
    if (names?.has(name)) return { at, what: `found the name ${JSON.stringify(name)} twice` };
    names?.add(name);
    this.#expected = 'colon';
    return undefined;
  }

  /** Reads a text in quotes; undefined, and no step further, where it is none. */
  #quoted(): string | undefined {
    const end = behindText(this.#text, this.#at);
    try {
      const text = String(JSON.parse(this.#text.slice(this.#at, end)));
      this.#at = end;
      return text;
    } catch {
      return undefined;
    }
  }

  #wrong(expected: string = expectations[this.#expected]): JsonFault {
    const sign = this.#text.codePointAt(this.#at);
    const found = sign === undefined ? 'the end' : JSON.stringify(String.fromCodePoint(sign));
    return { at: this.#at, what: `found ${found}, expected ${expected}` };
  }
}

/** What is wrong with a text of JSON: its first fault, a name that an object has twice, too many levels. */
export const jsonFault = (text: string): JsonFault | undefined => new Walk(text).fault();

/** Line and column of a place in a text, counted from 1. */
export function lineAndColumn(text: string, at: number): { readonly line: number; readonly column: number } {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

/**
 * A text of JSON as a value.
 *
 * @param fail makes the error of a text that is none, has a name twice or is nested too deeply
 */
export function strictJson(
  text: string,
  fail: (what: string, place: { readonly line: number; readonly column: number }) => Error,
): unknown {
  const fault = jsonFault(text);
  if (fault) throw fail(fault.what, lineAndColumn(text, fault.at));
  return JSON.parse(text);
}
