import { Decimal } from './decimal.ts';
import { isMissingField } from '../../data/reading/missing.ts';

const LF = 0x0a;
const CR = 0x0d;
const QUOTE = 0x22;
const HASH = 0x23;
const MINUS = 0x2d;
const PLUS = 0x2b;
const POINT = 0x2e;
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
  readonly #most: number;
  readonly #decimal = new Decimal();
  #spans = 0;
  /** Row-major values of the rows read by the last call; NaN where missing or no number. */
  readonly values: Float64Array;
  /** Where the texts of these rows begin and end, row by row. */
  readonly spans: Int32Array;
  /** Where each of these rows begins; its line end is the byte before the next row. */
  readonly starts: Int32Array;
  /** Rows read by the last call, and where the next one begins. */
  rows = 0;
  next = 0;

  constructor(contents: readonly Content[], delimiter: string) {
    this.width = contents.length;
    this.texts = contents.filter((content) => content === 'text').length;
    this.#contents = Uint8Array.from(contents, (content) => codes[content]);
    this.#delimiter = delimiter.charCodeAt(0);
    this.#most = Math.max(16, Math.floor(BLOCK / this.width));
    this.values = new Float64Array(this.#most * this.width);
    this.spans = new Int32Array(2 * this.#most * this.texts);
    this.starts = new Int32Array(this.#most + 1);
  }

  /** Reads whole lines of [at, end), as many as a block takes; `end` is just behind a line end. */
  scan(bytes: Uint8Array, at: number, end: number): void {
    const { width, values, starts } = this;
    const delimiter = this.#delimiter;
    const contents = this.#contents;
    const mostRows = this.#most;
    const last = width - 1;
    let p = at;
    let rows = 0;
    let out = 0;
    this.#spans = 0;
    row: while (p < end && rows < mostRows) {
      starts[rows] = p;
      let byte = bytes[p];
      if (byte === HASH || byte === LF || byte === CR) break;
      let q = p;
      for (let column = 0; column < width; column++) {
        if (contents[column] === NUMBER) {
          q = this.#number(bytes, q, out++);
          if (q < 0) break row;
        } else {
          q = this.#text(bytes, q, contents[column] === TEXT);
          if (q < 0) break row;
          values[out++] = 0;
        }
        byte = bytes[q];
        if (column < last) {
          if (byte !== delimiter) break row;
        } else {
          if (byte === CR) byte = bytes[++q];
          if (byte !== LF) break row;
        }
        byte = bytes[++q];
      }
      p = q;
      rows++;
    }
    starts[rows] = p;
    this.rows = rows;
    this.next = p;
  }

  /**
   * A number with up to nine digits on either side of its point; others are for #unusual. Its value goes
   * to `values[out]` at once: a field of this object would box every number. Returns where it ends; -1: no
   * number.
   */
  #number(bytes: Uint8Array, at: number, out: number): number {
    let q = at;
    let byte = bytes[q];
    const negative = byte === MINUS;
    if (negative) byte = bytes[++q];
    const first = q;
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
      const decimal = this.#decimal;
      if (plain && byte >= ZERO && byte <= NINE && decimal.readOn(bytes, q, whole, fraction, digits)) {
        ({ value, next: q } = decimal);
        byte = bytes[q];
      }
    }
    if (!plain || (byte !== this.#delimiter && byte !== LF && byte !== CR))
      return this.#unusual(bytes, at, out);
    this.values[out] = negative ? -value : value;
    return q;
  }

  /**
   * A long number, one with an exponent or a plus, or a missing one. Returns where it ends; -1: none of
   * these.
   */
  #unusual(bytes: Uint8Array, at: number, out: number): number {
    const signed = bytes[at] === MINUS || bytes[at] === PLUS ? 1 : 0;
    if (this.#decimal.read(bytes, at + signed)) {
      const { value, next } = this.#decimal;
      this.values[out] = bytes[at] === MINUS ? -value : value;
      return next;
    }
    const end = this.#fieldEnd(bytes, at);
    this.values[out] = Number.NaN;
    return isMissingField(bytes, at, end) ? end : -1;
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
      if (bytes[q] === LF && q > at && bytes[q - 1] === CR) q--;
      to = q;
    }
    if (keep) {
      this.spans[this.#spans++] = bytes[at] === QUOTE ? at + 1 : at;
      this.spans[this.#spans++] = to;
    }
    return q;
  }
}
