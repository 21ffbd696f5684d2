import { times } from '../kernels/columns.ts';
import { addBias, matmul, matmulTA, matmulTB, sumRows } from '../kernels/matmul.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { count, flag, means } from '../util/fields.ts';
import { defineLayer } from './define.ts';

/**
 * A dense layer in neural tangent parametrisation: y = (1/√k)·x·W + b with weights of variance 1, so that one
 * learning rate fits layers of all widths. The inputs are scaled before the product, which is then a dense
 * layer's.
 */
export const ntp = defineLayer({
  name: 'ntp',
  summary: 'a dense layer whose weights have variance 1 and whose sums are divided by √k',
  formula: 'y = x·W / √k + b',
  shapes: '(…, k) → (…, units)',
  parameters: 'k·units + units',
  source: 'Jacot et al. 2018; Holzmueller et al. 2024 (RealMLP)',
  example: 'nn train spiral --layers 2,ntp:64,relu,ntp:3 --learning-rate 0.05',
  options: {
    units: means('how many outputs', count()),
    bias: means('adds a learned number to each output', flag(true)),
  },
  positional: ['units'],
  activates: true,
  infer({ units, bias }, [x]) {
    const k = x.at(-1) ?? 1;
    const outer = x.slice(0, -1);
    const m = sizeOf(outer);
    return {
      output: [...outer, units],
      params: {
        W: {
          shape: [k, units],
          init: 'weight',
          usual: { normal: 1 },
          fanIn: k,
          fanOut: units,
          disk: 'weight',
          transposed: true,
        },
        b: bias ? { shape: [units], init: 'zeros', disk: 'bias' } : null,
      },
      sizes: { m, k, n: units },
      saved: { scaled: { shape: [m, k] } },
    };
  },
  forward(plan, { options, x, y, W, b, scaled, m, k, n }) {
    plan.emit(times, { x, out: scaled, m, n: k, alpha: 1 / Math.sqrt(k) });
    plan.emit(matmul, { a: scaled, b: W, out: y, m, k, n });
    if (options.bias) plan.emit(addBias, { x: y, b, m, n });
  },
  backward(plan, { options, W, dy, dx, dW, db, scaled, m, k, n }) {
    plan.emit(matmulTA, { a: scaled, b: dy, out: dW, m, k, n }); // dW = xᵀ·dy / √k
    if (options.bias) plan.emit(sumRows, { x: dy, out: db, m, n }); // db = Σ dy
    const dscaled = plan.tensor('d of the scaled input', [m, k]);
    plan.emit(matmulTB, { a: dy, b: W, out: dscaled, m, k, n });
    plan.emit(times, { x: dscaled, out: dx, m, n: k, alpha: 1 / Math.sqrt(k) }); // dx = dy·Wᵀ / √k
  },
});
