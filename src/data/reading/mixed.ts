import { counted } from '../../util/plural.ts';
import { count, percent } from '../../util/quantity.ts';
import type { CategoryColumn } from '../table.ts';
import { detectDates } from './dates/detect.ts';
import { fitNotation } from './notation.ts';

/** Why a column of numbers or dates is read as categories: `ColumnReading.why`. */
export const MIXED = 'written in several ways';

/** Texts of a column that are looked at. */
const SOME = 300;
/** Share of the rows that are numbers and dates in a column of them. */
const NEARLY_ALL = 0.95;
/** A notation of fewer rows than this share is a mistake. */
const REGULAR = 0.05;
/** More notations than that are none. */
const MOST = 4;

/** A number of thousands, millions, billions: 1.2K. */
const LETTERS = /^[^\p{L}\d]{0,3}\d[\d.,]* ?([KMBT]|bn|mn|mio)$/iu;

/** What a number or a date is written as; undefined for other texts. */
function notationOf(text: string): string | undefined {
  const trimmed = text.trim();
  if (!/\d/.test(trimmed)) return undefined;
  const fit = fitNotation([trimmed]);
  if (fit?.failing.length === 0) return `number ${fit.notation.unit ?? ''}`;
  const letters = LETTERS.exec(trimmed)?.[1];
  if (letters !== undefined) return `number ${letters.toLowerCase()}`;
  return detectDates([trimmed]) ? trimmed.replaceAll(/\d+/g, '9').replaceAll(/\p{L}+/gu, 'a') : undefined;
}

/** One way in which values are written. */
interface Notation {
  readonly example: string;
  rows: number;
}

/**
 * In which ways the numbers or dates of a column are written, each with a value and its rows; undefined where it holds
 * something else, or they are written alike.
 */
export function mixedNotations({ categories, codes }: CategoryColumn): string | undefined {
  const looked = categories.slice(0, SOME);
  const notations: (string | undefined)[] = [];
  let others = 0;
  for (const text of looked) {
    const notation = notationOf(text);
    notations.push(notation);
    if (notation === undefined && ++others > (1 - NEARLY_ALL) * looked.length) return undefined;
  }
  if (new Set(notations).size < 2) return undefined;
  const found = new Map<string, Notation>();
  let rows = 0;
  for (const code of codes) {
    if (code < 0 || code >= looked.length) continue;
    rows++;
    const notation = notations[code];
    if (notation === undefined) continue;
    const one = found.get(notation) ?? { example: categories[code], rows: 0 };
    one.rows++;
    found.set(notation, one);
  }
  const regular = [...found.values()]
    .filter((one) => one.rows >= REGULAR * rows)
    .sort((a, b) => b.rows - a.rows);
  const covered = regular.reduce((sum, one) => sum + one.rows, 0);
  if (regular.length < 2 || regular.length > MOST || covered < NEARLY_ALL * rows) return undefined;
  const whole = looked.length === categories.length;
  const share = (one: Notation, i: number) =>
    whole ? (i === 0 ? counted(one.rows, 'row') : count(one.rows)) : percent(one.rows / rows);
  return regular.map((one, i) => `"${one.example}" in ${share(one, i)}`).join(', ');
}
