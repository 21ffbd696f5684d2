import type { NnError } from '../errors.ts';
import type { ColumnReading } from './reading/define.ts';

/** The texts of numbers. */
export interface Spelling {
  /** Index of each row's text; −1 where it is missing. */
  readonly codes: Int32Array;
  /** The texts, in order of first appearance. */
  readonly categories: readonly string[];
}

/** A column of numbers; NaN marks a missing value (`missing` counts them). */
export interface NumberColumn {
  /** Tells it from a column of categories. */
  readonly kind: 'number';
  /** Unique in its table. */
  readonly name: string;
  /** One for each row. */
  readonly values: Float64Array | Float32Array | Uint8Array;
  /** How many values are missing. */
  readonly missing: number;
  /** True when every present value is a whole number. */
  readonly integral: boolean;
  /** The values are bytes of an image, 0 … 255. */
  readonly pixels?: boolean;
  /** The texts as they stand in the source, where numbers are spelled otherwise: `5.0`, `+3`. */
  readonly spelled?: Spelling;
}

/**
 * A column of words; `codes[i]` indexes `categories` (in order of first appearance), -1 marks a missing
 * value.
 */
export interface CategoryColumn {
  /** Tells it from a column of numbers. */
  readonly kind: 'category';
  /** Unique in its table. */
  readonly name: string;
  /** Index of each row's category, −1 where it is missing. */
  readonly codes: Int32Array;
  /** The texts, in order of first appearance. */
  readonly categories: readonly string[];
  /** How many values are missing. */
  readonly missing: number;
  /** Texts that were taken for "no value", and how often, as far as they are known: NA, None. */
  readonly absent?: ReadonlyMap<string, number>;
}

/** A column of a table; `kind` says which. */
export type Column = NumberColumn | CategoryColumn;

/** A place in a text; both counted from 1. */
export interface Place {
  /** The line. */
  readonly line: number;
  /** The field, where fields are counted. */
  readonly column?: number | undefined;
}

/** How the file of a table is written, as far as its format knows. */
export interface SourceFacts {
  /** `UTF-8`, `UTF-16LE`, `UTF-16BE`, `Windows-1252`, `Latin-1`. */
  readonly encoding?: string;
  /** Sign between fields as it stands in the file; ' ' stands for runs of spaces. */
  readonly delimiter?: string;
  /** How its lines end. */
  readonly lineEnds?: 'LF' | 'CRLF' | 'CR' | 'mixed';
  /** Whether the first line of the table names its columns. */
  readonly header?: boolean;
  /** Lines above the header, or above the first row, that belong to no table. */
  readonly preambleLines?: number;
  /** Lines that are comments. */
  readonly commentLines?: number;
  /** Size of the file, gz undone. */
  readonly bytes?: number;
}

/** Columns of equal length with unique names: what a CSV file is after reading. */
export interface Table {
  /** In the order of the source. */
  readonly columns: readonly Column[];
  /** How many rows every column has. */
  readonly rows: number;
  /** As the user knows it, for errors: the path, or `stdin`. */
  readonly source: string;
  /** Shape of a row's numbers where rows are arrays: [28, 28, 1]. */
  readonly shape?: readonly number[];
  /** Names of all columns of the source, where some were not read. */
  readonly names?: readonly string[];
  /** Rows of the source before the first one here; 0 when absent. */
  readonly firstRow?: number;
  /**
   * Where the source has the value of a row (from 0): its line, and its field where fields are counted, both
   * from 1.
   */
  readonly placeOf?: (row: number, column: string) => Place;
  /** Columns of the source that no column can be made of, by name, with what they hold: `lists`, `objects`. */
  readonly leftOut?: ReadonlyMap<string, string>;
  /** How its file is written. */
  readonly facts?: SourceFacts;
  /** How columns were understood, by name; absent where they hold what their kind says. */
  readonly readings?: ReadonlyMap<string, ColumnReading>;
  /** Further texts and numbers that the user says are missing. */
  readonly missing?: readonly string[];
  /** What somebody may doubt about how columns were understood, by name. */
  readonly remarks?: ReadonlyMap<string, string>;
  /** Columns that cannot be used before somebody decides, by name, with what is wrong. */
  readonly faults?: ReadonlyMap<string, NnError>;
}

/** The text of a category or of a number, as class names and one-hot inputs use it. */
export function textAt(column: Column, row: number): string | undefined {
  if (column.kind === 'category')
    return column.codes[row] < 0 ? undefined : column.categories[column.codes[row]];
  const value = column.values[row];
  if (Number.isNaN(value)) return undefined;
  return column.spelled ? column.spelled.categories[column.spelled.codes[row]] : String(value);
}
