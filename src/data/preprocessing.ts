import { inputError } from '../errors.ts';
import { nearest } from '../util/suggest.ts';
import type { Column, NumberColumn, Table } from './table.ts';

/** How one column becomes inputs of the network. */
export type FeatureEncoding =
  /** (value − mean) / scale; a missing value becomes 0, which is the mean. */
  | { readonly kind: 'number'; readonly name: string; readonly mean: number; readonly scale: number }
  /** One input per category, 1 at the row's own; a missing value is all zeros. */
  | { readonly kind: 'category'; readonly name: string; readonly categories: readonly string[] };

/** What the network's output means. */
export type TargetEncoding =
  | { readonly kind: 'classes'; readonly name: string; readonly classes: readonly string[] }
  | { readonly kind: 'values'; readonly name: string; readonly mean: number; readonly scale: number };

/** Everything between a table and the network; kept in the model file. */
export interface Preprocessing {
  readonly features: readonly FeatureEncoding[];
  readonly target: TargetEncoding;
}

export interface PreprocessingChoices {
  /** Name of the target column; the last column when absent. */
  readonly target?: string | undefined;
  readonly task?: 'classification' | 'regression' | undefined;
  readonly standardize: boolean;
  /** Rows the scaling is computed from. */
  readonly trainRows?: Int32Array;
}

/** More classes than this make whole numbers a regression. */
const MOST_CLASSES = 20;

/** The column of this name. Throws an input error with the nearest name. */
export function columnNamed(table: Table, name: string): Column {
  const found = table.columns.find((column) => column.name === name);
  if (found) return found;
  const names = table.names ?? table.columns.map((column) => column.name);
  const match = nearest(name, names);
  throw inputError(`there is no column "${name}"`, {
    where: { source: table.source },
    hint:
      match === undefined ? `the columns are: ${names.slice(0, 12).join(', ')}` : `did you mean "${match}"?`,
  });
}

/** The text of a category or of a number, as class names and one-hot inputs use it. */
export function textAt(column: Column, row: number): string | undefined {
  if (column.kind === 'category')
    return column.codes[row] < 0 ? undefined : column.categories[column.codes[row]];
  const value = column.values[row];
  return Number.isNaN(value) ? undefined : String(value);
}

/** Category names in order: numbers by size, texts by code point. */
function sorted(names: Iterable<string>): string[] {
  const all = [...names];
  const numeric = all.every((name) => name.trim() !== '' && Number.isFinite(Number(name)));
  return all.sort(numeric ? (a, b) => Number(a) - Number(b) : (a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/**
 * True when a column is a set of classes: texts, or at most 20 different whole numbers that are few beside the rows.
 */
export function looksLikeClasses(column: Column): boolean {
  if (column.kind === 'category') return true;
  if (!column.integral) return false;
  const distinct = new Set(column.values).size;
  return distinct <= MOST_CLASSES && (distinct <= 2 || distinct * 3 <= column.values.length);
}

function moments({ values }: NumberColumn, rows: Int32Array): { mean: number; scale: number } {
  let sum = 0;
  let count = 0;
  for (const row of rows) {
    if (Number.isNaN(values[row])) continue;
    sum += values[row];
    count++;
  }
  const mean = count > 0 ? sum / count : 0;
  let squares = 0;
  for (const row of rows) if (!Number.isNaN(values[row])) squares += (values[row] - mean) ** 2;
  const deviation = count > 0 ? Math.sqrt(squares / count) : 0;
  return { mean, scale: deviation > 1e-12 * Math.max(1, Math.abs(mean)) ? deviation : 1 };
}

function featureEncoding(column: Column, rows: Int32Array, standardize: boolean): FeatureEncoding {
  const { name } = column;
  if (column.kind === 'category') return { kind: 'category', name, categories: sorted(column.categories) };
  if (!standardize) return { kind: 'number', name, mean: 0, scale: 1 };
  if (column.pixels) return { kind: 'number', name, mean: 127.5, scale: 127.5 };
  return { kind: 'number', name, ...moments(column, rows) };
}

/** A category column in which nearly every row is different: names and identifiers, from which nothing is learned. */
const isIdentifier = (column: Column, rows: number) =>
  column.kind === 'category' && rows >= 20 && column.categories.length > 0.9 * rows;

/** The target's encoding, learned from `rows`. Throws when there is one class only. */
export function targetEncoding(
  table: Table,
  column: Column,
  rows: Int32Array,
  { task, standardize }: Pick<PreprocessingChoices, 'task' | 'standardize'>,
): TargetEncoding {
  const { name } = column;
  const classification = task === 'classification' || (task === undefined && looksLikeClasses(column));
  if (!classification) {
    if (column.kind === 'category')
      throw inputError(`target "${name}" holds texts such as "${column.categories[0]}", expected numbers`, {
        where: { source: table.source },
        hint: 'use --task classification',
      });
    return { kind: 'values', name, ...(standardize ? moments(column, rows) : { mean: 0, scale: 1 }) };
  }
  const names = new Set<string>();
  for (let row = 0; row < table.rows; row++) {
    const text = textAt(column, row);
    if (text !== undefined) names.add(text);
  }
  const classes = sorted(names);
  if (classes.length < 2) {
    throw inputError(`target "${name}" has one class only: ${classes[0] ?? 'none'}`, {
      where: { source: table.source },
      hint: 'a classifier needs at least two; choose another --target, or add rows of another class',
    });
  }
  return { kind: 'classes', name, classes };
}

/** Decides how a table becomes inputs and targets, and what it left out. Throws input errors. */
export function fitPreprocessing(
  table: Table,
  choices: PreprocessingChoices,
): { preprocessing: Preprocessing; notes: string[] } {
  const notes: string[] = [];
  const last = table.columns.at(-1);
  if (!last || table.columns.length < 2) {
    throw inputError(`found ${table.columns.length} column, expected features and a target`, {
      where: { source: table.source },
      hint: 'the target is the last column unless --target names another',
    });
  }
  const target = choices.target === undefined ? last : columnNamed(table, choices.target);
  const rows = choices.trainRows ?? Int32Array.from({ length: table.rows }, (_, i) => i);
  const used = table.columns.filter((column) => {
    if (column === target) return false;
    if (!isIdentifier(column, table.rows)) return true;
    notes.push(`column "${column.name}" is left out: nearly every row has another text`);
    return false;
  });
  if (used.length === 0) throw inputError('no feature columns are left', { where: { source: table.source } });
  for (const column of used) {
    if (column.missing === 0) continue;
    const how = column.kind === 'number' ? 'filled with the mean' : 'given no category';
    notes.push(`column "${column.name}": ${column.missing} missing values ${how}`);
  }
  const features = used.map((column) => featureEncoding(column, rows, choices.standardize));
  return { preprocessing: { features, target: targetEncoding(table, target, rows, choices) }, notes };
}

/** Inputs of the network: one per number, one per category. */
export function inputWidth({ features }: Preprocessing): number {
  return features.reduce((n, feature) => n + (feature.kind === 'number' ? 1 : feature.categories.length), 0);
}

/** Outputs of the network. */
export function outputWidth({ target }: Preprocessing): number {
  return target.kind === 'classes' ? target.classes.length : 1;
}

/** Rows encoded at a time, so that the matrix stays in the cache until all columns have written their part of it. */
const BLOCK = 256;

/** Puts rows [from, to) of a column, or of `rows`, into a matrix of `width` columns, from row 0 of `out` on. */
type Encoder = (rows: Int32Array | undefined, from: number, to: number) => void;

/**
 * The features as a row-major matrix [rows × inputs]. Columns are found by name. Throws an input error for missing
 * columns, texts where numbers were learned, infinities and categories that training did not see.
 *
 * @param rows which rows, in which order; all of them when absent
 */
export function encodeFeatures(
  preprocessing: Preprocessing,
  table: Table,
  out: Float32Array | Float64Array = new Float64Array(table.rows * inputWidth(preprocessing)),
  rows?: Int32Array,
): Float32Array | Float64Array {
  const width = inputWidth(preprocessing);
  let first = 0;
  const encoders = preprocessing.features.map((feature): Encoder => {
    const column = columnNamed(table, feature.name);
    const at = first;
    if (feature.kind === 'number') {
      first += 1;
      return numberEncoder(table, column, feature, out, at, width);
    }
    first += feature.categories.length;
    return categoryEncoder(table, column, feature.categories, out, at, width);
  });
  const count = rows?.length ?? table.rows;
  for (let from = 0; from < count; from += BLOCK) {
    const to = Math.min(count, from + BLOCK);
    for (const encode of encoders) encode(rows, from, to);
  }
  return out;
}

function place(table: Table, column: Column, row: number) {
  const { line, column: field } = table.placeOf?.(row, column.name) ?? {};
  return {
    source: table.source,
    ...(line !== undefined && { line }),
    ...(field !== undefined && { column: field }),
  };
}

function numberEncoder(
  table: Table,
  column: Column,
  { mean, scale }: { mean: number; scale: number },
  out: Float32Array | Float64Array,
  first: number,
  width: number,
): Encoder {
  if (column.kind === 'category') {
    if (column.missing < table.rows) {
      const row = column.codes.findIndex((code) => code >= 0);
      throw inputError(
        `column "${column.name}": expected a number, found "${column.categories[column.codes[row]]}"`,
        { where: place(table, column, row) },
      );
    }
    return (_, from, to) => {
      for (let i = from; i < to; i++) out[i * width + first] = 0;
    };
  }
  const { values } = column;
  return (rows, from, to) => {
    for (let i = from; i < to; i++) {
      const row = rows ? rows[i] : i;
      const value = values[row];
      if (value === Infinity || value === -Infinity) {
        throw inputError(
          `column "${column.name}": found ${value > 0 ? 'inf' : '-inf'}, expected a finite number`,
          {
            where: place(table, column, row),
            hint: 'remove the row, or leave the field empty for a missing value',
          },
        );
      }
      out[i * width + first] = value === value ? (value - mean) / scale : 0;
    }
  };
}

function categoryEncoder(
  table: Table,
  column: Column,
  categories: readonly string[],
  out: Float32Array | Float64Array,
  first: number,
  width: number,
): Encoder {
  const index = new Map(categories.map((name, i) => [name, i]));
  return (rows, from, to) => {
    for (let i = from; i < to; i++) {
      const row = rows ? rows[i] : i;
      for (let c = 0; c < categories.length; c++) out[i * width + first + c] = 0;
      const text = textAt(column, row);
      if (text === undefined) continue;
      const at = index.get(text);
      if (at === undefined) {
        throw inputError(`column "${column.name}": "${text}" did not occur in training`, {
          where: place(table, column, row),
          hint: `known: ${categories.slice(0, 8).join(', ')}${categories.length > 8 ? ', …' : ''}`,
        });
      }
      out[i * width + first + at] = 1;
    }
  };
}

/** Rows whose target is there. */
export function rowsWithTarget({ target }: Preprocessing, table: Table): Int32Array {
  const column = columnNamed(table, target.name);
  const all = Int32Array.from({ length: table.rows }, (_, i) => i);
  return column.missing === 0 ? all : all.filter((row) => textAt(column, row) !== undefined);
}

/** Class index of every row, −1 where the target is missing. Throws when a class is new. */
export function encodeClasses(target: TargetEncoding & { kind: 'classes' }, table: Table): Int32Array {
  const column = columnNamed(table, target.name);
  const index = new Map(target.classes.map((name, i) => [name, i]));
  return Int32Array.from({ length: table.rows }, (_, row) => {
    const text = textAt(column, row);
    if (text === undefined) return -1;
    const at = index.get(text);
    if (at !== undefined) return at;
    throw inputError(`target "${target.name}": class "${text}" did not occur in training`, {
      where: place(table, column, row),
      hint: `the model knows ${target.classes.slice(0, 8).join(', ')}${target.classes.length > 8 ? ', …' : ''}`,
    });
  });
}

/** Scaled target values. Throws when the target is a text or infinite. */
export function encodeValues(target: TargetEncoding & { kind: 'values' }, table: Table): Float64Array {
  const column = columnNamed(table, target.name);
  const out = new Float64Array(table.rows);
  numberEncoder(table, column, target, out, 0, 1)(undefined, 0, table.rows);
  return out;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.every((item) => typeof item === 'string');

/** Checks preprocessing read from a model file; undefined when it is not one. */
export function parsePreprocessing(value: unknown): Preprocessing | undefined {
  if (!isRecord(value) || !Array.isArray(value.features) || !isRecord(value.target)) return undefined;
  const scaled = (item: Record<string, unknown>) =>
    typeof item.name === 'string' && Number.isFinite(item.mean) && Number.isFinite(item.scale);
  const features = value.features.every(
    (item: unknown) =>
      isRecord(item) &&
      ((item.kind === 'number' && scaled(item)) ||
        (item.kind === 'category' && typeof item.name === 'string' && isTexts(item.categories))),
  );
  const { target } = value;
  const known =
    (target.kind === 'classes' && typeof target.name === 'string' && isTexts(target.classes)) ||
    (target.kind === 'values' && scaled(target));
  return features && known ? (value as unknown as Preprocessing) : undefined;
}
