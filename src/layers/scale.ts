import { columnProducts, scaleColumns } from '../kernels/columns.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { defineLayer } from './define.ts';

/**
 * One learned factor for each input, 1 at first. In front of a network and with a high learning rate it soon
 * leaves out inputs that say nothing.
 */
export const scale = defineLayer({
  name: 'scale',
  summary: 'each input times a learned factor, which is 1 at first',
  formula: 'y = x ⊙ s',
  shapes: '(…, n) → (…, n)',
  parameters: 'n',
  source: 'Holzmueller et al. 2024 (RealMLP)',
  example: 'nn train spiral --layers 2,scale,64,relu,3',
  options: {},
  between: 'normalisation',
  infer(_, [x]) {
    const n = x.at(-1) ?? 1;
    return {
      output: x,
      params: { s: { shape: [n], init: 'ones', disk: 'scale' } },
      sizes: { m: sizeOf(x) / n, n },
    };
  },
  forward(plan, { x, s, y, m, n }) {
    plan.emit(scaleColumns, { x, s, out: y, m, n });
  },
  backward(plan, { x, s, dy, dx, ds, m, n }) {
    plan.emit(columnProducts, { x, dy, out: ds, m, n }); // ds = Σ x ⊙ dy
    plan.emit(scaleColumns, { x: dy, s, out: dx, m, n }); // dx = dy ⊙ s
  },
});
