import { correlation, correlationRatio } from './association.ts';
import { columnNamed } from './columns.ts';
import { explainedShare } from './explainedShare.ts';
import { columnsRead } from './preprocessing.ts';
import { encodeClasses, encodeValues } from './target.ts';
import type { Preprocessing } from './preprocessing.ts';
import { textAt } from './table.ts';
import type { Column, Table } from './table.ts';
import { maxOf } from '../util/extremes.ts';

/** A column that alone gives the target nearly without error. */
export interface LeakingColumn {
  readonly column: string;
  /**
   * Each of its values has one class; it is proportional to the target; it orders the rows as the target
   * does.
   */
  readonly by: 'class' | 'correlation' | 'rank';
  /** Share of rows whose class it gives, or the absolute correlation. */
  readonly strength: number;
}

export interface ColumnFacts {
  readonly constant: readonly string[];
  /** A column and another one with the same value in every row. */
  readonly duplicates: readonly (readonly [string, string])[];
  readonly leaks: readonly LeakingColumn[];
}

/**
 * Values of a column as codes: equal values have equal codes, from 0 in order of appearance; −1 is missing.
 */
function codesOf(column: Column, rows: Int32Array): Int32Array {
  const known = new Map<string | number, number>();
  return Int32Array.from(rows, (row) => {
    const value = column.kind === 'number' ? column.values[row] : textAt(column, row);
    if (value === undefined || Number.isNaN(value)) return -1;
    const code = known.get(value) ?? known.size;
    known.set(value, code);
    return code;
  });
}

/** Share of rows whose class is the most frequent one of their code, over rows that have one. */
function purity(codes: Int32Array, labels: Int32Array, classes: number, distinct: number): number {
  const counts = new Int32Array(distinct * classes);
  let rows = 0;
  codes.forEach((code, i) => {
    if (code < 0) return;
    counts[code * classes + labels[i]]++;
    rows++;
  });
  let correct = 0;
  for (let code = 0; code < distinct; code++)
    correct += maxOf(counts.subarray(code * classes, (code + 1) * classes));
  return rows > 0 ? correct / rows : 0;
}

/** Ranks from 0; equal values share the mean of theirs. */
function ranks(values: Float64Array): Float64Array {
  const order = Int32Array.from(values, (_, i) => i).sort((a, b) => values[a] - values[b]);
  const out = new Float64Array(values.length).fill(NaN);
  for (let from = 0; from < order.length;) {
    let to = from + 1;
    while (to < order.length && values[order[to]] === values[order[from]]) to++;
    for (let i = from; i < to; i++) out[order[i]] = (from + to - 1) / 2;
    from = to;
  }
  return out.map((rank, i) => (Number.isNaN(values[i]) ? NaN : rank));
}

/** A number that columns with the same values have in common, and hardly any others. */
function fingerprint(column: Column, codes: Int32Array, rows: Int32Array): number {
  let sum = 0;
  for (let i = 0; i < rows.length; i++) {
    const value = column.kind === 'number' ? column.values[rows[i]] : codes[i];
    if (!Number.isNaN(value)) sum += value * ((i % 97) + 1);
  }
  return sum;
}

function haveSameValues(a: Column, b: Column, rows: Int32Array): boolean {
  if (a.kind === 'number' && b.kind === 'number')
    return rows.every((row) => Object.is(a.values[row], b.values[row]) || a.values[row] === b.values[row]);
  return a.kind === b.kind && rows.every((row) => textAt(a, row) === textAt(b, row));
}

const numbersOf = (column: Column, rows: Int32Array) =>
  column.kind === 'number' ? Float64Array.from(rows, (row) => column.values[row]) : undefined;

/** Strengths from which on a column is held to be the target under another name. */
const PURE = 0.995;
const SAME_IN_CLASS = 0.999;
/** R² of the column alone, and of a column that is the target but for rounding. */
const PROPORTIONAL = 0.9999;
const IDENTICAL = 1 - 1e-7;
const SAME_ORDER = 0.9999;
/** A column that says nearly all: of what it leaves, others explain such a share only if the target is made of both. */
const NEARLY = 0.998;
const MADE_OF_BOTH = 0.5;
/** Columns that are asked what they explain. */
const MOST_OTHERS = 200;

function classLeak(
  column: Column,
  codes: Int32Array,
  rows: Int32Array,
  labels: Int32Array,
  classes: number,
): LeakingColumn | undefined {
  const name = column.name;
  const distinct = codes.reduce((most, code) => Math.max(most, code), -1) + 1;
  const largest = purity(new Int32Array(rows.length), labels, classes, 1);
  if (distinct > 1 && distinct * 5 <= rows.length) {
    const share = purity(codes, labels, classes, distinct);
    // Where nearly all rows have one class, every column is nearly pure.
    if (share >= PURE && 1 - share <= (1 - largest) / 20)
      return { column: name, by: 'class', strength: share };
  }
  // Where classes have a row or two each, any numbers are alike within them.
  if (classes * 5 > rows.length) return undefined;
  const values = numbersOf(column, rows);
  const ratio = values ? correlationRatio(values, labels, classes) : 0;
  return ratio >= SAME_IN_CLASS ? { column: name, by: 'correlation', strength: ratio } : undefined;
}

/** A column as numbers to fit to: itself, or of words one column of 0 and 1 for each. */
function numbersToFit(column: Column, rows: Int32Array): Float64Array[] {
  const values = numbersOf(column, rows);
  if (values) return [values];
  const codes = codesOf(column, rows);
  const distinct = maxOf(codes) + 1;
  if (distinct * 5 > rows.length) return [];
  return Array.from({ length: distinct }, (_, code) =>
    Float64Array.from(codes, (own) => Number(own === code)),
  );
}

/**
 * A number that is the target under another name. One that only says most of it (a price by the size of the house,
 * where rooms and age say the rest) is what there is to learn from: other columns explain what it leaves.
 *
 * @param others all columns but this one
 */
function valueLeak(
  column: Column,
  others: readonly Column[],
  rows: Int32Array,
  targets: Float64Array,
): LeakingColumn | undefined {
  const values = numbersOf(column, rows);
  if (!values) return undefined;
  const linear = Math.abs(correlation(values, targets));
  const alone = linear ** 2;
  if (alone >= NEARLY && alone < IDENTICAL) {
    const beside = others.flatMap((other) => numbersToFit(other, rows)).slice(0, MOST_OTHERS);
    if (explainedShare(targets, values, beside) >= MADE_OF_BOTH) return undefined;
  }
  if (alone >= PROPORTIONAL) return { column: column.name, by: 'correlation', strength: linear };
  const monotone = Math.abs(correlation(ranks(values), ranks(targets)));
  return monotone >= SAME_ORDER ? { column: column.name, by: 'rank', strength: monotone } : undefined;
}

/**
 * Whether columns that give the answer are what there is to learn from: all columns, so that none is left without
 * them, or so many that the classes are simply easy, as the pixels of an image are.
 */
const areHonest = (found: readonly LeakingColumn[], columns: number): boolean =>
  found.length === columns || (found.length > 3 && found.length > columns / 5);

/**
 * Columns that say nothing, say the same as another one, or give the target away. With a single column
 * nothing is held to be a leak of a regression: a line is a line. Some thousands of rows are enough.
 */
export function columnFacts(preprocessing: Preprocessing, table: Table, rows: Int32Array): ColumnFacts {
  const columns = [...columnsRead(preprocessing).keys()].map((name) => columnNamed(table, name));
  const coded = columns.map((column) => ({ column, codes: codesOf(column, rows) }));
  const constant = coded.filter(({ codes }) => codes.every((code) => code === codes[0]));
  const names = new Set(constant.map(({ column }) => column.name));
  const varied = coded.filter(({ column }) => !names.has(column.name));
  const seen = new Map<string, Column[]>();
  const duplicates: [string, string][] = [];
  for (const { column, codes } of varied) {
    const key = `${column.kind} ${fingerprint(column, codes, rows)}`;
    const alike = seen.get(key) ?? [];
    seen.set(key, alike);
    const earlier = alike.find((other) => haveSameValues(other, column, rows));
    if (earlier) duplicates.push([earlier.name, column.name]);
    else alike.push(column);
  }
  const { target } = preprocessing;
  let leaks: (LeakingColumn | undefined)[] = [];
  if (target.kind === 'classes') {
    const encoded = encodeClasses(target, table);
    const labels = Int32Array.from(rows, (row) => encoded[row]);
    leaks = varied.map(({ column, codes }) => classLeak(column, codes, rows, labels, target.classes.length));
  } else if (columns.length > 1 && rows.length >= 20) {
    const encoded = encodeValues(target, table);
    const targets = Float64Array.from(rows, (row) => encoded[row]);
    leaks = varied.map(({ column }) => {
      const others = varied.filter((other) => other.column !== column).map((other) => other.column);
      return valueLeak(column, others, rows, targets);
    });
  }
  const found = leaks.filter((leak) => leak !== undefined);
  return { constant: [...names], duplicates, leaks: areHonest(found, varied.length) ? [] : found };
}
