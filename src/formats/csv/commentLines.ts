import { isMark, isRow, isWord } from './comments.ts';
import type { Comments } from './comments.ts';
import { latin1Text } from '../../util/latin1.ts';

const QUOTE = 0x22;

/** Tells comments from rows, and counts them. */
export class CommentLines {
  readonly #comments: Comments;
  /** The sign of comments as bytes. */
  readonly #sign: Uint8Array;
  readonly #delimiter: number;
  /** Fields of a row. */
  readonly #width: number;
  /** Comments so far. */
  lines = 0;
  /** Those of them that could be rows of numbers. */
  commented = 0;
  /** Those below the first row that begin with a word. */
  doubtful = 0;
  /** No row has come yet. */
  first = true;

  constructor(comments: Comments, delimiter: number, width: number) {
    this.#comments = comments;
    this.#sign = new TextEncoder().encode(comments.sign);
    this.#delimiter = delimiter;
    this.#width = width;
  }

  /** Whether a line that begins with this byte may be a comment. */
  begins(byte: number): boolean {
    return byte === this.#sign[0];
  }

  /** Whether a line with quotes may be a row that goes on behind a line break. */
  mayGoOn(bytes: Uint8Array, at: number, end: number): boolean {
    return this.#comments.rows !== 'none' && bytes.subarray(at, end).includes(QUOTE);
  }

  /** Whether bytes [at, end), of which the first is that of the sign, are no row. */
  isComment(bytes: Uint8Array, at: number, end: number): boolean {
    const sign = this.#sign;
    for (let i = 1; i < sign.length; i++) if (bytes[at + i] !== sign[i]) return false;
    const fits = this.#fieldsOf(bytes, at, end) === this.#width;
    if (fits && !this.#comments.given && this.#beginsWithMark(bytes, at, end)) return false;
    const first = this.first && this.#comments.first && fits;
    return !first && !isRow(this.#comments, fits, bytes[at + sign.length]);
  }

  /** Whether the first field is #N/A or an error of a spreadsheet. */
  #beginsWithMark(bytes: Uint8Array, at: number, end: number): boolean {
    const found = bytes.indexOf(this.#delimiter, at);
    const to = Math.min(found < 0 ? end : found, end);
    return to - at < 12 && isMark(latin1Text(bytes.subarray(at, to)));
  }

  /** Counts the comment in bytes [at, end). */
  count(bytes: Uint8Array, at: number, end: number): void {
    const behind = bytes[at + this.#sign.length];
    const fields = this.#fieldsOf(bytes, at, end);
    this.lines++;
    if (fields === this.#width && fields > 1 && /[-+.\d]/.test(String.fromCharCode(behind))) this.commented++;
    else if (!this.first && isWord(behind)) this.doubtful++;
  }

  /** Fields of a line, delimiters in quotes left out. */
  #fieldsOf(bytes: Uint8Array, at: number, end: number): number {
    let fields = 1;
    let open = false;
    for (let i = at; i < end; i++) {
      if (bytes[i] === QUOTE) open = !open;
      else if (bytes[i] === this.#delimiter && !open) fields++;
    }
    return fields;
  }
}
