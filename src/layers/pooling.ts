import { usageError } from '../errors.ts';
import { pair, pairOr, pairText } from './pair.ts';
import type { Pair } from './pair.ts';
import type { Shape } from './define.ts';
import { extentsOf, imageOrSequenceOf, layWindows, shapeOf } from './windows.ts';
import type { Padding } from './windows.ts';
import { means } from '../util/fields.ts';

/** What maxpool and avgpool share. */
export const poolOptions = {
  size: means('height and width of a window', pair()),
  stride: means('pixels from one window to the next; size: windows side by side', pairOr(['size'], 'size')),
  padding: means(
    'pixels added around the input; same: as many as keep its size (over the stride)',
    pairOr(['valid', 'same'], 'valid', 0),
  ),
};

interface PoolOptions {
  readonly size: Pair;
  readonly stride: Pair | 'size';
  readonly padding: Padding;
}

/** Extents of windows as the kernels take them. */
export interface PoolGeometry {
  readonly m: number;
  readonly h: number;
  readonly w: number;
  readonly c: number;
  readonly kh: number;
  readonly kw: number;
  readonly oh: number;
  readonly ow: number;
  readonly strideY: number;
  readonly strideX: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/**
 * Output shape and extents of windows over images or sequences.
 * @throws {NnError} a usage error that says what would fit
 */
export function inferPool(o: PoolOptions, x: Shape): { output: Shape; sizes: PoolGeometry } {
  const image = imageOrSequenceOf(x);
  const [kh, kw] = extentsOf(image, 'size', o.size, 1);
  const [strideY, strideX] = o.stride === 'size' ? [kh, kw] : extentsOf(image, 'stride', o.stride, 1);
  const padding = typeof o.padding === 'string' ? o.padding : extentsOf(image, 'padding', o.padding, 0);
  if (typeof padding !== 'string' && (2 * padding[0] > kh || 2 * padding[1] > kw))
    throw usageError(`padding=${pairText(padding)} is more than half a window of ${kh}x${kw}`, {
      hint: `padding may be at most ${Math.floor(Math.min(kh, kw) / 2)}, or same`,
    });
  const layout = layWindows(image, [kh, kw], [strideY, strideX], padding);
  const { m, h, w, c } = image;
  return {
    output: shapeOf(image, layout.oh, layout.ow, c),
    sizes: { m, h, w, c, kh, kw, strideY, strideX, ...layout },
  };
}

/** One window over the whole of each image or sequence. */
export function inferGlobal(x: Shape): { output: Shape; sizes: PoolGeometry } {
  const { m, h, w, c } = imageOrSequenceOf(x);
  const ones = { oh: 1, ow: 1, strideY: 1, strideX: 1, padTop: 0, padLeft: 0 };
  return { output: [m, c], sizes: { m, h, w, c, kh: h, kw: w, ...ones } };
}

/** The numbers that kernels take, from a layer's context. */
export function poolGeometry(g: PoolGeometry): PoolGeometry {
  const { m, h, w, c, kh, kw, oh, ow, strideY, strideX, padTop, padLeft } = g;
  return { m, h, w, c, kh, kw, oh, ow, strideY, strideX, padTop, padLeft };
}
