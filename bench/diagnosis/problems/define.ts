import type { Column, Table } from '../../../src/data/table.ts';
import type { RandomState } from '../../../src/util/random.ts';

/** Rows of a problem with what is known about them because they were made. */
export interface Made {
  readonly table: Table;
  /**
   * Error of the best possible answers to these rows: the share of wrong classes, or the squared error as a share of
   * the variance.
   */
  readonly floor: number;
}

/** Something to learn whose truth is known; any number of rows can be drawn from it. */
export interface Problem {
  readonly name: string;
  /** @param fresh other rows than those that train, where rows are drawn from a table */
  make(rows: number, random: RandomState, fresh: boolean): Made;
  /** Columns that are the target under another name. */
  readonly leaks?: readonly string[];
  /** A column that gives the class without error but may be known before: both answers are right. */
  readonly doubtful?: true;
  /** Nothing can be learned of so few rows for each class. */
  readonly hopeless?: true;
  /** Rows follow each other. */
  readonly series?: true;
}

/** A column of numbers. */
export const numbers = (name: string, values: readonly number[]): Column => ({
  kind: 'number',
  name,
  values: Float64Array.from(values),
  missing: 0,
  integral: values.every(Number.isInteger),
});

/** A column of words. */
export function words(name: string, values: readonly string[]): Column {
  const categories = [...new Set(values)];
  return {
    kind: 'category',
    name,
    codes: Int32Array.from(values, (value) => categories.indexOf(value)),
    categories,
    missing: 0,
  };
}

/** Columns as a table. */
export const tableOf = (columns: readonly Column[], rows: number): Table => ({
  columns,
  rows,
  source: 'made',
});

/** Rows of numbers as columns x0, x1, …, with the target behind them. */
export function made(
  x: readonly (readonly number[])[],
  target: Column,
  floor: number,
  more: readonly Column[] = [],
): Made {
  const columns = x[0].map((_, i) =>
    numbers(
      `x${i}`,
      x.map((row) => row[i]),
    ),
  );
  return { table: tableOf([...columns, ...more, target], x.length), floor };
}

/** Classes a, b, c, … as the target. */
export const letters = (labels: readonly number[]) =>
  words(
    'class',
    labels.map((label) => 'abcdefghijklmnopqrstuvwxyz'[label]),
  );
/** So many values, each made from its place. */
export const times = <T>(n: number, value: (i: number) => T): T[] =>
  Array.from({ length: n }, (_, i) => value(i));
/** Numbers of mean 0 and deviation 1. */
export const gaussians = (n: number, random: RandomState) => times(n, () => random.standardNormal());
/** The mean of some numbers. */
export const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
/** The variance of some numbers. */
export const varianceOf = (values: readonly number[]) => {
  const mean = meanOf(values);
  return meanOf(values.map((value) => (value - mean) ** 2));
};
/** The mean of their squares. */
export const squares = (values: readonly number[]) => meanOf(values.map((value) => value ** 2));
/** The sum of the products of two rows. */
export const dot = (a: readonly number[], b: readonly number[]) =>
  a.reduce((sum, value, i) => sum + value * b[i], 0);
