import type { RandomState } from '../../util/random.ts';

export interface Parameter {
  readonly name: string;
  readonly summary: string;
  /** Absent: the argument is required. */
  readonly fallback?: number;
  readonly min: number;
}

export interface Generated {
  /** Names of the columns of x. */
  readonly features: readonly string[];
  /** Row-major, rows × features. */
  readonly x: Float32Array | Float64Array;
  readonly rows: number;
  /** Class of each row, or a number to predict. */
  readonly labels?: Int32Array;
  readonly values?: Float32Array | Float64Array;
}

export interface Request {
  /** Arguments in the order of `parameters`. */
  readonly sizes: readonly number[];
  readonly noise: number;
  readonly dtype: 'float32' | 'float64';
}

/** A data set made from a seed: one file here and one line in index.ts make `nn gen-NAME`. */
export interface Generator {
  readonly name: string;
  readonly summary: string;
  readonly about: string;
  /** The library whose data set it is. */
  readonly source: string;
  readonly parameters: readonly Parameter[];
  /** Default of --noise; absent when the data set has no such option. */
  readonly noise?: number;
  /** Draws from `random` and leaves it where NumPy's stream would stand. */
  generate(random: RandomState, request: Request): Generated;
}

export const samples: Parameter = { name: 'samples', summary: 'rows of each class', min: 1 };
export const classes: Parameter = { name: 'classes', summary: 'number of classes', min: 1 };

/** Storage for x in the chosen precision. */
export function matrix(rows: number, columns: number, dtype: Request['dtype']): Float32Array | Float64Array {
  return dtype === 'float32' ? new Float32Array(rows * columns) : new Float64Array(rows * columns);
}

/** 0,0,…,1,1,…: class blocks of equal length. */
export function blockLabels(perClass: number, count: number): Int32Array {
  return Int32Array.from({ length: perClass * count }, (_, i) => Math.floor(i / perClass));
}

/** numpy.linspace(from, to, n)[i]. */
export function linspace(from: number, to: number, n: number): (i: number) => number {
  const step = (to - from) / (n - 1);
  return (i) => (n === 1 ? from : i === n - 1 ? to : i * step + from);
}
