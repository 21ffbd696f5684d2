import { inputError } from '../../errors.ts';
import type { Column } from '../../data/table.ts';
import { isMissing, parseNumber } from './numbers.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** The text of a field. Throws an input error when it is not UTF-8. */
export function fieldText(bytes: Uint8Array, from: number, to: number, source: string, line: number): string {
  try {
    return decoder.decode(bytes.subarray(from, to));
  } catch {
    throw inputError('found bytes that are not UTF-8, expected text', {
      where: { source, line },
      hint: 'convert the file, for example with iconv -f latin1 -t utf-8',
    });
  }
}

/** `ignored`: its fields are counted and not read. */
export type ColumnType = 'number' | 'category' | 'ignored';

/** After so many numbers without a text a column is a number column. */
const CERTAIN = 1000;
/** A column with texts among at least this share of numbers is a number column with mistakes. */
const MOSTLY = 0.8;

/**
 * Collects one column. Without a given type it is a number column when every present value is a number, a category
 * column otherwise; but when at least 80 % of the values are numbers, a text is an error that names its place.
 */
export class ColumnBuilder {
  readonly name: string;
  readonly index: number;
  readonly #source: string;
  readonly #type: ColumnType | undefined;
  readonly #single: boolean;
  #values: Float64Array | Float32Array;
  #codes = new Int32Array(0);
  #categories = new Map<string, number>();
  /** Texts of the values so far, while the type is open. */
  #texts: string[] | undefined;
  #firstText: { text: string; line: number } | undefined;
  #numbers = 0;
  #missing = 0;
  #integral = true;
  #rows = 0;

  constructor(name: string, index: number, source: string, type: ColumnType | undefined, single: boolean) {
    this.name = name;
    this.index = index;
    this.#source = source;
    this.#type = type;
    this.#single = single;
    this.#values = single ? new Float32Array(1024) : new Float64Array(1024);
    this.#texts = type === undefined ? [] : undefined;
    if (type === 'category') this.#codes = new Int32Array(1024);
  }

  add(bytes: Uint8Array, from: number, to: number, line: number): void {
    if (this.#type === 'ignored') return;
    if (this.#type === 'category') {
      this.#addCategory(bytes, from, to, line);
      return;
    }
    const row = this.#rows++;
    if (row === this.#values.length) this.#grow();
    const value = parseNumber(bytes, from, to);
    if (value === value) {
      this.#values[row] = value;
      this.#numbers++;
      if (this.#integral && !Number.isInteger(value)) this.#integral = false;
      if (this.#texts) this.#remember(bytes, from, to, line);
      return;
    }
    this.#values[row] = Number.NaN;
    if (isMissing(bytes, from, to)) {
      this.#missing++;
      this.#texts?.push('');
      return;
    }
    const text = fieldText(bytes, from, to, this.#source, line);
    const infinite = /^[-+]?inf(inity)?$/i.test(text) && this.#numbers > 0;
    if (!this.#texts || infinite) this.#notANumber(text, line);
    this.#firstText ??= { text, line };
    this.#texts.push(text);
  }

  get ignored(): boolean {
    return this.#type === 'ignored';
  }

  /** True when nothing but numbers can come, so that `addBlock` may be used. */
  get certain(): boolean {
    return this.#type === 'number' || this.ignored || (this.#type === undefined && this.#texts === undefined);
  }

  /** Adds a column of a row-major block of numbers. `expected` rows will probably come in all. */
  addBlock(values: Float64Array, first: number, width: number, rows: number, expected: number): void {
    const at = this.#rows;
    if (at + rows > this.#values.length) this.#grow(Math.max(at + rows, expected));
    const mine = this.#values;
    for (let i = 0, from = first; i < rows; i++, from += width) mine[at + i] = values[from];
    if (this.#integral) {
      for (let i = 0, from = first; i < rows && this.#integral; i++, from += width)
        if (!Number.isInteger(values[from])) this.#integral = false;
    }
    this.#rows += rows;
    this.#numbers += rows;
  }

  #remember(bytes: Uint8Array, from: number, to: number, line: number): void {
    if (!this.#firstText && this.#numbers >= CERTAIN) this.#texts = undefined;
    else this.#texts?.push(fieldText(bytes, from, to, this.#source, line));
  }

  #addCategory(bytes: Uint8Array, from: number, to: number, line: number): void {
    const row = this.#rows++;
    if (row === this.#codes.length) {
      const larger = new Int32Array(row * 2);
      larger.set(this.#codes);
      this.#codes = larger;
    }
    this.#codes[row] = isMissing(bytes, from, to)
      ? this.#codeOf('')
      : this.#codeOf(fieldText(bytes, from, to, this.#source, line));
  }

  #codeOf(text: string): number {
    if (text === '') {
      this.#missing++;
      return -1;
    }
    const known = this.#categories.get(text);
    if (known !== undefined) return known;
    this.#categories.set(text, this.#categories.size);
    return this.#categories.size - 1;
  }

  #grow(atLeast = 0): void {
    const size = Math.max(atLeast, Math.ceil(this.#values.length * 1.5));
    const larger = this.#single ? new Float32Array(size) : new Float64Array(size);
    larger.set(this.#values);
    this.#values = larger;
  }

  #notANumber(text: string, line: number): never {
    throw inputError(`column "${this.name}": expected a number, found "${text}"`, {
      where: { source: this.#source, line, column: this.index + 1 },
      hint: /^[-+]?inf/i.test(text)
        ? 'infinities cannot be learned from; remove the row or leave the field empty'
        : 'correct the field, or leave it empty for a missing value',
    });
  }

  /** The column so far; a builder with a given type may go on after `reset`. */
  column(): Column {
    const { name } = this;
    if (this.#type === undefined && this.#firstText && this.#texts) {
      const present = this.#rows - this.#missing;
      if (this.#numbers >= MOSTLY * present) this.#notANumber(this.#firstText.text, this.#firstText.line);
      this.#missing = 0;
      const codes = Int32Array.from(this.#texts, (text) => this.#codeOf(text));
      return {
        kind: 'category',
        name,
        codes,
        categories: [...this.#categories.keys()],
        missing: this.#missing,
      };
    }
    if (this.#type === 'category') {
      return {
        kind: 'category',
        name,
        codes: this.#codes.slice(0, this.#rows),
        categories: [...this.#categories.keys()],
        missing: this.#missing,
      };
    }
    const values = this.#values.subarray(0, this.#rows);
    const integral = this.#integral && this.#numbers > 0;
    return {
      kind: 'number',
      name,
      values: this.#type ? values.slice() : values,
      missing: this.#missing,
      integral,
    };
  }

  /** Forgets the rows, for the next batch. */
  reset(): void {
    this.#rows = 0;
    this.#missing = 0;
    this.#categories = new Map();
  }
}
