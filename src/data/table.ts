/** A column of numbers; NaN marks a missing value (`missing` counts them). */
export interface NumberColumn {
  readonly kind: 'number';
  readonly name: string;
  readonly values: Float64Array | Float32Array | Uint8Array;
  readonly missing: number;
  /** True when every present value is a whole number. */
  readonly integral: boolean;
  /** The values are bytes of an image, 0 … 255. */
  readonly pixels?: boolean;
}

/**
 * A column of words; `codes[i]` indexes `categories` (in order of first appearance), -1 marks a missing
 * value.
 */
export interface CategoryColumn {
  readonly kind: 'category';
  readonly name: string;
  readonly codes: Int32Array;
  readonly categories: readonly string[];
  readonly missing: number;
}

export type Column = NumberColumn | CategoryColumn;

/** Columns of equal length with unique names: what a CSV file is after reading. */
export interface Table {
  readonly columns: readonly Column[];
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
  readonly placeOf?: (row: number, column: string) => { line: number; column?: number | undefined };
}

/** The text of a category or of a number, as class names and one-hot inputs use it. */
export function textAt(column: Column, row: number): string | undefined {
  if (column.kind === 'category')
    return column.codes[row] < 0 ? undefined : column.categories[column.codes[row]];
  const value = column.values[row];
  return Number.isNaN(value) ? undefined : String(value);
}
