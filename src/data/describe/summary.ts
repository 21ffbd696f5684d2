import { readDates } from '../dateParts.ts';
import type { ColumnReading } from '../reading/define.ts';
import { textAt } from '../table.ts';
import type { CategoryColumn, Column, NumberColumn } from '../table.ts';

/** Bins of a histogram. */
export const BINS = 8;
/** Values that are named. */
const EXAMPLES = 3;

/** A column of numbers, or dates as milliseconds since 1970. */
export interface Spread {
  readonly min: number;
  readonly max: number;
  readonly mean: number;
  readonly median: number;
  /** Values in each of equally wide bins from min to max. */
  readonly counts: readonly number[];
}

/** A category and how many rows have it. */
export interface Frequency {
  readonly text: string;
  readonly count: number;
}

/** What is in a column. */
export interface ColumnSummary {
  readonly missing: number;
  readonly distinct: number;
  /** The first different values. */
  readonly examples: readonly string[];
  /** Of numbers and dates. */
  readonly spread?: Spread;
  /** The most frequent texts, the most frequent first; of categories. */
  readonly frequent?: readonly Frequency[];
}

/** Of values that are there; undefined where there are none. */
function spreadOf(values: Float64Array): Spread | undefined {
  if (values.length === 0) return undefined;
  const sorted = values.slice().sort();
  const [min, max] = [sorted[0], sorted[sorted.length - 1]];
  const counts = Array.from({ length: BINS }, () => 0);
  let mean = 0;
  for (const value of values) {
    const bin = max > min ? Math.floor(((value - min) / (max - min)) * BINS) : 0;
    counts[Math.min(BINS - 1, bin)]++;
    mean += value / values.length;
  }
  const middle = (sorted.length - 1) / 2;
  return { min, max, mean, median: (sorted[Math.floor(middle)] + sorted[Math.ceil(middle)]) / 2, counts };
}

function summaryOfNumbers(column: NumberColumn): ColumnSummary {
  const present = Float64Array.from(column.values).filter((value) => !Number.isNaN(value));
  const distinct = new Set(present);
  const rows = Array.from({ length: Math.min(column.values.length, 100) }, (_, row) => textAt(column, row));
  const spread = spreadOf(present.filter((value) => Number.isFinite(value)));
  return {
    missing: column.missing,
    distinct: distinct.size,
    examples: [...new Set(rows.filter((text) => text !== undefined))].slice(0, EXAMPLES),
    ...(spread && { spread }),
  };
}

function summaryOfTexts(
  { codes, categories, missing }: CategoryColumn,
  reading?: ColumnReading,
): ColumnSummary {
  const counts = new Int32Array(categories.length);
  for (const code of codes) if (code >= 0) counts[code]++;
  const frequent = categories
    .map((text, code) => ({ text, count: counts[code] }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count);
  const common = { missing, distinct: frequent.length, examples: categories.slice(0, EXAMPLES) };
  if (reading?.kind !== 'date') return { ...common, frequent: frequent.slice(0, BINS) };
  const dates = readDates(reading.format, categories);
  const known = Float64Array.from(codes, (code) => (code < 0 ? NaN : dates[code])).filter((ms) => ms === ms);
  const spread = spreadOf(known);
  return { ...common, ...(spread && { spread }) };
}

/** What is in a column. */
export const summaryOf = (column: Column, reading?: ColumnReading): ColumnSummary =>
  column.kind === 'number' ? summaryOfNumbers(column) : summaryOfTexts(column, reading);
