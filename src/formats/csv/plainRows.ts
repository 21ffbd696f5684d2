import { isMissingField } from '../../data/reading/missing.ts';
import { Decimal } from './decimal.ts';
import { PADDED, spellingOf, UNUSUAL } from './spelling.ts';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
const SPACE = 0x20;
const ZERO = 0x30;
const NINE = 0x39;
const POWERS = Float64Array.from({ length: 10 }, (_, i) => 10 ** i);
const EXACT = 2 ** 53;

/** Numbers of a block: few enough to stay in the cache until the columns have taken them. */
const BLOCK = 1 << 16;

/** What a column holds: numbers, texts, or fields that nobody looks at. */
export type Content = 'number' | 'text' | 'skipped';

const NUMBER = 0;
const TEXT = 1;
const codes: Readonly<Record<Content, number>> = { number: NUMBER, text: TEXT, skipped: 2 };

/**
 * Reads rows as programs write them, such as `-12.345678,7,,red`, straight from bytes: no field is looked at
 * twice and no text is made. Digits before and after the point are gathered as two integers; their sum over a
 * power of ten is exact up to 2⁵³, so that one division rounds correctly (Clinger 1990). It stops before the
 * first row that holds anything else: a comment, spaces around a number, a quote inside a text, a text among
 * numbers, another number of fields.
 */
export class PlainRows {
  readonly width: number;
  /** Columns of texts. */
  readonly texts: number;
  readonly #delimiter: number;
  readonly #contents: Uint8Array;
  /** Rows of a block, and those that there is room for so far. */
  readonly #most: number;
  #room = 0;
  readonly #comment: number;
  readonly #decimal = new Decimal();
  #spans = 0;
  /** Row-major values of the rows read by the last call; NaN where missing or no number. */
  values = new Float64Array(0);
  /** Where the texts of these rows begin and end, row by row. */
  spans = new Int32Array(0);
  /** Where each of these rows begins; its line end is the byte before the next row. */
  starts = new Int32Array(1);
  /** Rows read by the last call, and where the next one begins. */
  rows = 0;
  next = 0;

  /** How numbers of each column were spelled so far, see `spellingOf`. */
  readonly spellings: Uint8Array;

  /** @param comment byte that may begin a comment; −1: none does */
  constructor(contents: readonly Content[], delimiter: string, comment: number) {
    this.width = contents.length;
    this.texts = contents.filter((content) => content === 'text').length;
    this.#contents = Uint8Array.from(contents, (content) => codes[content]);
    this.#delimiter = delimiter.charCodeAt(0);
    this.#most = Math.max(this.width > BLOCK / 4 ? 2 : 16, Math.floor(BLOCK / this.width));
    this.#comment = comment;
    this.spellings = new Uint8Array(this.width);
  }

  /** Makes room for the rows that so many bytes can hold; a small file does not pay for a whole block. */
  #reserve(bytes: number): void {
    // A field is followed by a byte that ends it.
    const rows = Math.min(this.#most, Math.floor(bytes / this.width) + 1);
    if (rows <= this.#room) return;
    this.#room = Math.min(this.#most, Math.max(rows, 2 * this.#room));
    this.values = new Float64Array(this.#room * this.width);
    this.spans = new Int32Array(2 * this.#room * this.texts);
    this.starts = new Int32Array(this.#room + 1);
  }

  /** Reads whole lines of [at, end), as many as a block takes; `end` is just behind a line end. */
  scan(bytes: Uint8Array, at: number, end: number): void {
    this.#reserve(end - at);
    const { width, starts } = this;
    const comment = this.#comment;
    let p = at;
    let rows = 0;
    this.#spans = 0;
    while (p < end && rows < this.#room) {
      starts[rows] = p;
      const byte = bytes[p];
      if (byte === comment || byte === LF || byte === CR) break;
      const next = this.#row(bytes, p, rows * width);
      if (next < 0) break;
      p = next;
      rows++;
    }
    starts[rows] = p;
    this.rows = rows;
    this.next = p;
  }

  /**
   * One row, its values from `values[out]` on. Returns where the next one begins; -1: it is not plain.
   * Numbers with up to nine digits on either side of their point are read here; others are for #unusual.
   */
  #row(bytes: Uint8Array, at: number, out: number): number {
    const { width, values, spellings } = this;
    const delimiter = this.#delimiter;
    const contents = this.#contents;
    let q = at;
    let byte = bytes[q];
    for (let column = 0; column < width; column++, out++) {
      const begin = q;
      if (contents[column] === NUMBER) {
        const first = byte === MINUS ? q + 1 : q;
        if (first > q) byte = bytes[++q];
        let whole = 0;
        while (byte >= ZERO && byte <= NINE) {
          whole = (whole * 10 + (byte - ZERO)) | 0;
          byte = bytes[++q];
        }
        let plain = q > first && q - first < 10;
        let value = whole;
        if (byte === POINT) {
          const point = ++q;
          const most = point + 9;
          let fraction = 0;
          byte = bytes[q];
          while (byte >= ZERO && byte <= NINE && q < most) {
            fraction = (fraction * 10 + (byte - ZERO)) | 0;
            byte = bytes[++q];
          }
          const digits = q - point;
          const together = whole * POWERS[digits] + fraction;
          value = together / POWERS[digits];
          plain &&= together <= EXACT;
          if (fraction === 0) spellings[column] |= UNUSUAL;
          if (plain && byte >= ZERO && byte <= NINE) {
            const decimal = this.#decimal;
            if (decimal.readOn(bytes, q, whole, fraction, digits)) {
              value = decimal.value;
              byte = bytes[(q = decimal.next)];
            }
          }
        } else if (bytes[first] === ZERO && q - first > 1) spellings[column] |= PADDED;
        if (plain && (byte === delimiter || byte === LF || byte === CR))
          values[out] = first > begin ? -value : value;
        else if ((q = this.#unusual(bytes, begin, out, column)) < 0) return -1;
      } else if ((q = this.#text(bytes, begin, contents[column] === TEXT)) < 0) return -1;
      byte = bytes[q];
      if (column === width - 1) {
        if (byte === CR) byte = bytes[++q];
        return byte === LF ? q + 1 : -1;
      }
      if (byte !== delimiter) return -1;
      byte = bytes[++q];
    }
    return -1;
  }

  /**
   * A long number, one in quotes, with an exponent or a plus, or a missing one. Returns where it ends; -1: none of
   * these.
   */
  #unusual(bytes: Uint8Array, at: number, out: number, column: number): number {
    if (bytes[at] === QUOTE) return this.#quotedNumber(bytes, at, out, column);
    const signed = bytes[at] === MINUS || bytes[at] === PLUS ? 1 : 0;
    if (this.#decimal.read(bytes, at + signed)) {
      const { value, next } = this.#decimal;
      this.values[out] = bytes[at] === MINUS ? -value : value;
      this.spellings[column] |= spellingOf(bytes, at, next, value);
      return next;
    }
    const end = this.#fieldEnd(bytes, at);
    this.values[out] = Number.NaN;
    return isMissingField(bytes, at, end) ? end : -1;
  }

  /** A number in quotes, or none in quotes. Returns where the field ends; −1: neither. */
  #quotedNumber(bytes: Uint8Array, at: number, out: number, column: number): number {
    const first = at + 1;
    let close = first;
    while (bytes[close] !== QUOTE && bytes[close] !== LF) close++;
    if (bytes[close] !== QUOTE || bytes[close + 1] === QUOTE) return -1;
    const signed = bytes[first] === MINUS || bytes[first] === PLUS ? 1 : 0;
    const decimal = this.#decimal;
    if (decimal.read(bytes, first + signed) && decimal.next === close) {
      this.values[out] = bytes[first] === MINUS ? -decimal.value : decimal.value;
      this.spellings[column] |= spellingOf(bytes, first, close, decimal.value);
      return close + 1;
    }
    this.values[out] = Number.NaN;
    return isMissingField(bytes, first, close) ? close + 1 : -1;
  }

  #fieldEnd(bytes: Uint8Array, at: number): number {
    let q = at;
    while (bytes[q] !== this.#delimiter && bytes[q] !== LF) q++;
    return bytes[q] === LF && q > at && bytes[q - 1] === CR ? q - 1 : q;
  }

  /** A text, in quotes or not. Returns where the field ends; -1: it is to be looked at more closely. */
  #text(bytes: Uint8Array, at: number, keep: boolean): number {
    let q = at;
    let to: number;
    if (bytes[at] === QUOTE) {
      q++;
      while (bytes[q] !== QUOTE && bytes[q] !== LF && bytes[q] !== 0) q++;
      if (bytes[q] !== QUOTE || bytes[q + 1] === QUOTE) return -1;
      to = q++;
    } else {
      const delimiter = this.#delimiter;
      while (bytes[q] !== delimiter && bytes[q] !== LF) if (bytes[q++] === 0) return -1;
      if (bytes[at] === SPACE && this.#quoteAfterSpaces(bytes, at)) return -1;
      if (bytes[q] === LF && q > at && bytes[q - 1] === CR) q--;
      to = q;
    }
    if (keep) {
      this.spans[this.#spans++] = bytes[at] === QUOTE ? at + 1 : at;
      this.spans[this.#spans++] = to;
    }
    return q;
  }

  #quoteAfterSpaces(bytes: Uint8Array, at: number): boolean {
    let q = at;
    while (bytes[q] === SPACE) q++;
    return bytes[q] === QUOTE;
  }
}
