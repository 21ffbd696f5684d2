import type { Block } from '../../report/result.ts';
import { parameterOf, sourceOf, textBlocks } from './define.ts';
import type { Narrator } from './define.ts';
import type { LayerStep } from '../stepValues.ts';
import { chosenOutputs, cutNote, othersThanOutputs, sumBlocks } from '../write.ts';
import type { Detail } from '../write.ts';

/**
 * The pixels that one output of a convolution sees, with their weights; those outside of the image are zeros
 * and left out.
 */
function windowOf(layer: LayerStep, W: readonly number[], output: number) {
  const { h, w, c, kh, kw, cg, n, ow, strideY, strideX, padTop, padLeft, dilationY, dilationX } = layer.sizes;
  const [x] = layer.inputs;
  const f = output % n;
  const [row, column] = [Math.floor(output / n / ow), Math.floor(output / n) % ow];
  const group = Math.floor(f / (n / (c / cg)));
  const seen: { x: number; w: number; place: string }[] = [];
  for (let i = 0; i < kh; i++) {
    for (let j = 0; j < kw; j++) {
      const [y, z] = [row * strideY - padTop + i * dilationY, column * strideX - padLeft + j * dilationX];
      if (y < 0 || z < 0 || y >= h || z >= w) continue;
      for (let k = 0; k < cg; k++) {
        const channel = group * cg + k;
        seen.push({
          x: x[(y * w + z) * c + channel],
          w: W[((i * kw + j) * cg + k) * n + f],
          place: `x[${y},${z},${channel}]·W[${i},${j},${k},${f}]`,
        });
      }
    }
  }
  return { seen, name: `y[${row},${column},${f}]`, f };
}

/** An index of the image in the formula: `r·2−1+i` for a stride of 2 and a padding of 1. */
function indexText(output: string, kernel: string, [stride, padding, dilation]: readonly number[]): string {
  const start = `${output}${stride === 1 ? '' : `·${stride}`}${padding === 0 ? '' : `−${padding}`}`;
  return `${start}+${kernel}${dilation === 1 ? '' : `·${dilation}`}`;
}

/** The formula with stride, padding and dilation of the layer. */
function formulaOf({ sizes }: LayerStep, biased: boolean): string {
  const { strideY, strideX, padTop, padLeft, dilationY, dilationX } = sizes;
  const row = indexText('r', 'i', [strideY, padTop, dilationY]);
  const column = indexText('c', 'j', [strideX, padLeft, dilationX]);
  return `sums over windows  y[r,c,f] = Σ x[${row},${column},k]·W[i,j,k,f]${biased ? ' + b[f]' : ''}`;
}

/** Outputs of a convolution as sums over the window that each one sees; undefined for other layers. */
function forward(layer: LayerStep, detail: Detail): Block[] | undefined {
  const W = parameterOf(layer, 'W');
  const bias = parameterOf(layer, 'b');
  if ((layer.type !== 'conv' && layer.type !== 'conv1d') || !W) return undefined;
  const { kh, kw, cg, n, oh, ow } = layer.sizes;
  const positions = { ow, channels: n, all: layer.output.length };
  const shown = chosenOutputs(positions, detail);
  const windows = shown.map((output) => windowOf(layer, W.values, output));
  const outside = windows.some(({ seen }) => seen.length < kh * kw * cg);
  return [
    ...textBlocks([
      formulaOf(layer, bias !== undefined),
      `x from ${sourceOf(layer)}; ${oh}x${ow} positions, ${n} filters of ${kh}x${kw}x${cg}`,
      ...(outside ? ['around the image are zeros, whose products are left out'] : []),
    ]),
    ...cutNote(...windows.map(({ seen }) => seen.length)),
    ...windows.flatMap(({ seen, name, f }, i) =>
      sumBlocks(
        name,
        seen.map(({ x }) => x),
        seen.map(({ w }) => w),
        { sum: layer.output[shown[i]], bias: bias?.values[f], placeOf: (at) => seen[at].place },
      ),
    ),
    ...textBlocks(othersThanOutputs(shown, positions, detail)),
  ];
}

export const window: Narrator = { forward };
