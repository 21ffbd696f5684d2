import { inputError, usageError } from '../errors.ts';
import { fitDateParts, readDates } from './dateParts.ts';
import { BLOCK, numbersOf, valuesOf } from './encoders.ts';
import type { FeatureChoices } from './featureChoices.ts';
import { columnsOf } from './featureEncoding.ts';
import type { FeatureEncoding } from './featureEncoding.ts';
import { quantileEdges } from './features/bins.ts';
import { evaluator } from './features/evaluate.ts';
import type { Expression } from './features/expression.ts';
import { frequentCategories, sorted } from './frequentCategories.ts';
import { moments } from './moments.ts';
import { quantilesOf } from './quantileScaling.ts';
import { robustScaling } from './robust.ts';
import type { Scaling } from './robust.ts';
import { robustCategory } from './robustCategory.ts';
import { booleanReader } from './reading/booleans.ts';
import type { ColumnReading } from './reading/define.ts';
import { textAt } from './table.ts';
import type { CategoryColumn, Column, NumberColumn, Table } from './table.ts';
import { frequentVocabulary, tokensOf } from './text.ts';

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
  scaling: Scaled,
): FeatureEncoding | undefined {
  const { name, codes, categories } = column;
  if (reading?.kind === 'date') {
    const dates = readDates(reading.format, categories);
    const present = Array.from(rows, (row) => (codes[row] < 0 ? NaN : dates[codes[row]]));
    const known = present.filter((ms) => !Number.isNaN(ms));
    return { kind: 'date', name, ...fitDateParts(reading.format, known, scaling.standardize) };
  }
  if (reading?.kind !== 'boolean') return undefined;
  const { yes, no } = reading;
  const truth = categories.map(booleanReader({ yes, no }));
  const values = Float64Array.from(codes, (code) => (code < 0 ? NaN : truth[code]));
  return { kind: 'boolean', name, yes, no, ...fitScaling({ values }, rows, { ...scaling, quantile: false }) };
}

const PLAIN = { mean: 0, scale: 1 };

/** A column of numbers has an input for its gaps where so many training rows, and such a share of them, have one. */
const FREQUENT = 0.05;
const SEVERAL = 5;

/** What decides how numbers are scaled. */
type Scaled = Pick<FeatureChoices, 'standardize' | 'robust' | 'quantile'>;

function fitScaling(
  column: { readonly values: ArrayLike<number> },
  rows: Int32Array,
  { standardize, robust, quantile }: Scaled,
): Scaling {
  if (!standardize) return PLAIN;
  if (robust) return robustScaling(column.values, rows);
  return { ...moments(column, rows), ...(quantile && { quantiles: quantilesOf(column.values, rows) }) };
}

function numberEncoding(column: NumberColumn, rows: Int32Array, scaling: Scaled): FeatureEncoding {
  const { name, values } = column;
  if (column.pixels)
    return { kind: 'number', name, ...(scaling.standardize ? { mean: 127.5, scale: 127.5 } : PLAIN) };
  const missing = column.missing && rows.reduce((n, row) => n + Number(Number.isNaN(values[row])), 0);
  const gaps = missing >= Math.max(SEVERAL, FREQUENT * rows.length) && missing < rows.length;
  return {
    kind: 'number',
    name,
    ...fitScaling(column, rows, scaling),
    ...(gaps && { gaps }),
  };
}

function scaledCategory(
  table: Table,
  column: Column,
  found: FeatureEncoding & { kind: 'category' },
  rows: Int32Array,
  { robust }: Scaled,
): FeatureEncoding {
  return robust ? robustCategory(table, column, found, rows) : found;
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
  { oneHot, bins, ...scaling }: FeatureChoices,
): FeatureEncoding {
  const { name } = column;
  const count = bins?.get(name);
  const each = oneHot?.includes(name) ?? false;
  if (count !== undefined) return binsEncoding(table, column, count, rows);
  if (column.kind === 'category') {
    const read = each ? undefined : readEncoding(column, table.readings?.get(name), rows, scaling);
    if (read) return read;
    const found = frequentCategories(column, rows, each ? Infinity : undefined);
    return scaledCategory(table, column, { kind: 'category', name, ...found }, rows, scaling);
  }
  if (!each) return numberEncoding(column, rows, scaling);
  const categories = numberCategories(table, column);
  return scaledCategory(table, column, { kind: 'category', name, categories, numeric: true }, rows, scaling);
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
  scaling: Scaled,
): FeatureEncoding {
  const compute = evaluator(expression, valuesOf(columnsOf(table, expression)), BLOCK);
  const name = expression.text;
  if (!scaling.standardize) return { kind: 'derived', name, mean: 0, scale: 1 };
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
    ...fitScaling(
      { values: finite },
      Int32Array.from(rows, (_, i) => i),
      scaling,
    ),
  };
}
