/** What a column can be said to hold: `--column NAME:KIND`. */
export type ColumnKind = 'number' | 'category' | 'boolean' | 'date' | 'text';

/** All of them. */
export const columnKinds: readonly ColumnKind[] = ['number', 'category', 'boolean', 'date', 'text'];

/** Whether the texts of a column that the user calls so are kept as they stand: NA and None are categories. */
export const keepsEveryText = (said: ColumnKind | undefined): said is 'category' | 'text' =>
  said === 'category' || said === 'text';

/** How the numbers of a column are written, where it is not as programs write them. */
export interface NumberNotation {
  /** Before the fraction. */
  readonly decimal: '.' | ',';
  /** Between groups of three digits. */
  readonly thousands?: ',' | '.' | ' ' | "'";
  /** A currency in front of or behind every number, or the unit behind it: `R$`, `%`, `kg`. */
  readonly unit?: string;
}

/** How the dates of a column are written. */
export interface DateFormat {
  /** As --date-format takes it: `yyyy-mm-dd`, `dd/mm/yyyy`, `d mmm yyyy`, `unix`. */
  readonly pattern: string;
}

/** What every reading of a column says. */
interface Reading {
  /** Name of the column. */
  readonly name: string;
  /** Why it is read so, in a few words, where somebody may doubt it. */
  readonly why?: string;
  /** The user said so. */
  readonly said?: true;
}

/** Numbers. */
export interface NumberReading extends Reading {
  /** Tells it from other readings. */
  readonly kind: 'number';
  /** How they are written; absent where it is as programs write them. */
  readonly notation?: NumberNotation;
}

/** Dates and times. */
export interface DateReading extends Reading {
  /** Tells it from other readings. */
  readonly kind: 'date';
  /** How they are written. */
  readonly format: DateFormat;
}

/** Two values; texts in lower case that stand for true and false. */
export interface BooleanReading extends Reading {
  /** Tells it from other readings. */
  readonly kind: 'boolean';
  /** Texts that mean true. */
  readonly yes: readonly string[];
  /** Texts that mean false. */
  readonly no: readonly string[];
}

/** Categories. */
export interface CategoryReading extends Reading {
  /** Tells it from other readings. */
  readonly kind: 'category';
  /** Texts that differ in spaces around them and in case alone are one category. */
  readonly folded?: true;
}

/** Texts of words, or names: nothing is learned from them unless `text` says so. */
export interface TextReading extends Reading {
  /** Tells it from other readings. */
  readonly kind: 'text';
}

/**
 * How a column is read, decided from all its values when a model is trained, and kept in the model: the same
 * column of other files is read in the same way.
 */
export type ColumnReading = NumberReading | DateReading | BooleanReading | CategoryReading | TextReading;

/** What the user says about the columns of a table; what is absent is decided by the values. */
export interface ColumnChoices {
  /** The sign before the fraction. */
  readonly decimal?: '.' | ',';
  /** How dates are written. */
  readonly dateFormat?: string;
  /** Further texts and numbers that stand for "no value". */
  readonly missing?: readonly string[];
  /** Kinds of columns by name. */
  readonly columns?: ReadonlyMap<string, ColumnKind>;
}
