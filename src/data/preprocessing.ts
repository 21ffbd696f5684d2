import { inputError, usageError } from '../errors.ts';
import { columnNamed } from './columns.ts';
import { BLOCK, numberEncoder, placeIn } from './encoders.ts';
import {
  checkChoices,
  derivedEncoding,
  expressionOf,
  featureEncoder,
  featureEncoding,
  moments,
  sorted,
  textEncoding,
  widthOf,
} from './featureEncoding.ts';
import type { FeatureChoices, FeatureEncoding } from './featureEncoding.ts';
import type { SeriesPieces } from './series.ts';
import { textAt } from './table.ts';
import type { Column, Table } from './table.ts';
import { sizeOf } from '../tensor/tensor.ts';

/** What the network's output means. */
export type TargetEncoding =
  | { readonly kind: 'classes'; readonly name: string; readonly classes: readonly string[] }
  | { readonly kind: 'values'; readonly name: string; readonly mean: number; readonly scale: number };

/** Everything between a table and the network; kept in the model file. */
export interface Preprocessing {
  readonly features: readonly FeatureEncoding[];
  readonly target: TargetEncoding;
  /** Shape of a row's inputs where they are an array: [28, 28, 1]. */
  readonly shape?: readonly number[];
  /** What a row is, where it is not a row of a table. */
  readonly pieces?: Pieces;
}

/**
 * Steps that follow each other: passages of a text, whose targets are the tokens that come next, or windows of a
 * series; or rows whose targets are their inputs again.
 */
export type Pieces = { readonly of: 'text' } | { readonly of: 'inputs' } | SeriesPieces;

export interface PreprocessingChoices extends FeatureChoices {
  /** Name of the target column; the last column when absent. */
  readonly target?: string | undefined;
  readonly task?: 'classification' | 'regression' | undefined;
  /** Height, width and channels of the images that the inputs are; by the file when absent. */
  readonly shape?: readonly number[];
  /** Rows the scaling is computed from. */
  readonly trainRows?: Int32Array;
}

/** More classes than this make whole numbers a regression. */
const MOST_CLASSES = 20;

/**
 * True when a column is a set of classes: texts, or at most 20 different whole numbers that are few beside the rows.
 */
export function looksLikeClasses(column: Column): boolean {
  if (column.kind === 'category') return true;
  if (!column.integral) return false;
  const distinct = new Set(column.values).size;
  return distinct <= MOST_CLASSES && (distinct <= 2 || distinct * 3 <= column.values.length);
}

/** A category column in which nearly every row is different: names and identifiers, from which nothing is learned. */
const isIdentifier = (column: Column, rows: number) =>
  column.kind === 'category' && rows >= 20 && column.categories.length > 0.9 * rows;

/** Whether most values of a column are of several words. */
const hasSentences = (column: Column) =>
  column.kind === 'category' &&
  column.categories.filter((text) => text.trim().split(/\s+/).length > 2).length >
    column.categories.length / 2;

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

/** A number as much of Europe writes it: 5,1. */
const DECIMAL_COMMA = /^[-+]?\d+,\d+$/;

/** Throws an input error where the texts of a column are numbers with a comma: each would be a category of its own. */
function checkDecimals(table: Table, column: Column): void {
  if (column.kind !== 'category' || column.categories.length === 0) return;
  if (!column.categories.every((text) => DECIMAL_COMMA.test(text))) return;
  const [text] = column.categories;
  throw inputError(
    `column "${column.name}": found "${text}", expected numbers such as ${text.replace(',', '.')}`,
    {
      where: { source: table.source },
      hint: "turn decimal commas into points first: sed 's/,/./g' where columns are parted by ; or tabs",
    },
  );
}

/** Decides how a table becomes inputs and targets, and what it left out. Throws input errors. */
export function fitPreprocessing(
  table: Table,
  choices: PreprocessingChoices,
): { preprocessing: Preprocessing; notes: string[] } {
  const notes: string[] = [];
  const left = new Set(choices.leaveOut?.map((name) => columnNamed(table, name)));
  const kept = left.size === 0 ? table.columns : table.columns.filter((column) => !left.has(column));
  const derived = choices.derived ?? [];
  const last = kept.at(-1);
  if (!last || (kept.length < 2 && derived.length === 0)) {
    throw inputError(`found ${kept.length} column, expected features and a target`, {
      where: { source: table.source },
      hint: 'the target is the last column unless --target names another',
    });
  }
  const target =
    choices.target === undefined ? last : columnNamed({ ...table, columns: kept }, choices.target);
  checkChoices(table, target, choices);
  const rows = choices.trainRows ?? Int32Array.from({ length: table.rows }, (_, i) => i);
  const { text } = choices;
  if (text) {
    const column = columnNamed(table, text.name);
    if (column === target) throw usageError(`--text: column "${text.name}" is the target`);
    const others = kept.filter((other) => other !== column && other !== target);
    if (others.length > 0)
      notes.push(`left out beside the texts: ${others.map(({ name }) => name).join(', ')}`);
    const features = [textEncoding(table, column, rows, text)];
    return { preprocessing: { features, target: targetEncoding(table, target, rows, choices) }, notes };
  }
  const used = kept.filter((column) => {
    if (column === target) return false;
    if (choices.oneHot?.includes(column.name) || !isIdentifier(column, table.rows)) return true;
    const learnable = `; --text ${column.name} learns from its words`;
    notes.push(
      `column "${column.name}" is left out: nearly every row has another text${hasSentences(column) ? learnable : ''}`,
    );
    return false;
  });
  if (used.length + derived.length === 0) {
    const texts = kept.find((column) => column !== target && hasSentences(column));
    throw inputError('no feature columns are left', {
      where: { source: table.source },
      ...(texts && { hint: `--text ${texts.name} learns from the words of that column` }),
    });
  }
  for (const column of used) if (!choices.oneHot?.includes(column.name)) checkDecimals(table, column);
  for (const column of used) {
    if (column.missing === 0) continue;
    const categories = column.kind === 'category' || choices.oneHot?.includes(column.name);
    const how = choices.bins?.has(column.name)
      ? 'put into no bin'
      : categories
        ? 'given no category'
        : 'filled with the mean';
    notes.push(`column "${column.name}": ${column.missing} missing values ${how}`);
  }
  const features = [
    ...used.map((column) => featureEncoding(table, column, rows, choices)),
    ...derived.map((expression) => derivedEncoding(table, expression, rows, choices.standardize)),
  ];
  for (const feature of features) {
    const wanted = choices.bins?.get(feature.name);
    if (feature.kind === 'bins' && wanted !== undefined && widthOf(feature) < wanted)
      notes.push(
        `column "${feature.name}": ${widthOf(feature)} bins instead of ${wanted}, as many values are equal`,
      );
  }
  const encoding = targetEncoding(table, target, rows, choices);
  const shape = shapeOfInputs(table, features, choices);
  if (!shape) return { preprocessing: { features, target: encoding }, notes };
  const bytes = used.some((column) => column.kind === 'number' && column.pixels);
  const together = choices.standardize && shape.length === 3 && !bytes;
  const scaled = together ? scaledTogether(used, rows) : features;
  return { preprocessing: { features: scaled, target: encoding, shape }, notes };
}

/** The shape of a row's inputs, where all of them are the numbers of one array. Throws when --image says another size. */
function shapeOfInputs(
  table: Table,
  features: readonly FeatureEncoding[],
  { shape }: PreprocessingChoices,
): readonly number[] | undefined {
  const numbers = features.every(({ kind }) => kind === 'number') ? features.length : undefined;
  if (shape && sizeOf(shape) !== numbers) {
    const what = numbers === undefined ? 'not all inputs are plain numbers' : `there are ${numbers} inputs`;
    throw usageError(`--image ${shape.join('x')} stands for ${sizeOf(shape)} pixels, but ${what}`, {
      hint: '--drop leaves out columns that are no pixels',
    });
  }
  const found = shape ?? table.shape;
  return found && sizeOf(found) === numbers ? found : undefined;
}

/** Pixels with one scale for all: their differences carry the picture, and those at the edge hardly vary. */
function scaledTogether(columns: readonly Column[], rows: Int32Array): FeatureEncoding[] {
  const numbers = columns.filter((column) => column.kind === 'number');
  const all = Int32Array.from({ length: numbers.length * rows.length }, (_, i) => i);
  const values = new Float64Array(all.length);
  numbers.forEach((column, c) =>
    rows.forEach((row, i) => (values[c * rows.length + i] = column.values[row])),
  );
  const together = moments({ values }, all);
  return numbers.map(({ name }) => ({ kind: 'number', name, ...together }));
}

/** Inputs of the network: one per number, one per category or bin. */
export function inputWidth({ features }: Preprocessing): number {
  return features.reduce((n, feature) => n + widthOf(feature), 0);
}

const isText = (feature: FeatureEncoding) =>
  feature.kind === 'text' || (feature.kind === 'category' && !feature.numeric);

/** The columns of the data that the features are made of, and what they hold. */
export function columnsRead({ features }: Preprocessing): Map<string, 'number' | 'category'> {
  const types = new Map<string, 'number' | 'category'>();
  for (const feature of features) {
    if (feature.kind === 'derived')
      for (const name of expressionOf(feature).columns) types.set(name, 'number');
    else types.set(feature.name, isText(feature) ? 'category' : 'number');
  }
  return types;
}

/**
 * Outputs of the network.
 *
 * @param yesOrNo of two classes it says only how probable the second one is
 */
export function outputWidth({ target }: Preprocessing, yesOrNo = false): number {
  return target.kind === 'classes' && !(yesOrNo && target.classes.length === 2) ? target.classes.length : 1;
}

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
  const encoders = preprocessing.features.map((feature) => {
    const at = first;
    first += widthOf(feature);
    return featureEncoder(table, feature, { out, first: at, width });
  });
  const count = rows?.length ?? table.rows;
  for (let from = 0; from < count; from += BLOCK) {
    const to = Math.min(count, from + BLOCK);
    for (const encode of encoders) encode(rows, from, to);
  }
  return out;
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
      where: placeIn(table, column.name, row),
      hint: `the model knows ${target.classes.slice(0, 8).join(', ')}${target.classes.length > 8 ? ', …' : ''}`,
    });
  });
}

/** Scaled target values. Throws when the target is a text or infinite. */
export function encodeValues(target: TargetEncoding & { kind: 'values' }, table: Table): Float64Array {
  const column = columnNamed(table, target.name);
  const out = new Float64Array(table.rows);
  numberEncoder(table, column, target, { out, first: 0, width: 1 })(undefined, 0, table.rows);
  return out;
}

/** The targets of all rows: class indices, −1 where missing, or scaled values. */
export function encodeTarget({ target }: Preprocessing, table: Table): Int32Array | Float64Array {
  return target.kind === 'classes' ? encodeClasses(target, table) : encodeValues(target, table);
}
