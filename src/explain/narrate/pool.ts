import type { Block } from '../../report/result.ts';
import { equations, sourceOf } from './define.ts';
import type { Narrator } from './define.ts';
import type { LayerStep } from '../stepValues.ts';
import { chosenOutputs, digits, factor, othersThanOutputs } from '../write.ts';
import type { Detail } from '../write.ts';

/** Numbers of a window that are written out. */
const MOST = 9;

const maxima = new Set(['maxpool', 'global-max-pool']);
const means = new Set(['avgpool', 'global-avg-pool']);

/** The numbers that one output sees, those outside of the image left out, and its place. */
function windowOf({ inputs, sizes }: LayerStep, output: number) {
  const { h, w, c, kh, kw, ow, strideY, strideX, padTop, padLeft } = sizes;
  const [x] = inputs;
  const channel = output % c;
  const [row, column] = [Math.floor(output / c / ow), Math.floor(output / c) % ow];
  const seen: number[] = [];
  for (let i = 0; i < kh; i++) {
    for (let j = 0; j < kw; j++) {
      const [y, z] = [row * strideY - padTop + i, column * strideX - padLeft + j];
      if (y >= 0 && z >= 0 && y < h && z < w) seen.push(x[(y * w + z) * c + channel]);
    }
  }
  return { seen, name: `y[${row},${column},${channel}]` };
}

/** Outputs of pooling with what each one sees; undefined for other layers. */
function forward(layer: LayerStep, detail: Detail): Block[] | undefined {
  const max = maxima.has(layer.type);
  if (!max && !means.has(layer.type)) return undefined;
  const { kh, kw, oh, ow, c } = layer.sizes;
  const positions = { ow, channels: c, all: layer.output.length };
  const shown = chosenOutputs(positions, detail);
  const lines = shown.map((output) => {
    const { seen, name } = windowOf(layer, output);
    const rest = seen.length > MOST ? ['…'] : [];
    const y = digits(layer.output[output]);
    if (max) return `${name} = max(${[...seen.slice(0, MOST).map(digits), ...rest].join(', ')}) = ${y}`;
    return `${name} = (${[...seen.slice(0, MOST).map(factor), ...rest].join(' + ')}) / ${kh * kw} = ${y}`;
  });
  return [
    {
      kind: 'text',
      text: `${max ? 'the largest' : 'the mean'} of each window of ${kh}x${kw}, channel by channel; x from ${sourceOf(layer)}, ${oh}x${ow} positions, ${c} channels`,
    },
    equations([...lines, ...othersThanOutputs(shown, positions, detail)]),
  ];
}

export const pool: Narrator = { forward };
