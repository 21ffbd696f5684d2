import { inputError } from '../../errors.ts';
import type { Column } from '../../data/table.ts';
import { Categories } from './categories.ts';
import { isMissingField } from '../../data/reading/missing.ts';
import { parseNumber } from './numbers.ts';
import type { Content, PlainRows } from './plainRows.ts';
import { fieldText } from '../text.ts';

/** `ignored`: its fields are counted and not read. */
export type ColumnType = 'number' | 'category' | 'ignored';

/** After so many numbers without a text a column is a number column. */
const CERTAIN = 1000;
/** A column with texts among at least this share of numbers is a number column with mistakes. */
const MOSTLY = 0.8;

/**
 * Collects one column. Without a given type it is a number column when every present value is a number, a
 * category column otherwise; but when at least 80 % of the values are numbers, a text is an error that names
 * its place.
 */
export class ColumnBuilder {
  readonly name: string;
  /** Position in the file, from 0. */
  readonly index: number;
  readonly #source: string;
  readonly #type: ColumnType | undefined;
  /** The values as numbers; undefined for words. */
  #values: Float64Array | undefined;
  /** The values as words; undefined for a column of numbers. Both while the type is open. */
  #words: Categories | undefined;
  #firstText: { text: string; line: number } | undefined;
  #rows = 0;
  #numbers = 0;
  #missing = 0;
  #integral = true;

  constructor(name: string, index: number, source: string, type: ColumnType | undefined) {
    this.name = name;
    this.index = index;
    this.#source = source;
    this.#type = type;
    if (type !== 'category' && type !== 'ignored') this.#values = new Float64Array(1024);
    if (type !== 'number' && type !== 'ignored') this.#words = new Categories(source);
  }

  /** What is certain to come from now on; undefined while the type is open. */
  get content(): Content | undefined {
    if (this.ignored) return 'skipped';
    if (this.#values && this.#words) return undefined;
    return this.#values ? 'number' : 'text';
  }

  get ignored(): boolean {
    return this.#type === 'ignored';
  }

  add(bytes: Uint8Array, from: number, to: number, line: number): void {
    if (this.#values) this.#addNumber(this.#values, bytes, from, to, line);
    if (this.#words) this.#addWord(this.#words, bytes, from, to, line);
    if (this.#values && this.#words && this.#firstText) this.#values = undefined;
    else if (this.#values && this.#words && this.#numbers >= CERTAIN) this.#words = undefined;
  }

  #addNumber(values: Float64Array, bytes: Uint8Array, from: number, to: number, line: number): void {
    const row = this.#rows++;
    const roomy = row < values.length ? values : this.#grow(values, 0);
    const value = parseNumber(bytes, from, to);
    roomy[row] = value;
    if (value === value) {
      this.#numbers++;
      if (this.#integral && !Number.isInteger(value)) this.#integral = false;
    } else if (isMissingField(bytes, from, to)) this.#missing++;
    else if (!this.#words) this.#notANumber(fieldText(bytes, from, to, this.#source, line), line);
  }

  #addWord(words: Categories, bytes: Uint8Array, from: number, to: number, line: number): void {
    const { code, number, infinite } = words.add(bytes, from, to, line);
    if (this.#type !== undefined || number || code < 0) return;
    if (infinite && words.numbers > 0) this.#notANumber(words.names[code], line);
    this.#firstText ??= { text: words.names[code], line };
  }

  /**
   * Adds the rows of a block, of which this column's content was taken. `expected` rows will probably come in
   * all.
   */
  addBlock(
    { values, spans, rows, width, texts }: PlainRows,
    bytes: Uint8Array,
    at: { column: number; text: number },
    line: number,
    expected: number,
  ): void {
    if (this.#values) this.#addNumbers(this.#values, values, at.column, width, rows, expected);
    else if (this.#words) {
      this.#words.reserve(rows, expected);
      for (let row = 0, span = 2 * at.text; row < rows; row++, span += 2 * texts)
        this.#addWord(this.#words, bytes, spans[span], spans[span + 1], line + row);
    }
  }

  #addNumbers(
    mine: Float64Array,
    values: Float64Array,
    first: number,
    width: number,
    rows: number,
    expected: number,
  ): void {
    const at = this.#rows;
    const into = at + rows > mine.length ? this.#grow(mine, Math.max(at + rows, expected)) : mine;
    let missing = 0;
    for (let i = 0, from = first; i < rows; i++, from += width) {
      const value = values[from];
      into[at + i] = value;
      if (value !== value) missing++;
    }
    if (this.#integral) {
      for (let i = at; i < at + rows && this.#integral; i++)
        if (into[i] === into[i] && !Number.isInteger(into[i])) this.#integral = false;
    }
    this.#rows += rows;
    this.#missing += missing;
    this.#numbers += rows - missing;
  }

  #grow(values: Float64Array, atLeast: number): Float64Array {
    const larger = new Float64Array(Math.max(atLeast, Math.ceil(values.length * 1.5)));
    larger.set(values);
    this.#values = larger;
    return larger;
  }

  #notANumber(text: string, line: number): never {
    throw inputError(`column "${this.name}": expected a number, found "${text}"`, {
      where: { source: this.#source, line, column: this.index + 1 },
      hint: /^[-+]?inf/i.test(text)
        ? 'infinities cannot be learned from; remove the row or leave the field empty'
        : 'correct the field, or leave it empty for a missing value',
    });
  }

  /** The column so far; valid until a row is added. */
  column(): Column {
    const { name } = this;
    if (this.#values) {
      const values = this.#values.subarray(0, this.#rows);
      return {
        kind: 'number',
        name,
        values,
        missing: this.#missing,
        integral: this.#integral && this.#numbers > 0,
      };
    }
    const { codes, names, missing, numbers } = this.#words ?? new Categories(this.#source);
    if (this.#firstText && numbers >= MOSTLY * (codes.length - missing))
      this.#notANumber(this.#firstText.text, this.#firstText.line);
    return { kind: 'category', name, codes, categories: names, missing };
  }

  /** Forgets the rows, for the next batch; only with a given type. */
  reset(): void {
    this.#rows = 0;
    this.#numbers = 0;
    this.#missing = 0;
    this.#integral = true;
    this.#words?.reset();
  }
}
