import { usageError } from '../../errors.ts';
import type { NnError } from '../../errors.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { counted } from '../../util/plural.ts';

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

/** Height and width of an image at least: two poolings leave something to see from this size on. */
export const LEAST_SIDE = 4;

const text = (input: readonly number[]) => input.join('x');

/** The layers after the shape of a sample. */
export const network = (input: readonly number[], ...items: readonly string[]): string =>
  [text(input), ...items].join(',');

/** What makes a list of numbers of a sample that is none. */
export const flat = (input: readonly number[]): string[] => (input.length > 1 ? ['flatten'] : []);

/** The size of square images, grey or in three colours, with so many numbers: `8x8x1`. */
function squareOf(numbers: number): string | undefined {
  const channels = [1, 3].find((count) => Number.isInteger(Math.sqrt(numbers / count)));
  const side = Math.sqrt(numbers / (channels ?? 1));
  return channels === undefined || side < LEAST_SIDE ? undefined : text([side, side, channels]);
}

/**
 * Height, width and channels of a sample.
 * @throws {NnError} a usage error for samples that are no images
 */
export function imageOf(name: string, input: readonly number[]): [number, number, number] {
  const [height = 0, width = 0, channels = 1] = input;
  if (input.length === 2 || input.length === 3) return [height, width, channels];
  const size = input.length === 1 ? squareOf(height) : undefined;
  const hint =
    size === undefined
      ? '--model mlp takes any numbers; where columns are pixels, --image 8x8x1 says so of 64'
      : `--image ${size} says that the columns are pixels of such images`;
  throw unfit(name, input, { required: 'images', lacking: 'height and width', hint });
}

/**
 * Steps and features of a sample; an image is read row by row.
 * @throws {NnError} a usage error for samples that are no sequences
 */
export function sequenceOf(name: string, input: readonly number[]): [number, number] {
  const [steps = 0, width = 0, channels = 1] = input;
  if (input.length === 2 || (input.length === 3 && channels === 1)) return [steps, width];
  const hint =
    input.length === 1
      ? `columns that are steps: --layers ${steps}x1,${name}:128,auto; rows that are steps: --window 12, with --time COLUMN where one says when`
      : `lines that are steps: --layers ${text(input)},reshape:${steps}x${sizeOf(input.slice(1))},${name}:128,auto`;
  throw unfit(name, input, { required: 'sequences', lacking: 'time steps', hint });
}

/** What a network is for, what the samples lack, and what to do. */
interface Unfit {
  readonly required: string;
  readonly lacking: string;
  readonly hint: string;
}

function unfit(name: string, input: readonly number[], { required, lacking, hint }: Unfit): NnError {
  const found =
    input.length === 1 ? `has ${counted(input[0], 'number')}, no ${lacking}` : `is ${text(input)}`;
  return usageError(`--model ${name} is for ${required}, but one row of this data ${found}`, { hint });
}
