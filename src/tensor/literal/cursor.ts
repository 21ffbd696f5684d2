import { NnError, inputError } from '../../errors.ts';

/** A bracket that is open. */
interface Bracket {
  readonly at: number;
  readonly open: string;
  /** Nothing but blanks parts its elements, as NumPy prints them; found out when it matters. */
  printed?: boolean;
}

/** As numpy.ndarray, and deep enough for expressions. */
const MOST_DEEP = 64;

const insideBlank = /(?:\s|#[^\n]*)+/y;
const lineBlank = /(?:[^\S\n]|#[^\n]*|\\\r?\n)+/y;

/** A text and a place in it. */
export class Cursor {
  readonly text: string;
  readonly source: string;
  at = 0;
  readonly #brackets: Bracket[] = [];
  #deep = 0;

  /** @param source what errors call the text: `argument 1`, a file name */
  constructor(text: string, source: string) {
    this.text = text;
    this.source = source;
  }

  /** @throws NnError('input') with the line and column of `at` */
  fail(found: string, expected: string, at = this.at, hint?: string): never {
    return this.refuse(`${found}, expected ${expected}`, at, hint);
  }

  /** @throws NnError('input') with the line and column of `at` */
  refuse(message: string, at = this.at, hint?: string): never {
    throw inputError(message, {
      ownLines: true,
      where: this.whereIs(at),
      ...(hint !== undefined && { hint }),
    });
  }

  /** Line and column of a place. */
  whereIs(at: number) {
    const before = this.text.slice(0, at);
    const line = before.split('\n').length;
    return { source: this.source, line, column: at - before.lastIndexOf('\n') };
  }

  /** Does something; what it refuses without saying where is refused at `at`. */
  located<T>(at: number, work: () => T): T {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof NnError) || error.where) throw error;
      return this.refuse(error.message, at, error.hint);
    }
  }

  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  /** What would match here, without going on. */
  ahead(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    return pattern.exec(this.text)?.[0];
  }

  /** Blanks and comments; inside of brackets line ends too. */
  skip(): void {
    this.match(this.#brackets.length > 0 ? insideBlank : lineBlank);
  }

  peek(): string {
    return this.text[this.at] ?? '';
  }

  found(): string {
    const word = this.ahead(/[\p{L}_][\p{L}\p{N}_.]*/uy);
    return this.peek() === '' ? 'found the end' : `found "${word ?? this.peek()}"`;
  }

  /** Goes into a bracket. @throws NnError('input') where there are too many */
  enter(): void {
    this.deeper();
    this.#brackets.push({ at: this.at, open: this.peek() });
    this.at++;
  }

  /** Leaves the bracket, at its other end. */
  leave(): void {
    this.at++;
    this.#brackets.pop();
    this.#deep--;
  }

  /** One level deeper into an expression. @throws NnError('input') */
  deeper(): void {
    if (++this.#deep > MOST_DEEP)
      this.fail(
        `found more than ${MOST_DEEP} brackets inside each other`,
        `an array of at most ${MOST_DEEP} axes`,
      );
  }

  shallower(): void {
    this.#deep--;
  }

  /** Some bracket is open. */
  get inside(): boolean {
    return this.#brackets.length > 0;
  }

  /** The innermost bracket is that of a list whose elements have no commas between them. */
  get printed(): boolean {
    const bracket = this.#brackets.at(-1);
    if (bracket?.open !== '[') return false;
    bracket.printed ??= !this.#hasComma(bracket.at);
    return bracket.printed;
  }

  /** A comma stands in a bracket, not deeper in it. */
  #hasComma(from: number): boolean {
    for (let at = from + 1, deep = 0; at < this.text.length; at++) {
      const sign = this.text[at];
      if (sign === '[' || sign === '(') deep++;
      else if (sign === ']' || sign === ')') {
        if (deep-- === 0) return false;
      } else if (sign === ',' && deep === 0) return true;
    }
    return false;
  }

  /** A blank stands before this place. */
  get afterBlank(): boolean {
    return this.at > 0 && /\s/.test(this.text[this.at - 1]);
  }
}
