import type { Answer } from '../explain/stepValues.ts';
import type { Block } from '../report/result.ts';

/** A sample in words: what it is, where its inputs come from, and what the network was to answer. */
export interface SampleText {
  readonly heading: string;
  readonly inputs: Block;
  readonly answer: Answer;
}

/** What a model answers about one by one: rows of a table, windows of a series, passages of a text. */
export interface Samples {
  readonly source: string;
  readonly count: number;
  /** What one of them is, and many are. */
  readonly unit: readonly [one: string, many: string];
  /** Those whose target is known, ascending. */
  readonly labelled: Int32Array;
  /** Inputs [samples × inputs] and targets [samples × targets] as the network gets them. */
  encode(samples: Int32Array): { readonly x: Float64Array; readonly target: Float64Array };
  describe(sample: number): SampleText;
}

/** Inputs of a sample that are written out. */
export const SHOWN_INPUTS = 8;

/** How many more there are than are written out. */
export const moreInputs = (all: number, what: string): string[] =>
  all > SHOWN_INPUTS ? [`… and ${all - SHOWN_INPUTS} more ${what}`] : [];

/** Rows of a row-major matrix of `width` columns, in the given order. */
export function gatherRows(values: ArrayLike<number>, width: number, rows: Int32Array): Float64Array {
  const out = new Float64Array(rows.length * width);
  rows.forEach((row, i) => {
    for (let k = 0; k < width; k++) out[i * width + k] = values[row * width + k];
  });
  return out;
}
