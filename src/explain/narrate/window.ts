import type { Block } from '../../report/result.ts';
import { parameterOf, sourceOf, textBlocks } from './define.ts';
import type { Narrator } from './define.ts';
import type { LayerStep } from '../stepValues.ts';
import { chosenUnits, cutNote, othersThan, sumBlocks } from '../write.ts';
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

/** Outputs of a convolution as sums over the window that each one sees; undefined for other layers. */
function forward(layer: LayerStep, detail: Detail): Block[] | undefined {
  const W = parameterOf(layer, 'W');
  const bias = parameterOf(layer, 'b');
  if ((layer.type !== 'conv' && layer.type !== 'conv1d') || !W) return undefined;
  const { kh, kw, cg, n, oh, ow } = layer.sizes;
  const shown = chosenUnits(layer.output.length, detail);
  return [
    {
      kind: 'text',
      text: `sums over windows  y[r,c,f] = Σ x[r+i,c+j,k]·W[i,j,k,f]${bias ? ' + b[f]' : ''}`,
    },
    {
      kind: 'text',
      text: `x from ${sourceOf(layer)}; ${oh}x${ow} positions, ${n} filters of ${kh}x${kw}x${cg}`,
    },
    ...cutNote(kh * kw * cg),
    ...shown.flatMap((output) => {
      const { seen, name, f } = windowOf(layer, W.values, output);
      return sumBlocks(
        name,
        seen.map(({ x }) => x),
        seen.map(({ w }) => w),
        { sum: layer.output[output], bias: bias?.values[f], placeOf: (at) => seen[at].place },
      );
    }),
    ...textBlocks(othersThan(shown, layer.output.length, detail, 'output')),
  ];
}

export const window: Narrator = { forward };
