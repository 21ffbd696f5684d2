import { inputError } from '../errors.ts';
import type { NnError } from '../errors.ts';
import { binOf } from './features/bins.ts';
import { evaluator, findCulprit } from './features/evaluate.ts';
import type { Values } from './features/evaluate.ts';
import type { Expression } from './features/expression.ts';
import { categoryIndex } from './reading/fold.ts';
import { scaledValue } from './robust.ts';
import type { Scaling } from './robust.ts';
import { signOf } from './signs.ts';
import { placeIn } from './place.ts';
import { LARGEST_INPUT, complaint, refuseValue } from './reach.ts';
import { textAt } from './table.ts';
import type { CategoryColumn, Column, NumberColumn, Table } from './table.ts';
import type { Tolerance } from './tolerance.ts';

/**
 * Rows encoded at a time, so that the matrix stays in the cache until all columns have written their part of
 * it.
 */
export const BLOCK = 256;

/**
 * Puts rows [from, to) of a column, or of `rows`, into a matrix of `width` columns, from row 0 of `out` on.
 */
export type Encoder = (rows: Int32Array | undefined, from: number, to: number) => void;

/** The place of a feature in a row-major matrix of `width` columns: from column `first` on. */
export interface Inputs {
  readonly out: Float32Array | Float64Array;
  readonly first: number;
  readonly width: number;
  /** What becomes of values that the feature cannot take; they are errors when absent. */
  readonly tolerance?: Tolerance | undefined;
  /** Numbers at most, in amount, once they are scaled. */
  readonly most?: number;
}

/** A number as programs write it. */
const NUMBER = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?$/;

/** The numbers in a column of texts; a row with a text that is none is told of, and its number missing. */
function numbersInTexts(
  table: Table,
  { name, codes, categories, missing }: CategoryColumn,
  bad: NonNullable<Tolerance['bad']>,
): NumberColumn {
  const numbers = categories.map((text) => (NUMBER.test(text.trim()) ? Number(text) : Number.NaN));
  const values = Float64Array.from(codes, (code, row) => {
    if (code < 0) return Number.NaN;
    if (Number.isNaN(numbers[code])) bad(row, notANumber(table, name, row, categories[code]));
    return numbers[code];
  });
  return { kind: 'number', name, values, missing, integral: false };
}

const refuse = (_: number, error: NnError): never => {
  throw error;
};

const notANumber = (table: Table, column: string, row: number, text: string) =>
  inputError(`column "${column}": expected a number, found "${text}"`, {
    where: placeIn(table, column, row),
    hint: 'correct the field, or leave it empty for a missing value',
  });

/** A number, scaled; with `gaps` a 1 beside it where it is missing. */
export function numberEncoder(
  table: Table,
  column: Column,
  scaling: Scaling & { gaps?: boolean },
  { out, first, width, tolerance, most = LARGEST_INPUT }: Inputs,
): Encoder {
  const numbers = column.kind === 'number' ? column : numbersInTexts(table, column, tolerance?.bad ?? refuse);
  const { values } = numbers;
  const { gaps = false, clip } = scaling;
  const present = clip === undefined ? 0 : -1;
  return (rows, from, to) => {
    for (let i = from; i < to; i++) {
      const row = rows ? rows[i] : i;
      const value = values[row];
      const scaled = value === value ? scaledValue(value, scaling) : 0;
      const usable = scaled <= most && scaled >= -most && value !== Infinity && value !== -Infinity;
      if (!usable) refuseValue(table, numbers, row, { scaled, most, tolerance });
      out[i * width + first] = usable ? scaled : 0;
      if (gaps) out[i * width + first + 1] = value === value ? present : 1;
    }
  };
}

/** Categories, with an input for all others or in one input, and how the inputs are scaled. */
interface FeatureOfCategories {
  readonly categories: readonly string[];
  readonly others?: true;
  readonly signed?: true;
  readonly scaled?: readonly Scaling[];
}

/**
 * A 1 at the category's place; a text that differs from one category in case and spaces alone is that one,
 * and what is none of them has the last place where others have one.
 */
export function categoryEncoder(
  table: Table,
  column: Column,
  feature: FeatureOfCategories,
  { out, first, width, tolerance }: Inputs,
): Encoder {
  const { categories } = feature;
  const { scaled, signed } = feature;
  const places = signed ? 1 : categories.length + (feature.others ? 1 : 0);
  const placeOf = categoryIndex(categories);
  const unknown = (text: string, row: number) => {
    if (tolerance?.unknown) return tolerance.unknown(column.name, text);
    throw inputError(`column "${column.name}": "${text}" did not occur in training`, {
      where: placeIn(table, column.name, row),
      hint: `known: ${categories.slice(0, 8).join(', ')}${categories.length > 8 ? ', …' : ''}`,
    });
  };
  return (rows, from, to) => {
    for (let i = from; i < to; i++) {
      const row = rows ? rows[i] : i;
      for (let c = 0; c < places; c++) out[i * width + first + c] = 0;
      const text = textAt(column, row);
      const at = text === undefined ? undefined : (placeOf(text) ?? (feature.others && categories.length));
      if (text !== undefined && at === undefined) unknown(text, row);
      if (at !== undefined) out[i * width + first + (signed ? 0 : at)] = signed ? signOf(at) : 1;
      for (let c = 0; c < (scaled?.length ?? 0); c++)
        out[i * width + first + c] = scaledValue(out[i * width + first + c], scaled![c]);
    }
  };
}

/**
 * A column whose values an expression or bins can use; one without any value counts as numbers that are all
 * missing.
 */
export function numbersOf(table: Table, column: Column, use: string, tolerance?: Tolerance): NumberColumn {
  if (column.kind === 'number') return column;
  if (tolerance?.bad) return numbersInTexts(table, column, tolerance.bad);
  if (column.missing < table.rows) {
    const row = column.codes.findIndex((code) => code >= 0);
    throw inputError(
      `column "${column.name}": found "${column.categories[column.codes[row]]}", but ${use} needs numbers`,
      {
        where: placeIn(table, column.name, row),
        hint: 'texts are categories: each becomes an input without being named',
      },
    );
  }
  const values = new Float64Array(table.rows).fill(NaN);
  return { kind: 'number', name: column.name, values, missing: table.rows, integral: false };
}

function refuseInfinite(
  table: Table,
  column: NumberColumn,
  row: number,
  tolerance: Tolerance | undefined,
): void {
  const value = column.values[row];
  if (value === Infinity || value === -Infinity) refuseValue(table, column, row, { tolerance });
}

/** A 1 at the bin of the value; a missing value is all zeros. */
export function binEncoder(
  table: Table,
  column: NumberColumn,
  edges: readonly number[],
  { out, first, width, tolerance }: Inputs,
): Encoder {
  const { values } = column;
  return (rows, from, to) => {
    for (let i = from; i < to; i++) {
      const row = rows ? rows[i] : i;
      const value = values[row];
      for (let c = 0; c <= edges.length; c++) out[i * width + first + c] = 0;
      refuseInfinite(table, column, row, tolerance);
      if (!Number.isNaN(value)) out[i * width + first + binOf(edges, value)] = 1;
    }
  };
}

const shown = (value: number) => String(Number(value.toPrecision(6)));

/** @throws NnError('input') when a result is not finite although everything it is computed from is there */
function refuseUndefined(
  table: Table,
  expression: Expression,
  columns: readonly NumberColumn[],
  row: number,
  tolerance: Tolerance | undefined,
): void {
  for (const column of columns) refuseInfinite(table, column, row, tolerance);
  const culprit = findCulprit(expression, valuesOf(columns), row);
  if (!culprit) return;
  const { part, given, result, column } = culprit;
  const { name, of, operation } = part;
  const numbers = given.map(shown);
  const sum = /^\w/.test(name) ? `${name}(${numbers.join(', ')})` : numbers.join(` ${name} `);
  const what = Number.isNaN(result) ? 'is not a number' : result > 0 ? 'is infinite' : 'is minus infinity';
  const where = column === undefined ? { source: table.source } : placeIn(table, column, row);
  const place = 'line' in where ? '' : ` in row ${(table.firstRow ?? 0) + row + 1}`;
  const hint = operation.remedy?.(...of.map(({ text }) => text));
  const error = inputError(`feature "${expression.text}": ${sum} ${what}${place}`, {
    where,
    ...(hint !== undefined && { hint }),
  });
  if (!tolerance?.bad) throw error;
  tolerance.bad(row, error);
}

/** A result that is a number, but too large an input. */
function refuseFar(
  table: Table,
  { text }: Expression,
  { value, scaled, row }: { value: number; scaled: number; row: number },
  tolerance: Tolerance | undefined,
): void {
  const { what, hint } = complaint(value, scaled, { most: LARGEST_INPUT });
  const place = `in row ${(table.firstRow ?? 0) + row + 1}`;
  const error = inputError(`feature "${text}": ${what} ${place}`, {
    where: { source: table.source },
    hint,
  });
  if (!tolerance?.bad) throw error;
  tolerance.bad(row, error);
}

/** Columns by name, as expressions find them. */
export const valuesOf = (columns: readonly NumberColumn[]): Values =>
  new Map(columns.map(({ name, values }) => [name, values]));

/** An expression over columns, scaled; a missing value is 0, which is the mean. */
export function derivedEncoder(
  table: Table,
  columns: readonly NumberColumn[],
  { expression, ...scaling }: { expression: Expression } & Scaling,
  { out, first, width, tolerance }: Inputs,
): Encoder {
  const compute = evaluator(expression, valuesOf(columns), BLOCK);
  return (rows, from, to) => {
    const values = compute(rows, from, to);
    for (let i = from; i < to; i++) {
      const value = values[i - from];
      const row = rows ? rows[i] : i;
      const finite = Number.isFinite(value);
      if (!finite) refuseUndefined(table, expression, columns, row, tolerance);
      const scaled = finite ? scaledValue(value, scaling) : 0;
      const usable = Math.abs(scaled) <= LARGEST_INPUT;
      if (!usable) refuseFar(table, expression, { value, scaled, row }, tolerance);
      out[i * width + first] = usable ? scaled : 0;
    }
  };
}
