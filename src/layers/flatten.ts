import { sizeOf } from '../tensor/tensor.ts';
import { defineLayer } from './define.ts';

/** All axes but the batch as one. The elements stay where they are. */
export const flatten = defineLayer({
  name: 'flatten',
  summary: 'all axes of a sample as one',
  formula: 'y = x, the same elements in the same order',
  shapes: '(h, w, c) → (h·w·c)',
  source: 'torch.nn.Flatten',
  example: 'nn train nn:digits.csv --image 8x8x1 --layers 8x8x1,flatten,32,relu,10',
  options: {},
  between: 'passage',
  infer(_, [x]) {
    const m = x[0] ?? 1;
    return { output: [m, sizeOf(x) / m], alias: true, sizes: {} };
  },
  forward() {},
});
