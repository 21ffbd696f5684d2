import { addBias, matmul, matmulTA, matmulTB, sumRows } from '../kernels/matmul.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { defineLayer } from './define.ts';
import { count, flag, means } from '../util/fields.ts';

/**
 * Fully connected layer: y = x·W + b over the last axis.  x [m×k], W [k×units], b [units], y [m×units]; a
 * sequence [batch×time×k] counts batch·time rows.
 */
export const dense = defineLayer({
  name: 'dense',
  aliases: ['linear-layer', 'fc'],
  summary: 'every input connected to every unit: y = x·W + b',
  formula: 'y = x·W + b',
  shapes: '(…, k) → (…, units)',
  parameters: 'k·units + units',
  source: 'NNFS ch. 3 and 9; ONNX Gemm',
  example: 'nn train spiral --layers 2,64,relu,3',
  options: {
    units: means('how many outputs', count()),
    bias: means('adds a learned number to each output', flag(true)),
  },
  positional: ['units'],
  activates: true,
  infer({ units, bias }, [x]) {
    const k = x.at(-1) ?? 1;
    const outer = x.slice(0, -1);
    return {
      output: [...outer, units],
      params: {
        W: { shape: [k, units], init: 'weight', fanIn: k, fanOut: units, disk: 'weight', transposed: true },
        b: bias ? { shape: [units], init: 'zeros', disk: 'bias' } : null,
      },
      sizes: { m: sizeOf(outer), k, n: units },
    };
  },
  forward(plan, { options, x, y, W, b, m, k, n }) {
    plan.emit(matmul, { a: x, b: W, out: y, m, k, n });
    if (options.bias) plan.emit(addBias, { x: y, b, m, n });
  },
  backward(plan, { options, x, W, dy, dx, dW, db, m, k, n }) {
    plan.emit(matmulTA, { a: x, b: dy, out: dW, m, k, n }); // dW = xᵀ·dy
    if (options.bias) plan.emit(sumRows, { x: dy, out: db, m, n }); // db = Σ dy
    plan.emit(matmulTB, { a: dy, b: W, out: dx, m, k, n }); // dx = dy·Wᵀ
  },
});
