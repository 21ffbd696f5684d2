import { usageError } from '../errors.ts';
import { choice, flag, integer, parsed, text, toggle } from './define.ts';
import type { Given, OptionValues } from './define.ts';
import { parseMemorySize } from './memorySize.ts';
import { readingOptions } from './reading.ts';
import { optionValues } from './values.ts';

/** Options of every command. */
export const globalOptions = {
  ...readingOptions,
  seed: integer('numpy.random seed that decides every random number', {
    fixedOnResume: true,
    default: 0,
    min: 0,
    max: 2 ** 32 - 1,
  }),
  dtype: choice('float32, or float64 on the reference kernels', ['float32', 'float64'], {
    fixedOnResume: true,
    default: 'float32',
  }),
  precision: integer('digits after the decimal point in printed arrays', {
    default: 8,
    min: 0,
    max: 17,
    scope: 'screen',
  }),
  format: choice('form of the result', ['table', 'csv', 'tsv', 'json', 'jsonl', 'npy', 'markdown', 'html'], {
    scope: 'screen',
  }),
  json: flag('short for --format json', { scope: 'screen' }),
  output: text('write the result to a file, by its extension', {
    short: 'o',
    placeholder: 'file',
    scope: 'place',
  }),
  force: flag('replace an existing file', { scope: 'place' }),
  quiet: flag('no progress and notes on stderr', { short: 'q', scope: 'screen' }),
  verbose: flag('say more on stderr', { short: 'v', scope: 'screen' }),
  ascii: flag('only ASCII characters, for a terminal that has no others', { scope: 'screen' }),
  color: choice('colours', ['auto', 'always', 'never'], { default: 'auto', scope: 'screen' }),
  verify: toggle('check the checksums of models and checkpoints; --no-verify reads damaged ones too', {
    scope: 'screen',
  }),
  threads: integer('threads at most; all processors where they help, unless given', {
    min: 1,
    max: 256,
    scope: 'machine',
  }),
  maxMemory: parsed(
    "memory that what is read may take; half of the machine's unless given",
    parseMemorySize,
    {
      placeholder: 'size',
      scope: 'machine',
    },
  ),
  kernels: choice('implementation of the arithmetic; see nn doctor', ['auto', 'wasm', 'blas', 'reference'], {
    default: 'auto',
  }),
};

/** The options that every command takes; --json is a form of the result. */
export type GlobalOptions = Omit<OptionValues<typeof globalOptions>, 'json' | 'color'>;

/**
 * Values of the options of every command.
 *
 * @throws NnError('usage')
 */
export function globalValues(given: Given): GlobalOptions {
  const values = optionValues(globalOptions, given);
  if (values.json && values.format !== undefined && values.format !== 'json')
    throw usageError(`--json and --format ${values.format} both say how the result is written`, {
      hint: 'leave out one of them',
    });
  return { ...values, format: values.json ? 'json' : values.format };
}
