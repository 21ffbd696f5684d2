/** Rows with known classes and what a model said about them. Not to be changed once it was measured. */
export interface ClassSample {
  /** Names of the classes, by index. */
  readonly classes: readonly string[];
  /** Class index of each row. */
  readonly actual: Int32Array;
  /** Class index the model gives each row. */
  readonly predicted: Int32Array;
  /** Row-major [rows × classes], from 0 to 1; absent where the model gives no probabilities. */
  readonly probabilities?: ArrayLike<number>;
  /** How much each row counts; all the same when absent (sklearn's sample_weight). */
  readonly weights?: ArrayLike<number>;
  /** What the model gives further rows, whose true class it does not know; there are none when absent. */
  readonly strangers?: Int32Array;
}

/** Rows with known values and what a model said about them. */
export interface ValueSample {
  readonly actual: ArrayLike<number>;
  readonly predicted: ArrayLike<number>;
  /** How much each row counts; all the same when absent (sklearn's sample_weight). */
  readonly weights?: ArrayLike<number>;
}

/** A finite number, with a note where it follows from a convention; or the reason why there is none. */
export type Score =
  { readonly value: number; readonly note?: string } | { readonly value: undefined; readonly note: string };

export function scored(value: number, note?: string): Score {
  if (!Number.isFinite(value)) return unscored('some outputs are too large, or not numbers');
  return { value, ...(note !== undefined && { note }) };
}

export const unscored = (note: string): Score => ({ value: undefined, note });

interface MetricFacts {
  /** As --metric takes it. */
  readonly name: string;
  readonly aliases?: readonly string[];
  /** As tables show it. */
  readonly label: string;
  readonly summary: string;
  /**
   * Where it fits on a line: y the true value, ŷ the prediction, p the probability of the true class, N rows.
   */
  readonly formula?: string;
  /** The function or paper whose definition this is. */
  readonly source: string;
  readonly higherIsBetter: boolean;
  /**
   * share: of rows, shown in percent. score: a number without unit. target: in units of the target, or their
   * square.
   */
  readonly unit: 'share' | 'score' | 'target';
  /**
   * Samples of the rows say nothing of it, or too late: an extreme, a median, an area that has to be sorted
   * for. It has no interval.
   */
  readonly withoutInterval?: true;
}

/** A measure of how well classes are told apart. */
export interface ClassMetric extends MetricFacts {
  readonly task: 'classification';
  readonly needs: 'classes' | 'probabilities';
  /** Of at least one row. */
  compute(sample: ClassSample): Score;
  /** The rows that it is a plain share of; absent for figures that are no share of rows. */
  readonly shareOf?: (sample: ClassSample) => number;
  /** The figure of row i, where the metric is their mean over the rows. */
  readonly ofRow?: (sample: ClassSample, probabilities: ArrayLike<number>) => (i: number) => number;
}

/** A measure of how far values are off. */
export interface ValueMetric extends MetricFacts {
  readonly task: 'regression';
  readonly needs: 'values';
  /** Of at least one row. */
  compute(sample: ValueSample): Score;
}

/** A metric that may be narrowed by a text after a colon: `recall:virginica`, `top-k:3`. */
export interface ClassMetricFamily extends ClassMetric {
  /** What may stand after the colon. */
  readonly parameter: 'class' | 'count';
  /**
   * The narrowed metric.
   * @throws {NnError} a usage error when the text does not fit
   */
  narrow(text: string, classes: readonly string[]): ClassMetric;
}
