import { inputError, usageError } from '../errors.ts';
import { columnNamed } from './columns.ts';
import {
  binEncoder,
  BLOCK,
  categoryEncoder,
  derivedEncoder,
  numberEncoder,
  numbersOf,
  valuesOf,
} from './encoders.ts';
import type { Encoder, Inputs } from './encoders.ts';
import { quantileEdges } from './features/bins.ts';
import { evaluator } from './features/evaluate.ts';
import { isPlainName, parseExpressions } from './features/expression.ts';
import type { Expression } from './features/expression.ts';
import { frequentCategories, sorted } from './frequentCategories.ts';
import { booleanEncoder, dateEncoder } from './readEncoders.ts';
import { booleanReader } from './reading/booleans.ts';
import type { Booleans } from './reading/booleans.ts';
import type { ColumnReading } from './reading/define.ts';
import { fitDateParts, partWidth, readDates } from './dateParts.ts';
import type { DateParts } from './dateParts.ts';
import { textEncoder } from './textEncoder.ts';
import { frequentVocabulary, tokensOf } from './text.ts';
import type { Tokens, Vocabulary } from './text.ts';
import { textAt } from './table.ts';
import type { CategoryColumn, Column, NumberColumn, Table } from './table.ts';
import type { Tolerance } from './tolerance.ts';
import { scaleOf } from '../util/statistics.ts';

/** How one column becomes inputs of the network. */
export type FeatureEncoding =
  /**
   * (value − mean) / scale; a missing value becomes 0, which is the mean. With `gaps` one more input says
   * whether it is missing.
   */
  | {
      readonly kind: 'number';
      readonly name: string;
      readonly mean: number;
      readonly scale: number;
      readonly gaps?: true;
    }
  /** One of two values: (1 or 0 − mean) / scale; a missing one becomes 0. */
  | ({
      readonly kind: 'boolean';
      readonly name: string;
      readonly mean: number;
      readonly scale: number;
    } & Booleans)
  /** One input per category, 1 at the row's own; a missing value is all zeros. */
  | {
      readonly kind: 'category';
      readonly name: string;
      readonly categories: readonly string[];
      /** The categories are numbers. */
      readonly numeric?: true;
      /** One more input for all other categories: rare ones, and those that training did not see. */
      readonly others?: true;
    }
  /** Parts of a date. */
  | ({ readonly kind: 'date'; readonly name: string } & DateParts)
  /** One input per bin, 1 at the one that holds the value: edges.length + 1 of them. */
  | { readonly kind: 'bins'; readonly name: string; readonly edges: readonly number[] }
  /** A number computed from columns; the name is its expression. */
  | { readonly kind: 'derived'; readonly name: string; readonly mean: number; readonly scale: number }
  /** The numbers of a text's first `length` tokens, then −1. */
  | ({ readonly kind: 'text'; readonly name: string; readonly length: number } & Vocabulary);

/** What is to be made of columns. */
export interface FeatureChoices {
  readonly standardize: boolean;
  /** Columns that are no features of their own; expressions may use them. */
  readonly leaveOut?: readonly string[];
  readonly derived?: readonly Expression[];
  /** Columns whose values are categories, numbers too. */
  readonly oneHot?: readonly string[];
  /** Columns whose values are put into bins, and how many. */
  readonly bins?: ReadonlyMap<string, number>;
  /** The column of texts that is the only feature, what they are made of, and how much of each is read. */
  readonly text?: { readonly name: string; readonly tokens: Tokens; readonly length?: number | undefined };
}

/** Inputs that a feature becomes. */
export function widthOf(feature: FeatureEncoding): number {
  if (feature.kind === 'category') return feature.categories.length + (feature.others ? 1 : 0);
  if (feature.kind === 'number') return feature.gaps ? 2 : 1;
  if (feature.kind === 'date') return feature.parts.reduce((sum, part) => sum + partWidth(part), 0);
  if (feature.kind === 'text') return feature.length;
  return feature.kind === 'bins' ? feature.edges.length + 1 : 1;
}

/** Mean and deviation over some rows; NaN is missing. A column that does not vary is not scaled. */
export function moments(
  { values }: { readonly values: ArrayLike<number> },
  rows: Int32Array,
): { mean: number; scale: number } {
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
  if (!Number.isFinite(deviation)) return momentsOfLarge({ values }, rows);
  return { mean, scale: scaleOf(deviation, mean) };
}

/** The same of numbers whose squares or sum would overflow: of shares of the largest, and taken back. */
function momentsOfLarge({ values }: { readonly values: ArrayLike<number> }, rows: Int32Array) {
  let most = 0;
  for (const row of rows) if (!Number.isNaN(values[row])) most = Math.max(most, Math.abs(values[row]));
  const parts = Float64Array.from(rows, (row) => values[row] / most);
  const { mean, scale } = moments(
    { values: parts },
    Int32Array.from(rows, (_, i) => i),
  );
  return { mean: mean * most, scale: scale * most };
}

/** Texts of all the values of a column of numbers. */
function numberCategories(table: Table, column: Column): string[] {
  const names = new Set<string>();
  for (let row = 0; row < table.rows; row++) {
    const text = textAt(column, row);
    if (text !== undefined) names.add(text);
  }
  if (table.rows < 20 || names.size <= 0.9 * table.rows) return sorted(names);
  throw usageError(
    `--one-hot: column "${column.name}" has ${names.size} different values in ${table.rows} rows`,
    {
      hint: `each would be an input of its own; --bins ${column.name}:10 makes ten of them`,
    },
  );
}

function binsEncoding(table: Table, column: Column, count: number, rows: Int32Array): FeatureEncoding {
  const { name } = column;
  const { values } = numbersOf(table, column, '--bins');
  const edges = quantileEdges(
    Float64Array.from(rows, (row) => values[row]),
    count,
  );
  if (edges.length > 0) return { kind: 'bins', name, edges };
  throw usageError(
    `--bins: too many values of column "${name}" are equal to divide them into ${count} bins`,
    {
      hint: `--one-hot ${name} makes an input of each value`,
    },
  );
}

/** Tokens that get a number of their own, and tokens of a text that are read, at most. */
const MOST_TOKENS = 5000;
const MOST_READ = { char: 300, word: 100 };
/** Texts longer than so many others are cut off, rather than that all are filled up to the longest. */
const WHOLE = 0.95;

/** How a column of texts becomes numbers of tokens; the vocabulary is that of `rows`. */
export function textEncoding(
  table: Table,
  column: Column,
  rows: Int32Array,
  { tokens, length }: NonNullable<FeatureChoices['text']>,
): FeatureEncoding {
  const plain = tokens === 'word' && { plain: true as const };
  const texts = Array.from(rows, (row) => tokensOf(textAt(column, row) ?? '', { tokens, ...plain }));
  const lengths = texts.map((all) => all.length).sort((a, b) => a - b);
  const usual = lengths[Math.min(lengths.length - 1, Math.floor(lengths.length * WHOLE))] ?? 0;
  if (usual === 0)
    throw inputError(`column "${column.name}" holds no ${tokens === 'word' ? 'words' : 'texts'}`, {
      where: { source: table.source },
      hint: '--text names the column of texts',
    });
  const vocabulary = frequentVocabulary(texts.flat(), MOST_TOKENS, tokens === 'word' ? 2 : 1);
  const read = length ?? Math.min(usual, MOST_READ[tokens]);
  return { kind: 'text', name: column.name, tokens, ...plain, vocabulary, length: read };
}

/** How a column becomes inputs that is understood as something else than its kind says. */
function readEncoding(
  column: CategoryColumn,
  reading: ColumnReading | undefined,
  rows: Int32Array,
  standardize: boolean,
): FeatureEncoding | undefined {
  const { name, codes, categories } = column;
  if (reading?.kind === 'date') {
    const dates = readDates(reading.format, categories);
    const present = Array.from(rows, (row) => (codes[row] < 0 ? NaN : dates[codes[row]]));
    const known = present.filter((ms) => !Number.isNaN(ms));
    return { kind: 'date', name, ...fitDateParts(reading.format, known, standardize) };
  }
  if (reading?.kind !== 'boolean') return undefined;
  const { yes, no } = reading;
  const truth = categories.map(booleanReader({ yes, no }));
  const values = Float64Array.from(codes, (code) => (code < 0 ? NaN : truth[code]));
  return { kind: 'boolean', name, yes, no, ...(standardize ? moments({ values }, rows) : PLAIN) };
}

const PLAIN = { mean: 0, scale: 1 };

/** A column of numbers has an input for its gaps where so many training rows, and such a share of them, have one. */
const FREQUENT = 0.05;
const SEVERAL = 5;

function numberEncoding(column: NumberColumn, rows: Int32Array, standardize: boolean): FeatureEncoding {
  const { name, values } = column;
  if (column.pixels)
    return { kind: 'number', name, ...(standardize ? { mean: 127.5, scale: 127.5 } : PLAIN) };
  const missing = column.missing && rows.reduce((n, row) => n + Number(Number.isNaN(values[row])), 0);
  const gaps = missing >= Math.max(SEVERAL, FREQUENT * rows.length) && missing < rows.length;
  return {
    kind: 'number',
    name,
    ...(standardize ? moments(column, rows) : PLAIN),
    ...(gaps && { gaps }),
  };
}

/**
 * Decides how a column becomes inputs.
 *
 * @throws NnError('usage') where --one-hot or --bins does not fit it
 */
export function featureEncoding(
  table: Table,
  column: Column,
  rows: Int32Array,
  { standardize, oneHot, bins }: FeatureChoices,
): FeatureEncoding {
  const { name } = column;
  const count = bins?.get(name);
  const each = oneHot?.includes(name) ?? false;
  if (count !== undefined) return binsEncoding(table, column, count, rows);
  if (column.kind === 'category') {
    const read = each ? undefined : readEncoding(column, table.readings?.get(name), rows, standardize);
    return (
      read ?? { kind: 'category', name, ...frequentCategories(column, rows, each ? Infinity : undefined) }
    );
  }
  if (each) return { kind: 'category', name, categories: numberCategories(table, column), numeric: true };
  return numberEncoding(column, rows, standardize);
}

/** A column's name as an expression takes it. */
const inExpressions = (name: string) => (isPlainName(name) ? `"${name}"` : `\`${name}\`, in backquotes`);

/**
 * The columns that an expression needs.
 *
 * @throws NnError('input') for one that is missing or holds texts
 */
function columnsOf(table: Table, { text, columns }: Expression, tolerance?: Tolerance) {
  return columns.map((name) =>
    numbersOf(table, columnNamed(table, name, inExpressions), `the feature ${text}`, tolerance),
  );
}

/**
 * Decides how an expression becomes an input.
 *
 * @throws NnError('input') of its columns
 */
export function derivedEncoding(
  table: Table,
  expression: Expression,
  rows: Int32Array,
  standardize: boolean,
): FeatureEncoding {
  const compute = evaluator(expression, valuesOf(columnsOf(table, expression)), BLOCK);
  const name = expression.text;
  if (!standardize) return { kind: 'derived', name, mean: 0, scale: 1 };
  // What has no value does not count here; encoding says which row it is, if that row is used.
  const values = new Float64Array(rows.length);
  for (let from = 0; from < rows.length; from += BLOCK) {
    const to = Math.min(rows.length, from + BLOCK);
    values.set(compute(rows, from, to).subarray(0, to - from), from);
  }
  const finite = values.map((value) => (Number.isFinite(value) ? value : NaN));
  return {
    kind: 'derived',
    name,
    ...moments(
      { values: finite },
      Int32Array.from(rows, (_, i) => i),
    ),
  };
}

/** @throws NnError('usage') where options about columns contradict each other or the data */
export function checkChoices(table: Table, target: Column, choices: FeatureChoices): void {
  const { leaveOut = [], oneHot = [], bins = new Map<string, number>(), derived = [] } = choices;
  const engineered = [
    ...oneHot.map((name) => ['--one-hot', name]),
    ...[...bins.keys()].map((name) => ['--bins', name]),
  ];
  for (const [option, name] of engineered) {
    columnNamed(table, name);
    if (name === target.name) throw usageError(`${option}: column "${name}" is the target`);
    if (leaveOut.includes(name))
      throw usageError(`${option}: column "${name}" is left out, so it is no input`);
  }
  for (const name of oneHot)
    if (bins.has(name)) throw usageError(`column "${name}" can be in --one-hot or in --bins, not in both`);
  for (const { text, columns } of derived) {
    if (!columns.includes(target.name)) continue;
    throw usageError(`--features: "${text}" uses the target "${target.name}"`, {
      hint: 'the target is not known when the model predicts',
    });
  }
}

/** The expression that a derived feature is named after. */
export function expressionOf({ name }: FeatureEncoding & { kind: 'derived' }): Expression {
  const [expression] = parseExpressions(name);
  return expression;
}

/**
 * Puts a feature's inputs into a matrix.
 *
 * @throws NnError('input') for a column that is missing or holds texts
 */
export function featureEncoder(table: Table, feature: FeatureEncoding, inputs: Inputs): Encoder {
  if (feature.kind === 'derived') {
    const expression = expressionOf(feature);
    return derivedEncoder(
      table,
      columnsOf(table, expression, inputs.tolerance),
      { ...feature, expression },
      inputs,
    );
  }
  const column = columnNamed(table, feature.name);
  if (feature.kind === 'number') return numberEncoder(table, column, feature, inputs);
  if (feature.kind === 'boolean') return booleanEncoder(table, column, feature, inputs);
  if (feature.kind === 'date') return dateEncoder(table, column, feature, inputs);
  if (feature.kind === 'text') return textEncoder(table, column, feature, inputs);
  if (feature.kind === 'category') return categoryEncoder(table, column, feature, inputs);
  return binEncoder(
    table,
    numbersOf(table, column, 'a model with bins of it', inputs.tolerance),
    feature.edges,
    inputs,
  );
}
