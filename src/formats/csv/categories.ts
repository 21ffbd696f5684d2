import type { CategoryColumn } from '../../data/table.ts';
import { isMissingField, isMissingSign, signsAreValues } from '../../data/reading/missing.ts';
import type { NnError } from '../../errors.ts';
import { fieldText } from '../text.ts';
import { Dictionary } from './dictionary.ts';
import { parseNumber } from './numbers.ts';
import { spellingOf } from './spelling.ts';

/** Different texts that are remembered from one batch to the next. */
const REMEMBERED = 1 << 16;

/** What is known of a text. */
interface Entry {
  /**
   * Its category; −1 for an empty one, below that for one that means "no value", or may, such as `-`: text k of those
   * is −2 − k.
   */
  readonly code: number;
  /** NaN where it is none. */
  readonly number: number;
  /** What the number loses, see `spellingOf`. */
  readonly spelling: number;
}

const MISSING: Entry = { code: -1, number: Number.NaN, spelling: 0 };

/** A number with a comma before its fraction, 35,6 or 1.250,00, perhaps with a unit or a currency. */
const COMMA = /^[^\d,]*\d+(?:\.\d{3})*,\d+[^\d,]*$/;
/** A whole number in groups of thousands that looks like a fraction, 1.250. */
const GROUPS = /^[-+]?[1-9]\d{0,2}\.\d{3}$/;
export const hasDecimalComma = (text: string): boolean =>
  COMMA.test(text) && !/^[^\d]*\d{1,3}(?:,\d{3})+[^\d]*$/.test(text);
/** Whether it may stand for a whole number where points stand between thousands. */
export const mayBeGroups = (text: string): boolean => !text.includes('.') || GROUPS.test(text.trim());

/** The values of a column as texts: which of its different texts each row has. */
export class Categories {
  readonly #source: string;
  readonly #bad: ((row: number, error: NnError) => void) | undefined;
  readonly #verbatim: boolean;
  readonly #dictionary = new Dictionary();
  #entries: Entry[] = [];
  #names: string[] = [];
  #absent: string[] = [];
  #codes = new Int32Array(16);
  rows = 0;
  /** Rows whose text is a number. */
  numbers = 0;
  /** A text that is no number was seen. */
  holdsTexts = false;
  /** Every number so far is whole. */
  integral = true;
  /** What the numbers lose, see `spellingOf`. */
  spelling = 0;
  /** Every number with a point looks like 1.250, and there are such. */
  grouped = true;
  points = false;
  /** A text such as 35,6 was seen. */
  decimalComma = false;

  /**
   * @param bad takes texts that are not UTF-8, which are an error otherwise
   * @param verbatim only empty fields are missing
   */
  constructor(
    source: string,
    {
      bad,
      verbatim = false,
    }: { bad?: ((row: number, error: NnError) => void) | undefined; verbatim?: boolean } = {},
  ) {
    this.#source = source;
    this.#bad = bad;
    this.#verbatim = verbatim;
  }

  /** Adds the field in bytes [from, to); true: it has a text that was not seen before. */
  add(bytes: Uint8Array, from: number, to: number, line: number): boolean {
    const index = this.#dictionary.add(bytes, from, to);
    const known = index < this.#entries.length;
    if (!known) this.#entries.push(this.#learn(bytes, from, to, line));
    const { code, number } = this.#entries[index];
    this.reserve(1);
    this.#codes[this.rows++] = code;
    if (number === number) this.numbers++;
    return !known;
  }

  /** Adds rows without a value. */
  addMissing(rows = 1): void {
    this.reserve(rows);
    this.#codes.fill(-1, this.rows, this.rows + rows);
    this.rows += rows;
  }

  /** Takes the value of a row away. */
  blank(row: number): void {
    this.#codes[row] = -1;
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
    const text = this.#text(bytes, from, to, line);
    if (text === undefined) return MISSING;
    if (this.#verbatim ? text.trim() === '' : isMissingField(bytes, from, to)) {
      if (text.trim() === '') return MISSING;
      return { ...MISSING, code: -1 - this.#absent.push(text) };
    }
    const number = parseNumber(bytes, from, to);
    const code = this.#names.push(text) - 1;
    if (number !== number) {
      this.holdsTexts = true;
      this.decimalComma ||= hasDecimalComma(text);
      return { code, number, spelling: 0 };
    }
    const spelling = spellingOf(bytes, from, to, number);
    this.integral &&= Number.isInteger(number);
    this.spelling |= spelling;
    this.grouped &&= mayBeGroups(text);
    this.points ||= text.includes('.');
    return { code, number, spelling };
  }

  #text(bytes: Uint8Array, from: number, to: number, line: number): string | undefined {
    try {
      return fieldText(bytes, from, to, this.#source, line);
    } catch (error) {
      if (!this.#bad) throw error;
      this.#bad(this.rows, error as NnError);
      return undefined;
    }
  }

  /** How many different texts there are. */
  get distinct(): number {
    return this.#names.length;
  }

  /** The number of each row, NaN where it has none; `room` for so many rows. */
  values(room: number): Float64Array {
    const byCode = new Float64Array(this.#names.length).fill(Number.NaN);
    for (const { code, number } of this.#entries) if (code >= 0) byCode[code] = number;
    const values = new Float64Array(Math.max(room, this.rows));
    for (let row = 0; row < this.rows; row++) values[row] = byCode[this.#codes[row]] ?? Number.NaN;
    return values;
  }

  /** The column so far; valid until a row is added. */
  column(name: string): CategoryColumn {
    const codes = this.#codes.subarray(0, this.rows);
    const whole = this.#absent.length > 0 ? this.#withAbsent(codes) : { codes, categories: this.#names };
    let missing = 0;
    for (let row = 0; row < codes.length; row++) if (whole.codes[row] < 0) missing++;
    return { kind: 'category', name, ...whole, missing };
  }

  /** Signs such as `-` as values, in a column of signs; as missing in all others, as words such as NA are. */
  #withAbsent(codes: Int32Array): Pick<CategoryColumn, 'codes' | 'categories' | 'absent'> {
    const areValues = signsAreValues(this.#names);
    const isValue = (code: number) =>
      code >= 0 || (code < -1 && areValues && isMissingSign(this.#absent[-2 - code]));
    const all = areValues ? this.#entries.filter(({ code }) => isValue(code)).map(({ code }) => code) : [];
    const times = new Int32Array(this.#absent.length);
    for (const code of codes) if (code < -1) times[-2 - code]++;
    const absent = new Map<string, number>();
    this.#absent.forEach((text, k) => {
      const word = text.trim();
      if (times[k] > 0 && !isValue(-2 - k)) absent.set(word, (absent.get(word) ?? 0) + times[k]);
    });
    const found = absent.size > 0 ? { absent } : {};
    if (!all.some((code) => code < 0))
      return { codes: codes.map((code) => Math.max(code, -1)), categories: this.#names, ...found };
    const categories = all.map((code) => (code < 0 ? this.#absent[-2 - code] : this.#names[code]));
    const places = new Map(all.map((code, place) => [code, place]));
    return { codes: codes.map((code) => places.get(code) ?? -1), categories, ...found };
  }

  /** Forgets the rows, for the next batch; the texts are mostly the same again. */
  reset(): void {
    this.rows = 0;
    this.numbers = 0;
    if (this.#dictionary.size < REMEMBERED) return;
    this.#dictionary.clear();
    this.#entries = [];
    this.#names = [];
    this.#absent = [];
  }

  /** Forgets the rows behind the first `rows`; only where nothing was counted on them. */
  truncate(rows: number): void {
    this.rows = Math.min(this.rows, rows);
  }
}
