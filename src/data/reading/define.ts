/** What a column can be said to hold: `--column NAME:KIND`. */
export const columnKinds = ['number', 'category', 'boolean', 'date', 'text'] as const;
export type ColumnKind = (typeof columnKinds)[number];

/** Whether the texts of a column that the user calls so are kept as they stand: NA and None are categories. */
export const keepsEveryText = (said: ColumnKind | undefined): said is 'category' | 'text' =>
  said === 'category' || said === 'text';

/** How the numbers of a column are written, where it is not as programs write them. */
export interface NumberNotation {
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

/**
 * How a column is read, decided from all its values when a model is trained, and kept in the model: the same
 * column of other files is read in the same way.
 */
export type ColumnReading = {
  /** Name of the column. */
  readonly name: string;
  /** Why it is read so, in a few words, where somebody may doubt it. */
  readonly why?: string;
  /** The user said so. */
  readonly said?: true;
} & (
  | { readonly kind: 'number'; readonly notation?: NumberNotation }
  | { readonly kind: 'date'; readonly format: DateFormat }
  /** Two values; texts in lower case that stand for true and false. */
  | { readonly kind: 'boolean'; readonly yes: readonly string[]; readonly no: readonly string[] }
  /** `folded`: texts that differ in spaces around them and in case alone are one category. */
  | { readonly kind: 'category'; readonly folded?: true }
  /** Texts of words, or names: nothing is learned from them unless --text says so. */
  | { readonly kind: 'text' }
);

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
