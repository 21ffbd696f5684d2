import type { Answer } from '../explain/stepValues.ts';
import type { Block } from '../report/result.ts';

/** A piece of data in words: what it is, where its inputs come from, and what the network is to answer. */
export interface Told {
  readonly heading: string;
  readonly inputs: Block;
  readonly answer: Answer;
}

/** What a model answers about, piece by piece: rows of a table, windows of a series, passages of a text. */
export interface Samples {
  readonly source: string;
  readonly count: number;
  /** One of them and many. */
  readonly called: readonly [one: string, many: string];
  /** Those whose answer is known. */
  readonly answered: Int32Array;
  /** Inputs [pieces × inputs] and targets [pieces × targets] as the network gets them. */
  encode(pieces: Int32Array): { readonly x: Float64Array; readonly target: Float64Array };
  tell(piece: number): Told;
}

/** Lines that are told of the inputs of a piece. */
export const INPUTS = 8;

/** What could be told of so many more. */
export const moreInputs = (all: number, what: string): string[] =>
  all > INPUTS ? [`… and ${all - INPUTS} more ${what}`] : [];

/** Copies the values of some pieces, of `width` each, one behind the other. */
export function piecesOf(values: ArrayLike<number>, width: number, pieces: Int32Array): Float64Array {
  const out = new Float64Array(pieces.length * width);
  pieces.forEach((piece, i) => {
    for (let k = 0; k < width; k++) out[i * width + k] = values[piece * width + k];
  });
  return out;
}
