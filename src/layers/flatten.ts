import { sizeOf } from '../tensor/tensor.ts';
import { defineLayer } from './define.ts';

/** All axes but the batch as one. The elements stay where they are. */
export const flatten = defineLayer({
  name: 'flatten',
  summary: 'all axes of a sample as one',
  source: 'torch.nn.Flatten',
  options: {},
  between: 'passage',
  infer(_, [x]) {
    const m = x[0] ?? 1;
    return { output: [m, sizeOf(x) / m], alias: true, sizes: {} };
  },
  forward() {},
});
