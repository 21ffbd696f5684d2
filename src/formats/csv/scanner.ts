import { inputError } from '../../errors.ts';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const HASH = 0x23;
const signs = (text: string) => new Set(Array.from(text, (sign) => sign.charCodeAt(0)));
/** What stands behind the # of a row of numbers that was taken out, and of a comment. */
const NUMBER = signs('+-.0123456789');
const NO_WORD = signs(' \t#,;');

/** Receives the fields of a file in order. Bytes are valid only during the call. */
export interface Sink {
  /**
   * One field: bytes [from, to) of `bytes`; `column` counts from 0. Quoted fields arrive without their
   * quotes.
   */
  field(bytes: Uint8Array, from: number, to: number, column: number): void;
  /** The end of a record that began on `line` (from 1) and had `fields` fields. */
  record(line: number, fields: number): void;
  /** The bytes of the record as they stood in the file; only when asked for. */
  raw?(bytes: Uint8Array, from: number, to: number): void;
  /**
   * Offers whole lines of [from, to) that begin with a record. Returns how many it took, each a record of its
   * own, and where the others begin.
   */
  lines?(bytes: Uint8Array, from: number, to: number, line: number): { next: number; rows: number };
}

/**
 * A streaming scanner for RFC 4180 with LF or CRLF: one pass over the bytes, no text made. Blank lines and
 * comments, which begin with #, are skipped. A record that is not complete at the end of a chunk waits for
 * the next chunk.
 */
export class Scanner {
  readonly #delimiter: number;
  readonly #sink: Sink;
  readonly #source: string;
  /** The record that is not complete yet: the first `#rest` bytes of `#held`. */
  #held = new Uint8Array(0);
  #rest = 0;
  #unquoted = new Uint8Array(256);
  #first = true;
  /** Where the next quote is in the chunk at hand; behind its end when there is none. */
  #nextQuote = -1;
  /** Fields of the first record; 0 before it. */
  #width = 0;
  /** Comments that are rows of numbers. */
  commented = 0;
  /** Line of the next record, from 1. */
  line = 1;

  constructor(delimiter: string, sink: Sink, source: string) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#sink = sink;
    this.#source = source;
  }

  /**
   * Scans a chunk, which may be overwritten afterwards.
   *
   * @throws NnError('input') for binary data and broken quotes
   */
  push(chunk: Uint8Array): void {
    let bytes = this.#rest === 0 ? chunk : this.#joined(chunk);
    if (this.#first && bytes.length < 3) {
      this.#hold(bytes);
      return;
    }
    bytes = this.#withoutMark(bytes);
    this.#hold(bytes.subarray(this.#scan(bytes, false)));
  }

  /** Scans what is left; the last line needs no line end. */
  end(): void {
    const bytes = this.#withoutMark(this.#held.subarray(0, this.#rest));
    this.#rest = 0;
    if (bytes.length > 0) this.#scan(bytes, true);
  }

  /** The bytes without a byte order mark, which may stand before the first ones. */
  #withoutMark(bytes: Uint8Array): Uint8Array {
    const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    if (this.#first && wide)
      throw inputError('this text is UTF-16, expected UTF-8', {
        where: { source: this.#source },
        hint: 'iconv -f UTF-16 -t UTF-8 turns one into the other',
      });
    const marked = this.#first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    this.#first = false;
    return marked ? bytes.subarray(3) : bytes;
  }

  /** The record that waited and what came now, together. */
  #joined(chunk: Uint8Array): Uint8Array {
    const length = this.#rest + chunk.length;
    if (length > this.#held.length) {
      const larger = new Uint8Array(length + (length >> 1));
      larger.set(this.#held.subarray(0, this.#rest));
      this.#held = larger;
    }
    this.#held.set(chunk, this.#rest);
    return this.#held.subarray(0, length);
  }

  #hold(bytes: Uint8Array): void {
    if (bytes.length > this.#held.length) this.#held = bytes.slice();
    else this.#held.set(bytes);
    this.#rest = bytes.length;
  }

  /** Scans complete records and returns where the first incomplete one begins. */
  #scan(bytes: Uint8Array, last: boolean): number {
    const sink = this.#sink;
    const { length } = bytes;
    const lastLine = sink.lines ? bytes.lastIndexOf(LF) + 1 : 0;
    this.#nextQuote = -1;
    let at = 0;
    for (;;) {
      if (sink.lines && at < lastLine) {
        const { next, rows } = sink.lines(bytes, at, lastLine, this.line);
        at = next;
        this.line += rows;
        if (rows > 0) continue;
      }
      const begin = at;
      if (at >= length) return begin;
      const skipped = this.#withoutRecord(bytes, at, last);
      if (skipped < 0) return begin;
      if (skipped > at) {
        at = skipped;
        this.line++;
        continue;
      }
      const end = this.#recordEnd(bytes, at, last);
      if (end < 0) return begin;
      const { line } = this;
      const columns = this.#fields(bytes, at, end);
      this.line++;
      if (sink.raw) {
        const to = end > begin && bytes[end - 1] === CR ? end - 1 : end;
        sink.raw(bytes, begin, to);
      }
      sink.record(line, columns);
      this.#width ||= columns;
      at = end + 1;
    }
  }

  /**
   * Where an empty line or a comment at `at` ends, line end included; `at` for a record; -1 when it has not
   * arrived.
   */
  #withoutRecord(bytes: Uint8Array, at: number, last: boolean): number {
    const { length } = bytes;
    if (bytes[at] === LF) return at + 1;
    if (bytes[at] === CR && (at + 1 < length || last) && (at + 1 >= length || bytes[at + 1] === LF))
      return at + 2;
    if (bytes[at] !== HASH) return at;
    const found = bytes.indexOf(LF, at);
    if (found < 0 && !last) return -1;
    const end = found < 0 ? length : found;
    return this.#isComment(bytes, at, end) ? Math.min(length, end + 1) : at;
  }

  /** Hands over the fields of the record [at, end) and returns how many there are. */
  #fields(bytes: Uint8Array, from: number, end: number): number {
    const delimiter = this.#delimiter;
    const sink = this.#sink;
    let at = from;
    let column = 0;
    for (;;) {
      if (bytes[at] === QUOTE && at < end) {
        at = this.#quoted(bytes, at, end, column);
      } else {
        const begin = at;
        while (at < end && bytes[at] !== delimiter) {
          if (bytes[at] === 0) this.#binary(column);
          at++;
        }
        let to = at;
        if (at === end && to > begin && bytes[to - 1] === CR) to--;
        sink.field(bytes, begin, to, column);
      }
      column++;
      if (at >= end) return column;
      at++;
      // A delimiter at the end of the line opens one more, empty field.
      if (at === end) {
        sink.field(bytes, at, at, column);
        return column + 1;
      }
    }
  }

  /**
   * Whether a line that begins with # is a comment. One with a word right behind the # and as many fields as
   * the rows before it is a row, such as one of hashtags.
   */
  #isComment(bytes: Uint8Array, at: number, end: number): boolean {
    let fields = 1;
    for (let i = at; i < end; i++) if (bytes[i] === this.#delimiter) fields++;
    if (fields !== this.#width || fields === 1) return true;
    if (NUMBER.has(bytes[at + 1])) {
      this.commented++;
      return true;
    }
    return NO_WORD.has(bytes[at + 1]);
  }

  /** Position of the line end that closes the record beginning at `at`; -1 when it has not arrived. */
  #recordEnd(bytes: Uint8Array, at: number, last: boolean): number {
    let end = bytes.indexOf(LF, at);
    if (end < 0) {
      if (!last) return -1;
      end = bytes.length;
    }
    if (this.#nextQuote < at) {
      const quote = bytes.indexOf(QUOTE, at);
      this.#nextQuote = quote < 0 ? bytes.length : quote;
    }
    if (this.#nextQuote >= end) return end;
    let open = false;
    let atFieldStart = true;
    for (let i = at; i < bytes.length; i++) {
      const byte = bytes[i];
      if (open) {
        if (byte === QUOTE) {
          if (bytes[i + 1] === QUOTE) i++;
          else open = false;
        }
      } else if (byte === LF) return i;
      else if (byte === QUOTE && atFieldStart) open = true;
      atFieldStart = !open && byte === this.#delimiter;
    }
    if (!last) return -1;
    if (open) {
      throw inputError('a quoted field that begins here is never closed, expected "', {
        where: { source: this.#source, line: this.line },
        hint: 'a quote inside a quoted field is written twice: ""',
      });
    }
    return bytes.length;
  }

  #quoted(bytes: Uint8Array, open: number, end: number, column: number): number {
    let out = this.#unquoted;
    let length = 0;
    let at = open + 1;
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        if (bytes[at + 1] !== QUOTE || at + 1 >= end) break;
        at++;
      } else if (byte === LF) this.line++;
      if (length === out.length) {
        const larger = new Uint8Array(out.length * 2);
        larger.set(out);
        this.#unquoted = out = larger;
      }
      out[length++] = byte;
    }
    at++;
    const stop = bytes[at] === CR && at + 1 === end ? at + 1 : at;
    if (stop < end && bytes[at] !== this.#delimiter) {
      throw inputError(
        `found "${String.fromCharCode(bytes[at])}" after the closing quote, expected the delimiter or the end of the line`,
        {
          where: { source: this.#source, line: this.line, column: column + 1 },
          hint: 'a quote inside a quoted field is written twice: ""',
        },
      );
    }
    this.#sink.field(out, 0, length, column);
    return stop;
  }

  #binary(column: number): never {
    throw inputError('found a zero byte, expected text', {
      where: { source: this.#source, line: this.line, column: column + 1 },
      hint: 'this does not look like CSV; name the format with --input-format',
    });
  }
}
