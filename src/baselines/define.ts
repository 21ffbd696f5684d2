import type { Named } from '../util/registry.ts';

/** What is to be answered of each row. */
export type Question =
  | { readonly kind: 'classes'; readonly classes: number }
  | { readonly kind: 'values'; readonly outputs: number };

/** Rows as a network gets them. */
export interface BaselineRows {
  /** Inputs, row-major [rows × inputs]; more may stand after them. */
  readonly x: ArrayLike<number>;
  readonly inputs: number;
  readonly rows: number;
  /** The series of which the rows are windows. */
  readonly past?: Past | undefined;
}

/** Where windows of a series end. */
export interface Past {
  /** Every value of the series in the unit of the targets. */
  readonly values: ArrayLike<number>;
  /** Of each row: the step of the first value to forecast. */
  readonly at: ArrayLike<number>;
  /** Steps of a season; 1 where there is none. */
  readonly season: number;
}

/** Rows with their answers. */
export interface LearningRows extends BaselineRows {
  /** Class indices [rows], or values [rows × outputs]. */
  readonly target: ArrayLike<number>;
  /** A weight for each row; all 1 when absent. */
  readonly weights?: ArrayLike<number> | undefined;
}

/** Data that a baseline may suit. */
export interface BaselineFacts {
  readonly question: Question;
  readonly inputs: number;
  /** Inputs are numbers and categories, not tokens of a text. */
  readonly numeric: boolean;
  /** Steps of a season where the rows are windows of a series. */
  readonly season?: number | undefined;
}

/** An answer without a network, beside which a trained one is judged. */
export interface Baseline extends Named {
  /** As tables show it. */
  label(facts: BaselineFacts): string;
  suits(facts: BaselineFacts): boolean;
  /** Multiplications of `fit` for so many rows, roughly. */
  work(rows: number, facts: BaselineFacts): number;
  /** Numbers that `answer` needs; they are kept in the model file. */
  fit(rows: LearningRows, question: Question): Float64Array;
  /** How many numbers `fit` gives. */
  size(facts: BaselineFacts): number;
  /** Probabilities [rows × classes], or values [rows × outputs]. */
  answer(parameters: ArrayLike<number>, rows: BaselineRows, question: Question): Float64Array;
}
