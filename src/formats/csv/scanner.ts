import { inputError, NnError } from '../../errors.ts';
import { CommentLines } from './commentLines.ts';
import type { Comments } from './comments.ts';
import { binary } from './dialect.ts';
import { LineEnds } from './lineEnds.ts';
import { RecordEnds } from './recordEnds.ts';

const QUOTE = 0x22;
const LF = 0x0a;
const CR = 0x0d;
const SPACE = 0x20;

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
  /** Takes a record that cannot be read, bytes [from, to), which is an error otherwise. */
  bad?(error: NnError, line: number, bytes: Uint8Array, from: number, to: number): void;
  /**
   * Offers whole lines of [from, to) that begin with a record. Returns how many it took, each a record of its
   * own, and where the others begin.
   */
  lines?(bytes: Uint8Array, from: number, to: number, line: number): { next: number; rows: number };
}

export interface ScannerOptions {
  readonly delimiter: string;
  readonly source: string;
  /** Line of the first record, from 1. */
  readonly line: number;
  /** Fields of a row. */
  readonly width: number;
  readonly comments: Comments;
}

/**
 * A streaming scanner for RFC 4180 with lines that end with LF, CRLF or CR: one pass over the bytes, no text
 * made. Blank lines and comments are skipped. A record that is not complete at the end of a chunk waits for the
 * next chunk.
 */
export class Scanner {
  readonly #delimiter: number;
  readonly #sink: Sink;
  readonly #source: string;
  readonly #lineEnds: LineEnds;
  readonly #recordEnds: RecordEnds;
  /** The record that is not complete yet: the first `#rest` bytes of `#held`. */
  #held = new Uint8Array(0);
  #rest = 0;
  #unquoted = new Uint8Array(256);
  readonly comments: CommentLines;
  /** Line of the next record, from 1. */
  line: number;

  constructor(sink: Sink, { delimiter, source, line, width, comments }: ScannerOptions) {
    this.#delimiter = delimiter.charCodeAt(0);
    this.#sink = sink;
    this.#source = source;
    this.line = line;
    this.comments = new CommentLines(comments, this.#delimiter, width);
    this.#lineEnds = new LineEnds(this.#delimiter);
    this.#recordEnds = new RecordEnds(this.#delimiter);
  }

  /**
   * Scans a chunk of UTF-8, which may be overwritten afterwards.
   *
   * @throws NnError('input') for binary data and broken quotes
   */
  push(chunk: Uint8Array): void {
    const seen = this.#rest;
    const joined = seen === 0 ? chunk : this.#joined(chunk);
    const bytes = this.#lineEnds.unify(joined, seen, seen > 0);
    const begin = this.#scan(bytes, seen, false);
    if (begin === 0 && seen > 0) this.#rest = bytes.length;
    else this.#hold(bytes.subarray(begin));
  }

  /** Scans what is left; the last line needs no line end. */
  end(): void {
    const bytes = this.#held.subarray(0, this.#rest);
    this.#rest = 0;
    if (bytes.length > 0) this.#scan(bytes, bytes.length, true);
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

  /**
   * Scans complete records and returns where the first incomplete one begins.
   *
   * @param seen so many bytes were scanned before, without the end of the first record
   */
  #scan(bytes: Uint8Array, seen: number, last: boolean): number {
    const sink = this.#sink;
    const { length } = bytes;
    const newLine = sink.lines ? bytes.subarray(seen).lastIndexOf(LF) : -1;
    const lastLine = newLine < 0 ? 0 : seen + newLine + 1;
    this.#recordEnds.next();
    let at = 0;
    for (;;) {
      if (sink.lines && at < lastLine && !this.#recordEnds.quoted) {
        const { next, rows } = sink.lines(bytes, at, lastLine, this.line);
        at = next;
        this.line += rows;
        if (rows > 0) {
          this.comments.first = false;
          this.#recordEnds.forget();
          continue;
        }
      }
      if (at >= length) return at;
      const skipped = this.#withoutRecord(bytes, at, last);
      if (skipped < 0) return at;
      if (skipped > at) {
        at = skipped;
        this.line++;
        continue;
      }
      const end = this.#recordEnds.find(bytes, at, last);
      if (end < 0) return at;
      at = this.#record(bytes, at, end);
    }
  }

  /** Hands a record over and returns where the next one begins. */
  #record(bytes: Uint8Array, begin: number, end: number): number {
    const sink = this.#sink;
    const { line } = this;
    const to = end > begin && bytes[end - 1] === CR ? end - 1 : end;
    this.comments.first = false;
    try {
      if (this.#recordEnds.open)
        throw this.#error('a quoted field that begins here is never closed, expected "', line);
      const columns = this.#fields(bytes, begin, end);
      this.line++;
      sink.raw?.(bytes, begin, to);
      sink.record(line, columns);
    } catch (error) {
      if (!sink.bad || !(error instanceof NnError)) throw error;
      // A quote that is never closed would take the rest of the file with it.
      const stop = this.#recordEnds.open ? lineEnd(bytes, begin) : end;
      sink.bad(error, line, bytes, begin, stop > begin && bytes[stop - 1] === CR ? stop - 1 : stop);
      this.line = line + 1;
      for (let i = begin; i < stop; i++) if (bytes[i] === LF) this.line++;
      return stop + 1;
    }
    return end + 1;
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
    if (!this.comments.begins(bytes[at])) return at;
    const found = bytes.indexOf(LF, at);
    if (found < 0 && !last) return -1;
    const end = found < 0 ? length : found;
    if (!this.comments.isComment(bytes, at, end)) return at;
    if (this.comments.mayGoOn(bytes, at, end)) {
      // A row may go on behind a line break in quotes.
      const whole = this.#recordEnds.find(bytes, at, last);
      if (whole < 0) return -1;
      this.#recordEnds.forget();
      if (whole > end && !this.comments.isComment(bytes, at, whole)) return at;
    }
    this.comments.count(bytes, at, end);
    return Math.min(length, end + 1);
  }

  /** Hands over the fields of the record [at, end) and returns how many there are. */
  #fields(bytes: Uint8Array, from: number, end: number): number {
    const delimiter = this.#delimiter;
    const sink = this.#sink;
    let at = from;
    let column = 0;
    for (;;) {
      const begin = at;
      while (at < end && bytes[at] === SPACE) at++;
      if (bytes[at] === QUOTE && at < end) {
        at = this.#quoted(bytes, at, end, column);
      } else {
        while (at < end && bytes[at] !== delimiter) {
          if (bytes[at] === 0) throw this.#binary(column);
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

  #quoted(bytes: Uint8Array, open: number, end: number, column: number): number {
    let length = 0;
    let at = open + 1;
    if (this.#unquoted.length < end - at) this.#unquoted = new Uint8Array(2 * (end - at));
    const out = this.#unquoted;
    for (; at < end; at++) {
      const byte = bytes[at];
      if (byte === QUOTE) {
        if (bytes[at + 1] !== QUOTE || at + 1 >= end) break;
        at++;
      } else if (byte === LF) this.line++;
      else if (byte === 0) throw this.#binary(column);
      out[length++] = byte;
    }
    at++;
    let stop = at;
    while (stop < end && bytes[stop] === SPACE) stop++;
    if (bytes[stop] === CR && stop + 1 === end) stop++;
    if (stop < end && bytes[stop] !== this.#delimiter) {
      const found = String.fromCharCode(bytes[stop]);
      throw this.#error(
        `found "${found}" after the closing quote, expected the delimiter or the end of the line`,
        this.line,
        column,
      );
    }
    this.#sink.field(out, 0, length, column);
    return stop;
  }

  #error(message: string, line: number, column?: number): NnError {
    return inputError(message, {
      where: { source: this.#source, line, ...(column !== undefined && { column: column + 1 }) },
      hint: 'a quote inside a quoted field is written twice: ""',
    });
  }

  #binary(column: number): NnError {
    return binary(this.#source, this.line, column + 1);
  }
}

/** Where the line that begins at `from` ends. */
function lineEnd(bytes: Uint8Array, from: number): number {
  const end = bytes.indexOf(LF, from);
  return end < 0 ? bytes.length : end;
}
