import { Dictionary } from './dictionary.ts';
import { isMissingField } from '../../data/reading/missing.ts';
import { parseNumber } from './numbers.ts';
import { fieldText } from '../text.ts';

/** Different texts that are remembered from one batch to the next. */
const REMEMBERED = 1 << 16;

/** What is known of a text. */
interface Entry {
  /** Its category; −1 for one that means "no value". */
  readonly code: number;
  readonly number: boolean;
  readonly infinite: boolean;
}

/** The values of a column as words: which of its different texts each row has. */
export class Categories {
  readonly #source: string;
  readonly #dictionary = new Dictionary();
  #entries: Entry[] = [];
  #names: string[] = [];
  #codes = new Int32Array(1024);
  rows = 0;
  missing = 0;
  /** Rows whose text is a number. */
  numbers = 0;

  constructor(source: string) {
    this.#source = source;
  }

  /** Adds the field in bytes [from, to) and tells what it is; the text itself only where it is new. */
  add(bytes: Uint8Array, from: number, to: number, line: number): Entry {
    const index = this.#dictionary.add(bytes, from, to);
    const entry = (this.#entries[index] ??= this.#learn(bytes, from, to, line));
    this.reserve(1);
    this.#codes[this.rows++] = entry.code;
    if (entry.code < 0) this.missing++;
    if (entry.number) this.numbers++;
    return entry;
  }

  /** Makes room for more rows; `expected` in all will probably come. */
  reserve(more: number, expected = 0): void {
    const needed = this.rows + more;
    if (needed <= this.#codes.length) return;
    const larger = new Int32Array(Math.max(needed, expected, Math.ceil(1.5 * this.#codes.length)));
    larger.set(this.#codes.subarray(0, this.rows));
    this.#codes = larger;
  }

  #learn(bytes: Uint8Array, from: number, to: number, line: number): Entry {
    if (isMissingField(bytes, from, to)) return { code: -1, number: false, infinite: false };
    const name = fieldText(bytes, from, to, this.#source, line);
    const number = !Number.isNaN(parseNumber(bytes, from, to));
    return { code: this.#names.push(name) - 1, number, infinite: /^[-+]?inf(inity)?$/i.test(name) };
  }

  /** Category of each row; valid until the next row is added. */
  get codes(): Int32Array {
    return this.#codes.subarray(0, this.rows);
  }

  /** The categories in order of first appearance; grows with the rows that come. */
  get names(): readonly string[] {
    return this.#names;
  }

  /** Forgets the rows, for the next batch; the texts are mostly the same again. */
  reset(): void {
    this.rows = 0;
    this.missing = 0;
    this.numbers = 0;
    if (this.#dictionary.size < REMEMBERED) return;
    this.#dictionary.clear();
    this.#entries = [];
    this.#names = [];
  }
}
