import { usageError } from '../../errors.ts';
import type { NnError } from '../../errors.ts';

/** A network by name: one record and one line in index.ts. */
export interface Preset {
  readonly name: string;
  /** Its layers in words. */
  readonly summary: string;
  readonly source: string;
  /** A command that trains it. */
  readonly example: string;
  /**
   * The network as --layers takes it.
   *
   * @param input shape of a sample
   * @throws a usage error when the preset does not fit such samples
   */
  layers(input: readonly number[], outputs: number, target?: 'classes' | 'values'): string;
  /** Options that it brings, as they would be given; those that are given replace them. */
  readonly options?: Readonly<Record<string, string | boolean>>;
  /** What learning rate and monitor are unless they are given, by the kind of target. */
  readonly byTarget?: Readonly<
    Record<'classes' | 'values', { readonly learningRate: number; readonly monitor?: string }>
  >;
}

const text = (input: readonly number[]) => input.join('x');

/** The layers after the shape of a sample. */
export const network = (input: readonly number[], ...items: readonly string[]): string =>
  [text(input), ...items].join(',');

/** What makes a list of numbers of a sample that is none. */
export const flat = (input: readonly number[]): string[] => (input.length > 1 ? ['flatten'] : []);

/**
 * Height, width and channels of a sample.
 * @throws {NnError} a usage error for samples that are no images
 */
export function imageOf(name: string, input: readonly number[]): [number, number, number] {
  const [height = 0, width = 0, channels = 1] = input;
  if (input.length === 2 || input.length === 3) return [height, width, channels];
  throw unfit(name, input, 'images', '--image 8x8x1 says that the columns are pixels of such images');
}

/**
 * Steps and features of a sample; an image is read row by row.
 * @throws {NnError} a usage error for samples that are no sequences
 */
export function sequenceOf(name: string, input: readonly number[]): [number, number] {
  const [steps = 0, width = 0, channels = 1] = input;
  if (input.length === 2 || (input.length === 3 && channels === 1)) return [steps, width];
  throw unfit(
    name,
    input,
    'sequences',
    'a series in rows: --time COLUMN --window 12; steps in the columns of a row: --layers 24x3,lstm:64,1 for 24 steps of 3',
  );
}

function unfit(name: string, input: readonly number[], required: string, hint: string): NnError {
  return usageError(`--model ${name} is for ${required}, but a sample of this data is ${text(input)}`, {
    hint,
  });
}
