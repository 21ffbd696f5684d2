import { inputError } from '../../errors.ts';
import type { Moment } from './numberFormats.ts';
import type { Package } from './package.ts';
import { durationSeconds, serialText } from './serial.ts';
import { ItemText, unescapeText } from './texts.ts';
import { attribute } from './xml.ts';

/** A value that is no text although it is written as one: a date, a time, true or false. */
export interface Stamp {
  readonly stamp: string;
}

/** What a cell holds. */
export type Cell = number | string | Stamp;

/** Cells from one corner to the other; rows from 1, columns from 0. */
export interface Range {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
}

/** Cells that say less than they seem to. */
export interface Doubts {
  /** Cells with an error such as #DIV/0!, by its name. */
  readonly errors: Map<string, number>;
  /** Formulas whose value was not stored. */
  formulas: number;
  /** Cells that show a duration. */
  durations: number;
}

/** The cells of a sheet, without rows and columns that are empty. */
export interface Sheet {
  /** Number of each row that holds something, from 1. */
  readonly rows: readonly number[];
  /** Cells by column (from 0) and by place in `rows`; a hole is an empty cell. */
  readonly columns: ReadonlyMap<number, readonly (Cell | undefined)[]>;
  readonly merged: readonly Range[];
  readonly doubts: ReadonlyMap<number, Doubts>;
}

/** What the numbers in cells refer to. */
export interface SheetContext {
  readonly texts: readonly string[];
  readonly styles: readonly (Moment | undefined)[];
  readonly from1904: boolean;
}

/** Column and row of `AB12`. */
function placeOf(reference: string): { column: number; row: number } | undefined {
  const [, letters, digits] = /^\$?([A-Z]{1,3})\$?(\d+)$/i.exec(reference) ?? [];
  if (letters === undefined) return undefined;
  let column = 0;
  for (const letter of letters.toUpperCase()) column = column * 26 + letter.charCodeAt(0) - 64;
  return { column: column - 1, row: Number(digits) };
}

/** Integers that float64 does not hold keep their digits. */
function numberOf(text: string): number | string {
  const value = Number(text);
  return /^-?\d{16,}$/.test(text) && !Number.isSafeInteger(value) ? text : value;
}

const stamps = { true: { stamp: 'true' }, false: { stamp: 'false' } } as const;

/** Builds a sheet from the tags of its part. */
class SheetReader {
  readonly #context: SheetContext;
  readonly #source: string;
  readonly #columns = new Map<number, Cell[]>();
  readonly #rows: number[] = [];
  readonly #merged: Range[] = [];
  readonly #doubts = new Map<number, Doubts>();
  /** Dates that were made before, by style and number. */
  readonly #dates = new Map<string, Stamp>();
  #row = 0;
  #column = -1;
  #tag = '';
  #value = '';
  #within: 'value' | 'formula' | undefined;
  #formula = false;
  readonly #inline = new ItemText();

  constructor(context: SheetContext, source: string) {
    this.#context = context;
    this.#source = source;
  }

  open(name: string, tag: string): void {
    if (name === 'c') this.#openCell(tag);
    else if (name === 'row') {
      this.#row = Number(attribute(tag, 'r') ?? this.#row + 1);
      this.#column = -1;
    } else if (name === 'v') this.#within = 'value';
    else if (name === 'f') {
      this.#within = 'formula';
      this.#formula = true;
    } else if (name === 'mergeCell') this.#merge(attribute(tag, 'ref') ?? '');
    else this.#inline.open(name);
  }

  text(text: string): void {
    if (this.#within === 'value') this.#value += text;
    else if (this.#within === undefined) this.#inline.text(text);
  }

  close(name: string): void {
    if (name === 'c') this.#closeCell();
    else if (name === 'v' || name === 'f') this.#within = undefined;
    else this.#inline.close(name);
  }

  sheet(): Sheet {
    return { rows: this.#rows, columns: this.#columns, merged: this.#merged, doubts: this.#doubts };
  }

  #openCell(tag: string): void {
    const place = placeOf(attribute(tag, 'r') ?? '');
    this.#column = place?.column ?? this.#column + 1;
    this.#tag = tag;
    this.#value = '';
    this.#formula = false;
    this.#inline.take();
  }

  #closeCell(): void {
    const cell = this.#cell();
    if (cell === undefined || (typeof cell === 'string' && cell.trim() === '')) return;
    if (this.#rows.at(-1) !== this.#row) this.#rows.push(this.#row);
    let column = this.#columns.get(this.#column);
    if (!column) this.#columns.set(this.#column, (column = []));
    column[this.#rows.length - 1] = cell;
  }

  #cell(): Cell | undefined {
    const text = this.#value;
    switch (attribute(this.#tag, 't')) {
      case 'inlineStr':
        return this.#inline.take();
      case 's':
        return text === '' ? undefined : this.#sharedText(Number(text));
      case 'str':
        return unescapeText(text);
      case 'b':
        return text === '' ? undefined : stamps[text.trim() === '1' || text === 'true' ? 'true' : 'false'];
      case 'd':
        return { stamp: text };
      case 'e':
        this.#doubt().errors.set(text, (this.#doubt().errors.get(text) ?? 0) + 1);
        return undefined;
      default:
        return this.#number(text.trim());
    }
  }

  #sharedText(index: number): string {
    const text = this.#context.texts.at(index);
    if (text !== undefined) return text;
    throw inputError(`a cell has the shared text ${index}, and there is none`, {
      where: { source: this.#source },
    });
  }

  #number(text: string): Cell | undefined {
    if (text === '') {
      if (this.#formula) this.#doubt().formulas++;
      return undefined;
    }
    const value = numberOf(text);
    if (typeof value === 'string') return value;
    if (Number.isNaN(value))
      throw inputError(`a cell of numbers holds "${text}"`, { where: { source: this.#source } });
    const style = Number(attribute(this.#tag, 's') ?? 0);
    const moment = this.#context.styles[style];
    if (moment === undefined) return value;
    if (moment !== 'duration') return this.#date(value, moment) ?? value;
    this.#doubt().durations++;
    return durationSeconds(value);
  }

  #date(serial: number, moment: Moment): Stamp | undefined {
    const key = `${moment}${serial}`;
    const known = this.#dates.get(key);
    if (known) return known;
    const text = serialText(serial, moment, this.#context.from1904);
    if (text === undefined) return undefined;
    const stamp = { stamp: text };
    this.#dates.set(key, stamp);
    return stamp;
  }

  #doubt(): Doubts {
    const known = this.#doubts.get(this.#column);
    if (known) return known;
    const doubts = { errors: new Map<string, number>(), formulas: 0, durations: 0 };
    this.#doubts.set(this.#column, doubts);
    return doubts;
  }

  #merge(reference: string): void {
    const [from, to] = reference.split(':').map(placeOf);
    if (from && to && to.row > from.row)
      this.#merged.push({ top: from.row, bottom: to.row, left: from.column });
  }
}

/**
 * The cells of a sheet.
 *
 * @throws NnError('input') when it is damaged
 */
export async function readSheet(archive: Package, part: string, context: SheetContext): Promise<Sheet> {
  const reader = new SheetReader(context, archive.source);
  await archive.scan(part, reader);
  return reader.sheet();
}
