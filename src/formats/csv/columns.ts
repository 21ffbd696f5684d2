import { isMissingField } from '../../data/reading/missing.ts';
import type { Column, NumberColumn } from '../../data/table.ts';
import type { NnError } from '../../errors.ts';
import type { UnreadField } from '../define.ts';
import { fieldText } from '../text.ts';
import { Categories } from './categories.ts';
import { parseNumber } from './numbers.ts';
import type { Content, PlainRows } from './plainRows.ts';
import { distinctUpToNamed, keepsTexts, spellingOf, UNUSUAL } from './spelling.ts';

/**
 * How the fields of a column are taken. Of a batch: `number` and `category` whatever they hold, `ignored` are
 * counted and not read, of `verbatim` only empty fields are missing. Of a whole file, by its head: `plain` as numbers until one is none, `texts` as texts,
 * which become numbers at the end if they lose nothing, `spelled` as texts that do so as soon as that is clear.
 */
export type ColumnType = 'number' | 'category' | 'verbatim' | 'ignored' | 'plain' | 'texts' | 'spelled';

/** What all columns of a file share. */
export interface ColumnContext {
  readonly source: string;
  /** About so many rows will come. */
  readonly expected: () => number;
  /** Whether the file has numbers such as 35,6, so that 1.250 may be 1250. */
  readonly decimalComma: () => boolean;
  /** Texts that stand for "no value" beside the usual ones. */
  readonly missing: ReadonlySet<string>;
  /** Takes fields of columns of numbers that are none. */
  readonly unread?: (field: UnreadField) => void;
  /** Takes rows that cannot be read; they are an error when absent. */
  readonly bad?: ((row: number, error: NnError) => void) | undefined;
}

/** Collects one column. */
export class ColumnBuilder {
  readonly name: string;
  /** Position in the file, from 0. */
  readonly index: number;
  /** It holds something that its numbers lose: the file is to be read again for it, as texts. */
  marked = false;
  /** No field of it held anything, not even a text for "no value". */
  empty = true;
  #type: ColumnType;
  readonly #context: ColumnContext;
  /** The values as numbers; undefined for texts. */
  #values: Float64Array | undefined;
  /** The values as texts; undefined for numbers. */
  #words: Categories | undefined;
  #rows = 0;
  #missing = 0;
  #spelling = 0;
  #recount = false;

  constructor(name: string, index: number, type: ColumnType, context: ColumnContext) {
    this.name = name;
    this.index = index;
    this.#type = type;
    this.#context = context;
    if (type === 'number' || type === 'plain') this.#values = new Float64Array(0);
    else if (type !== 'ignored')
      this.#words = this.#words = new Categories(context.source, {
        bad: context.bad,
        verbatim: type === 'verbatim',
      });
  }

  /** What is to come from now on. */
  get content(): Content {
    if (this.ignored || this.marked) return 'skipped';
    return this.#values ? 'number' : 'text';
  }

  get ignored(): boolean {
    return this.#type === 'ignored';
  }

  /** A text such as 35,6 was seen. */
  get decimalComma(): boolean {
    return this.#words?.decimalComma === true;
  }

  /** True: what is to come has changed. */
  add(bytes: Uint8Array, from: number, to: number, line: number): boolean {
    if (from < to) this.empty = false;
    if (this.#values) return !this.marked && this.#addNumber(this.#values, bytes, from, to, line);
    return this.#words !== undefined && this.#addWord(this.#words, bytes, from, to, line);
  }

  #addNumber(values: Float64Array, bytes: Uint8Array, from: number, to: number, line: number): boolean {
    const row = this.#rows++;
    const roomy = row < values.length ? values : this.#grow(values, row + 1);
    const value = parseNumber(bytes, from, to);
    roomy[row] = value;
    if (value === value) {
      let first = from;
      let end = to;
      while (bytes[first] === 0x20) first++;
      while (bytes[end - 1] === 0x20) end--;
      this.#spelling |= spellingOf(bytes, first, end, value);
      return false;
    }
    this.#missing++;
    if (isMissingField(bytes, from, to)) return false;
    const text = fieldText(bytes, from, to, this.#context.source, line);
    if (this.#context.missing.has(text.trim())) return false;
    if (this.#type === 'plain') return (this.marked = true);
    this.#context.unread?.({ row, column: this.name, text, line });
    return false;
  }

  #addWord(words: Categories, bytes: Uint8Array, from: number, to: number, line: number): boolean {
    if (!words.add(bytes, from, to, line) || this.#type !== 'spelled') return false;
    // Whatever may come, it is not known yet how it will be spelled.
    if (words.holdsTexts || (words.integral && keepsTexts(words.spelling | UNUSUAL, words.distinct)))
      return false;
    this.#toNumbers(words);
    return true;
  }

  /** Whether something would be lost if these texts were numbers. */
  #keepsTexts(words: Categories): boolean {
    if (words.holdsTexts || (words.points && words.grouped && this.#context.decimalComma())) return true;
    return words.integral && keepsTexts(words.spelling, words.distinct);
  }

  #toNumbers(words: Categories): void {
    this.#values = words.values(this.#context.expected());
    this.#rows = words.rows;
    this.#missing = words.rows - words.numbers;
    this.#spelling = words.spelling;
    this.#words = undefined;
    this.#type = 'plain';
  }

  /** Adds the rows of a block, of which this column's content was taken. True: see `add`. */
  addBlock(block: PlainRows, bytes: Uint8Array, at: { column: number; text: number }, line: number): boolean {
    const { spans, rows, texts } = block;
    if (this.#values) {
      if (!this.marked) this.#addNumbers(this.#values, block, at.column);
      return false;
    }
    const words = this.#words;
    if (!words) {
      this.empty = false;
      return false;
    }
    words.reserve(rows, this.#context.expected());
    for (let row = 0, span = 2 * at.text; row < rows; row++, span += 2 * texts) {
      if (spans[span] < spans[span + 1]) this.empty = false;
      if (this.#addWord(words, bytes, spans[span], spans[span + 1], line + row))
        return this.#addRest(block, bytes, { span: span + 2 * texts, row: row + 1 }, line);
    }
    return false;
  }

  /** The rest of a block whose texts turned out to be numbers. */
  #addRest(
    { spans, rows, texts }: PlainRows,
    bytes: Uint8Array,
    from: { span: number; row: number },
    line: number,
  ): true {
    for (let { span, row } = from; row < rows; row++, span += 2 * texts)
      this.add(bytes, spans[span], spans[span + 1], line + row);
    return true;
  }

  #addNumbers(mine: Float64Array, { values, width, rows, spellings }: PlainRows, first: number): void {
    const at = this.#rows;
    const into = at + rows > mine.length ? this.#grow(mine, at + rows) : mine;
    let missing = 0;
    for (let i = 0, from = first; i < rows; i++, from += width) {
      const value = values[from];
      into[at + i] = value;
      if (value !== value) missing++;
    }
    this.#spelling |= spellings[first];
    this.#rows += rows;
    this.#missing += missing;
    if (missing < rows) this.empty = false;
  }

  #grow(values: Float64Array, atLeast: number): Float64Array {
    const room = Math.max(atLeast, this.#context.expected(), Math.ceil(values.length * 1.5), 4);
    const larger = new Float64Array(room);
    larger.set(values);
    this.#values = larger;
    return larger;
  }

  /** The column so far; valid until a row is added. */
  column(): Column {
    const { name } = this;
    if (this.#values) return this.#numbers(this.#values);
    const words = this.#words ?? new Categories(this.#context.source);
    if (this.#type === 'category' || this.#type === 'verbatim') return words.column(name);
    if (words.rows > 0 && !this.#keepsTexts(words)) {
      this.#toNumbers(words);
      return this.column();
    }
    return words.column(name);
  }

  #numbers(all: Float64Array): NumberColumn {
    const values = all.subarray(0, this.#rows);
    const { name } = this;
    const missing = this.#recount
      ? values.reduce((n, value) => (value === value ? n : n + 1), 0)
      : this.#missing;
    return { kind: 'number', name, values, missing, integral: missing < values.length && areWhole(values) };
  }

  /** Marks a column of numbers that lost something of its texts, when all rows are there. */
  finish(): void {
    if (!this.#values || this.#type !== 'plain' || this.marked) return;
    const values = this.#values.subarray(0, this.#rows);
    const zeros = (this.#spelling & UNUSUAL) !== 0;
    if (this.#context.decimalComma() && mayAllBeGroups(values, zeros)) this.marked = true;
    else if (this.#spelling !== 0 && areWhole(values))
      this.marked = keepsTexts(this.#spelling, distinctUpToNamed(values));
  }

  /** Takes the value of a row away. */
  blank(row: number): void {
    this.#words?.blank(row);
    if (this.#values) this.#values[row] = Number.NaN;
    this.#recount = true;
  }

  /** Forgets what a row that could not be read added, and adds one without value. */
  skipRow(rows: number): void {
    if (this.#words) {
      this.#words.truncate(rows);
      this.#words.addMissing();
    }
    this.#recount = true;
    if (!this.#values) return;
    if (rows >= this.#values.length) this.#grow(this.#values, rows + 1)[rows] = Number.NaN;
    else this.#values[rows] = Number.NaN;
    this.#rows = rows + 1;
  }

  /** Forgets the rows, for the next batch. */
  reset(): void {
    this.#rows = 0;
    this.#missing = 0;
    this.#recount = false;
    this.#words?.reset();
  }
}

function areWhole(values: Float64Array): boolean {
  for (let i = 0; i < values.length; i++)
    if (values[i] === values[i] && !Number.isInteger(values[i])) return false;
  return true;
}

/**
 * Whether every number may be one of thousands with a point between its groups, 1.250, and some of them have one.
 *
 * @param zeros whole numbers with a point were seen, such as 1.000
 */
function mayAllBeGroups(values: Float64Array, zeros: boolean): boolean {
  let points = zeros;
  for (const value of values) {
    if (value !== value || Number.isInteger(value)) continue;
    if (Math.abs(value) >= 1000 || Math.round(value * 1000) / 1000 !== value) return false;
    points = true;
  }
  return points;
}
