import { choice, flag, integer, text, toggle } from './define.ts';

/** The options that every command takes. */
export interface GlobalOptions {
  readonly seed: number;
  readonly dtype: 'float32' | 'float64';
  readonly precision: number;
  readonly inputFormat: string | undefined;
  readonly header: boolean | undefined;
  readonly format: 'table' | 'csv' | 'tsv' | 'json' | 'jsonl' | 'npy' | 'markdown' | 'html' | undefined;
  readonly output: string | undefined;
  /** Messages and tables in ASCII only. */
  readonly ascii: boolean;
  readonly force: boolean;
  readonly quiet: boolean;
  readonly verbose: boolean;
  readonly threads: number | undefined;
  readonly kernels: 'auto' | 'wasm' | 'blas' | 'reference';
}

/** Options of every command. */
export const globalOptions = {
  seed: integer('numpy.random seed that decides every random number', {
    default: 0,
    min: 0,
    max: 2 ** 32 - 1,
  }),
  dtype: choice('float32, or float64 on the reference kernels', ['float32', 'float64'], {
    default: 'float32',
  }),
  precision: integer('digits after the decimal point in printed arrays', { default: 8, min: 0, max: 17 }),
  inputFormat: text('read the input as csv, tsv, json, jsonl, npy or idx', { placeholder: 'name' }),
  header: toggle('the first line of CSV holds names, or does not; detected otherwise'),
  format: choice('form of the result', ['table', 'csv', 'tsv', 'json', 'jsonl', 'npy', 'markdown', 'html']),
  json: flag('short for --format json'),
  output: text('write the result to a file, by its extension', { short: 'o', placeholder: 'file' }),
  force: flag('replace an existing file'),
  quiet: flag('no progress and notes on stderr', { short: 'q' }),
  verbose: flag('say more on stderr', { short: 'v' }),
  ascii: flag('only ASCII characters, for a terminal that has no others'),
  color: choice('colours', ['auto', 'always', 'never'], { default: 'auto' }),
  threads: integer('threads at most; all processors where they help, unless given', {
    min: 1,
    max: 256,
  }),
  kernels: choice('implementation of the arithmetic; see nn doctor', ['auto', 'wasm', 'blas', 'reference'], {
    default: 'auto',
  }),
} as const;
