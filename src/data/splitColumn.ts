import { inputError, usageError } from '../errors.ts';
import { columnNamed } from './columns.ts';
import { placeIn } from './place.ts';
import { detectDates } from './reading/dates/detect.ts';
import { dateReader } from './reading/dates/read.ts';
import type { PartName } from './rowPrints.ts';
import { textAt } from './table.ts';
import type { Column, Table } from './table.ts';

/** Words for the parts, in lower case. */
const words: ReadonlyMap<string, PartName> = new Map([
  ['train', 'train'],
  ['training', 'train'],
  ['validation', 'validation'],
  ['validate', 'validation'],
  ['valid', 'validation'],
  ['val', 'validation'],
  ['dev', 'validation'],
  ['test', 'test'],
  ['testing', 'test'],
  ['holdout', 'test'],
]);

const partOf = (text: string) => words.get(text.trim().toLowerCase());

/** How a column divides rows: each row has its part in words, or a number by which rows are in order. */
export type SplitColumn =
  | { readonly kind: 'words'; readonly partOf: (row: number) => PartName | undefined }
  | {
      readonly kind: 'order';
      readonly valueOf: (row: number) => number | undefined;
      /** A value as the file has it. */
      readonly textOf: (row: number) => string;
    };

/** @throws NnError('input') where some of the texts of a column are words for parts, and others are not */
function wordsOf(table: Table, column: Column & { kind: 'category' }): SplitColumn {
  const { name, categories, codes } = column;
  const other = categories.findIndex((text) => partOf(text) === undefined);
  if (other >= 0)
    throw inputError(`column "${name}": found "${categories[other]}", expected train, validation or test`, {
      where: placeIn(table, name, codes.indexOf(other)),
      hint: 'val, valid, dev and holdout are understood too, in any case',
    });
  return { kind: 'words', partOf: (row) => (codes[row] < 0 ? undefined : partOf(categories[codes[row]])) };
}

/** The dates of a column in order; undefined where it holds none. */
function datesOf(table: Table, column: Column & { kind: 'category' }): SplitColumn | undefined {
  const { name, categories, codes } = column;
  const reading = table.readings?.get(name);
  const format = reading?.kind === 'date' ? reading.format : detectDates(categories)?.format;
  if (!format) return undefined;
  const read = dateReader(format);
  const times = categories.map((text) => read(text));
  const bad = times.indexOf(undefined);
  if (bad >= 0)
    throw inputError(`column "${name}": "${categories[bad]}" is no date`, {
      where: placeIn(table, name, codes.indexOf(bad)),
    });
  return {
    kind: 'order',
    valueOf: (row) => (codes[row] < 0 ? undefined : times[codes[row]]),
    textOf: (row) => textAt(column, row) ?? '',
  };
}

/**
 * How the column of --split divides the rows.
 *
 * @throws NnError('input' | 'usage') where it says neither parts nor an order
 */
export function splitColumn(table: Table, name: string): SplitColumn {
  const column = columnNamed(table, name);
  const expected = {
    hint: 'it holds train, validation and test in words, or dates or numbers of which the last validate',
  };
  if (column.kind === 'number') {
    const { values } = column;
    if (new Set(values.subarray(0, 100_000)).size <= 2)
      throw usageError(
        `--split: column "${name}" holds two numbers, which do not say what they mean`,
        expected,
      );
    return {
      kind: 'order',
      valueOf: (row) => (Number.isNaN(values[row]) ? undefined : values[row]),
      textOf: (row) => textAt(column, row) ?? '',
    };
  }
  if (column.categories.some((text) => partOf(text) !== undefined)) return wordsOf(table, column);
  const dates = datesOf(table, column);
  if (dates) return dates;
  throw usageError(
    `--split: column "${name}" holds texts such as "${column.categories[0] ?? ''}", which say no part and no order`,
    expected,
  );
}
