import { inputError } from '../errors.ts';
import { columnNamed } from './columns.ts';
import { numberEncoder } from './encoders.ts';
import type { Inputs } from './encoders.ts';
import { categoryIndex } from './reading/fold.ts';
import { placeIn } from './place.ts';
import { LARGEST_MEASURED } from './reach.ts';
import { moments } from './moments.ts';
import { sorted } from './frequentCategories.ts';
import { textAt } from './table.ts';
import type { Column, NumberColumn, Table } from './table.ts';
import type { Tolerance } from './tolerance.ts';

/** What the network's output means. */
export type TargetEncoding =
  | { readonly kind: 'classes'; readonly name: string; readonly classes: readonly string[] }
  | { readonly kind: 'values'; readonly name: string; readonly mean: number; readonly scale: number };

/** How a column of targets is to be understood. */
export interface TargetChoices {
  /** By the values of the column when absent. */
  readonly task?: 'classification' | 'regression' | undefined;
  readonly standardize: boolean;
}

/**
 * A column of targets, read once: before the rows are divided for its classes, after that for its scaling.
 */
export interface ReadTarget {
  /** Rows whose target is there, ascending. */
  readonly rows: Int32Array;
  /** Class index of every row, −1 where the target is missing; absent for values. */
  readonly labels?: Int32Array;
  /**
   * The encoding whose scaling comes from `rows`, and the targets of all rows by it.
   *
   * @throws NnError('input') for an infinite value
   */
  fit(rows: Int32Array): {
    readonly encoding: TargetEncoding;
    readonly encoded: Int32Array | Float64Array;
  };
}

/** More classes than this make whole numbers a regression. */
const MOST_CLASSES = 20;

/**
 * True when a column is a set of classes: texts, or at most 20 distinct whole numbers, few beside the rows.
 */
export function looksLikeClasses(column: Column): boolean {
  if (column.kind === 'category') return true;
  if (!column.integral) return false;
  const distinct = new Set(column.values).size;
  return distinct <= MOST_CLASSES && (distinct <= 2 || distinct * 3 <= column.values.length);
}

/**
 * The classes of a column in order, and the class index of every row (−1 where missing).
 *
 * @throws NnError('input') when there is one class only
 */
function readClasses(table: Table, column: Column): { classes: string[]; labels: Int32Array } {
  const found = new Map<number, number>();
  const names: string[] = [];
  const keys = column.kind === 'category' ? column.codes : (column.spelled?.codes ?? column.values);
  // The texts of missing values have a code too.

  const labels = Int32Array.from({ length: table.rows }, (_, row) => {
    const known = found.get(keys[row]);
    if (known !== undefined) return known;
    const text = textAt(column, row);
    if (text === undefined) return -1;
    found.set(keys[row], names.length);
    return names.push(text) - 1;
  });
  const classes = sorted(names);
  if (classes.length < 2) {
    throw inputError(`target "${column.name}" has one class only: ${classes[0] ?? 'none'}`, {
      where: { source: table.source },
      hint: 'a classifier needs at least two; choose another --target, or add rows of another class',
    });
  }
  const index = new Map(classes.map((name, i) => [name, i]));
  const places = names.map((name) => index.get(name) ?? -1);
  return { classes, labels: labels.map((label) => (label < 0 ? -1 : places[label])) };
}

/** @throws NnError('input') when the column holds texts */
function numbersOf(table: Table, column: Column): NumberColumn {
  if (column.kind === 'number') return column;
  throw inputError(
    `target "${column.name}" holds texts such as "${column.categories[0]}", expected numbers`,
    { where: { source: table.source }, hint: 'use --task classification' },
  );
}

const valuesEncoding = (column: NumberColumn, rows: Int32Array, standardize: boolean) => ({
  kind: 'values' as const,
  name: column.name,
  ...(standardize ? moments(column, rows) : { mean: 0, scale: 1 }),
});

const isClassification = (column: Column, { task }: TargetChoices) =>
  task === 'classification' || (task === undefined && looksLikeClasses(column));

/**
 * Reads a column of targets.
 *
 * @throws NnError('input') when it has one class only, or holds texts where numbers are wanted
 */
export function readTarget(table: Table, column: Column, choices: TargetChoices): ReadTarget {
  const { name } = column;
  const rows = presentRows(table, column);
  if (!isClassification(column, choices)) {
    const numbers = numbersOf(table, column);
    return {
      rows,
      fit(some) {
        const encoding = valuesEncoding(numbers, some, choices.standardize);
        return { encoding, encoded: encodeValues(encoding, table) };
      },
    };
  }
  const { classes, labels } = readClasses(table, column);
  const encoding: TargetEncoding = { kind: 'classes', name, classes };
  return { rows, labels, fit: () => ({ encoding, encoded: labels }) };
}

/**
 * The target's encoding, with the scaling of `rows`.
 *
 * @throws NnError('input') when it has one class only, or holds texts where numbers are wanted
 */
export function targetEncoding(
  table: Table,
  column: Column,
  rows: Int32Array,
  choices: TargetChoices,
): TargetEncoding {
  if (!isClassification(column, choices))
    return valuesEncoding(numbersOf(table, column), rows, choices.standardize);
  return { kind: 'classes', name: column.name, classes: readClasses(table, column).classes };
}

function presentRows(table: Table, column: Column): Int32Array {
  const all = Int32Array.from({ length: table.rows }, (_, i) => i);
  return column.missing === 0 ? all : all.filter((row) => textAt(column, row) !== undefined);
}

/** Rows whose target is there, ascending. */
export function rowsWithTarget({ target }: { readonly target: TargetEncoding }, table: Table): Int32Array {
  return presentRows(table, columnNamed(table, target.name));
}

/**
 * Class index of every row, −1 where the target is missing, or of a class that is tolerated as unknown.
 *
 * @throws NnError('input') when a class is new
 */
export function encodeClasses(
  target: TargetEncoding & { kind: 'classes' },
  table: Table,
  tolerance?: Tolerance,
): Int32Array {
  const column = columnNamed(table, target.name);
  const index = categoryIndex(target.classes);
  // Classes that are numbers may be written in other ways: 1.0 is class 1.
  const placeOf = (text: string) => index(text) ?? index(String(Number(text)));
  return Int32Array.from({ length: table.rows }, (_, row) => {
    const text = textAt(column, row);
    if (text === undefined) return -1;
    const at = placeOf(text);
    if (at !== undefined) return at;
    if (tolerance?.unknown) {
      tolerance.unknown(target.name, text);
      return -1;
    }
    throw inputError(`target "${target.name}": class "${text}" did not occur in training`, {
      where: placeIn(table, column.name, row),
      hint: `the model knows ${target.classes.slice(0, 8).join(', ')}${target.classes.length > 8 ? ', …' : ''}`,
    });
  });
}

/**
 * Scaled target values, 0 where missing.
 *
 * @throws NnError('input') when the target is a text, infinite or too large
 */
export function encodeValues(
  target: TargetEncoding & { kind: 'values' },
  table: Table,
  tolerance?: Tolerance,
): Float64Array {
  return numbersFor(target, table, { tolerance });
}

/**
 * Target values as they are in the table, to measure with; 0 where missing.
 *
 * @throws NnError('input') when the target is a text, infinite, or too large: itself, or as the network's target
 */
export function measuredValues(
  target: TargetEncoding & { kind: 'values' },
  table: Table,
  tolerance?: Tolerance,
): Float64Array {
  encodeValues(target, table, tolerance);
  const { name } = target;
  return numbersFor({ name, mean: 0, scale: 1 }, table, { tolerance, most: LARGEST_MEASURED });
}

function numbersFor(
  { name, mean, scale }: { name: string; mean: number; scale: number },
  table: Table,
  limits: Pick<Inputs, 'tolerance' | 'most'>,
): Float64Array {
  const out = new Float64Array(table.rows);
  const column = columnNamed(table, name);
  numberEncoder(
    table,
    column,
    { mean, scale },
    { out, first: 0, width: 1, ...limits },
  )(undefined, 0, table.rows);
  return out;
}

/**
 * The targets of all rows as a model encodes them: class indices, −1 where missing, or scaled values.
 *
 * @throws NnError('input') for a new class, a text or an infinite value
 */
export function encodeTarget(
  { target }: { readonly target: TargetEncoding },
  table: Table,
): Int32Array | Float64Array {
  return target.kind === 'classes' ? encodeClasses(target, table) : encodeValues(target, table);
}
