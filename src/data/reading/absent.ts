import { shellWord } from '../../util/shell.ts';
import { count } from '../../util/quantity.ts';
import { counted } from '../../util/plural.ts';
import type { CategoryColumn, Column, Table } from '../table.ts';
import { isMissingText } from './missing.ts';

/** Words for "no value" that may be a class all the same; of the others nobody makes classes. */
const WORDS: ReadonlySet<string> = new Set(['NA', 'N/A', 'n/a', 'None', 'nil', 'N/D', 'n/d']);

/** A column of more categories is none of classes. */
const FEW = 20;
/** A word in this share of the rows may be a category. */
const REGULAR = 0.05;

/** How often each text stands for "no value" among some, empty ones left out; undefined where none does. */
export function absentAmong(texts: Iterable<string>): ReadonlyMap<string, number> | undefined {
  const found = new Map<string, number>();
  for (const text of texts) {
    const word = text.trim();
    if (word !== '' && isMissingText(word)) found.set(word, (found.get(word) ?? 0) + 1);
  }
  return found.size > 0 ? found : undefined;
}

/** The texts of a column of categories that were taken for "no value"; none where the user says what it holds. */
function absentOf({ readings, missing }: Table, column: Column): ReadonlyMap<string, number> {
  const reading = readings?.get(column.name);
  const categories = reading?.kind === 'category' || reading?.kind === 'boolean';
  if (column.kind !== 'category' || !column.absent || !categories || reading.said) return new Map();
  return new Map(Array.from(column.absent).filter(([text]) => !missing?.includes(text)));
}

/** `"None"`, or `"None" in 20, "?" in 3` where they are not all that is missing. */
function listed(absent: ReadonlyMap<string, number>, missing: number): string {
  const texts = Array.from(absent, ([text, times]) => ({ text, times }));
  if (texts.length === 1 && texts[0].times === missing) return `"${texts[0].text}"`;
  return texts.map(({ text, times }) => `"${text}" in ${count(times)}`).join(', ');
}

/** What keeps words as categories; empty where there is none that may be one. */
function keeping({ name }: Column, absent: ReadonlyMap<string, number>, as: string): string {
  const words = [...absent.keys()].filter((text) => WORDS.has(text));
  if (words.length === 0) return '';
  const them = absent.size > 1 ? words.map((word) => `"${word}"`).join(' and ') : 'it';
  return `; --column ${shellWord(`${name}:category`)} keeps ${them} as ${as}`;
}

/** What is said about rows without a target, and the texts that were taken for that; nothing where all have one. */
export function missingTargets(missing: number, table?: Table, name?: string): string[] {
  if (missing === 0) return [];
  const left = `${counted(missing, 'row')} without a target ${missing === 1 ? 'is' : 'are'} left out`;
  const column = table?.columns.find((one) => one.name === name);
  const absent = table && column ? absentOf(table, column) : new Map<string, number>();
  if (!column || absent.size === 0) return [left];
  return [`${left} (${column.name} is ${listed(absent, missing)})${keeping(column, absent, 'a class')}`];
}

/** Words for "no value" that stand in many rows of a column of few categories, with their rows. */
export function regularWords(table: Table, column: Column): ReadonlyMap<string, number> {
  const few = column.kind === 'category' && column.categories.length <= FEW;
  const words = few ? [...absentOf(table, column)] : [];
  return new Map(words.filter(([text, times]) => WORDS.has(text) && times >= REGULAR * table.rows));
}

/** What is said about such words of a feature; undefined where there is none. */
export function absentRemark(table: Table, column: Column): string | undefined {
  const words = regularWords(table, column);
  if (words.size === 0) return undefined;
  const rows = [...words.values()].reduce((sum, times) => sum + times, 0);
  const texts = [...words.keys()].map((word) => `"${word}"`).join(' and ');
  return `${texts} in ${counted(rows, 'row')} ${words.size === 1 ? 'counts' : 'count'} as missing${keeping(column, words, 'a category')}`;
}

/** The column with what was taken for "no value" added to what was before. */
export function withAbsent(
  column: CategoryColumn,
  absent: ReadonlyMap<string, number> | undefined,
): CategoryColumn {
  if (!absent) return column;
  const all = new Map(column.absent);
  for (const [text, times] of absent) all.set(text, (all.get(text) ?? 0) + times);
  return { ...column, absent: all };
}
