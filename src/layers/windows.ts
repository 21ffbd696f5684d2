import { usageError } from '../errors.ts';
import { pairText } from './pair.ts';
import type { Pair } from './pair.ts';
import type { Shape } from './define.ts';

/** A batch of images [m, h, w, c]. A sequence [m, time, features] is an image of height 1. */
export interface Image {
  readonly m: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
  /** The batch is of sequences. */
  readonly sequence: boolean;
}

/** `28x28x1`, without the batch. */
export const sampleText = (x: Shape) => x.slice(1).join('x');

/**
 * Reads a shape as images.
 * @throws {NnError} a usage error that says how the input would fit
 */
export function imageOf(x: Shape): Image {
  if (x.length === 4) return { m: x[0], h: x[1], w: x[2], c: x[3], sequence: false };
  throw usageError('needs an image, height × width × channels', {
    hint:
      x.length === 3
        ? `begin the layers with ${sampleText(x)}x1 for an image of one channel; for a sequence there is conv1d`
        : 'begin the layers with a shape such as 28x28x1, or put reshape:28x28x1 before the layer',
  });
}

/**
 * Reads a shape as sequences.
 * @throws {NnError} a usage error that says how the input would fit
 */
export function sequenceOf(x: Shape): Image {
  if (x.length === 3) return { m: x[0], h: 1, w: x[1], c: x[2], sequence: true };
  throw usageError('needs a sequence, time steps × features', {
    hint:
      x.length === 4
        ? 'for an image there is conv'
        : `begin the layers with ${x[1]}x1 for ${x[1]} steps of one feature, or put reshape before the layer`,
  });
}

/**
 * Reads a shape as images or as sequences.
 * @throws {NnError} a usage error that says how the input would fit
 */
export function imageOrSequenceOf(x: Shape): Image {
  if (x.length === 3) return sequenceOf(x);
  if (x.length === 4) return imageOf(x);
  throw usageError('needs an image, height × width × channels, or a sequence, time steps × features', {
    hint: 'begin the layers with a shape such as 28x28x1, or put reshape:28x28x1 before the layer',
  });
}

/** The shape of a batch of images or sequences with other extents. */
export const shapeOf = ({ m, sequence }: Image, h: number, w: number, c: number): Shape =>
  sequence ? [m, w, c] : [m, h, w, c];

/**
 * An option for both extents, as an image of height 1 has it.
 * @throws {NnError} a usage error when it is given for two extents of a sequence
 */
export function extentsOf({ sequence }: Image, name: string, value: Pair, alongHeight: number): Pair {
  if (!sequence) return value;
  if (value[0] !== value[1])
    throw usageError(`${name}=${pairText(value)} is for height and width, but a sequence has one extent`, {
      hint: `${name}=${value[1]}`,
    });
  return [alongHeight, value[1]];
}

/**
 * Zeros around the image: none, as many as keep the size (divided by the stride), or so many on every side.
 */
export type Padding = Pair | 'valid' | 'same';

/** How windows lie along one extent. */
export interface Windows {
  readonly size: number;
  readonly stride: number;
  readonly dilation: number;
}

/** Number of windows along an extent, and how many zeros lie before it. */
function along(
  length: number,
  { size, stride, dilation }: Windows,
  padding: number | 'valid' | 'same',
): { count: number; before: number } {
  const reach = dilation * (size - 1) + 1;
  if (padding === 'same') {
    const count = Math.ceil(length / stride);
    return { count, before: Math.floor(Math.max(0, (count - 1) * stride + reach - length) / 2) };
  }
  const before = padding === 'valid' ? 0 : padding;
  return { count: Math.floor((length + 2 * before - reach) / stride) + 1, before };
}

/** Where windows lie in an image: their number along height and width, and the zeros above and left of it. */
export interface Layout {
  readonly oh: number;
  readonly ow: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** Lays windows over an image. Throws a usage error that says what would fit when none does. */
export function layWindows(
  image: Image,
  size: Pair,
  stride: Pair,
  padding: Padding,
  dilation: Pair = [1, 1],
): Layout {
  const sides = typeof padding === 'string' ? ([padding, padding] as const) : padding;
  const [y, x] = [0, 1].map((axis) =>
    along(
      axis === 0 ? image.h : image.w,
      { size: size[axis], stride: stride[axis], dilation: dilation[axis] },
      sides[axis],
    ),
  );
  if (y.count < 1 || x.count < 1) {
    const reach = [0, 1].map((axis) => dilation[axis] * (size[axis] - 1) + 1);
    const text = image.sequence ? String(reach[1]) : reach.join('x');
    const room = image.sequence ? `${image.w} steps` : `${image.h}x${image.w}`;
    const most = image.sequence ? image.w : Math.min(image.h, image.w);
    throw usageError(`windows of ${text} do not fit into ${room}`, {
      hint: `padding=same keeps the size; without padding a window may be at most ${most} wide`,
    });
  }
  return { oh: y.count, ow: x.count, padTop: y.before, padLeft: x.before };
}
