import { addBias, matmul, matmulTA, matmulTB, sumRows } from '../kernels/matmul.ts';
import { compressColumns, keepZeros, MOST_SPARSE_INPUTS, sparseMatmul } from '../kernels/sparse.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { defineLayer, learns } from './define.ts';
import { count, flag, means, number, oneOf } from '../util/fields.ts';

/**
 * Below so many rows it costs more to find the weights that are not zero than to multiply with all of them.
 */
const FEW_ROWS = 16;

/**
 * Dense layer with few of its connections: y = x·W + b, where weights that are zero stay zero.  x [m×k], W
 * [k×units]. `density` is the share of weights that are there; they are drawn at random, or lie in a band
 * along the diagonal, so that each unit sees neighbouring inputs. In inference only these weights are
 * computed with; while it learns, the gradients of the others are cleared.
 */
export const sparse = defineLayer({
  name: 'sparse',
  summary: 'a dense layer with few of its connections: sparse:64:density=0.1, also with :band',
  formula: 'y = x·W + b,  where most of W is 0 and stays 0',
  shapes: '(…, k) → (…, units)',
  parameters: 'density·k·units + units',
  source: 'LeCun et al. 1989, Optimal Brain Damage; Mocanu et al. 2018',
  example: 'nn train spiral --layers 2,64,relu,sparse:64:0.25,relu,3',
  options: {
    units: means('how many outputs', count()),
    density: means('share of the weights that are there', number({ above: 0, max: 1, fallback: 0.1 })),
    pattern: means('where they are; band: along the diagonal', oneOf(['random', 'band'], 'random')),
    bias: means('adds a learned number to each output', flag(true)),
  },
  positional: ['units', 'density'],
  activates: true,
  infer({ units, density, pattern, bias }, [x], mode) {
    const k = x.at(-1) ?? 1;
    const outer = x.slice(0, -1);
    const m = sizeOf(outer);
    const kept = Math.max(1, Math.round(density * k * units));
    const skips = !learns(mode) && m >= FEW_ROWS && k <= MOST_SPARSE_INPUTS;
    return {
      output: [...outer, units],
      params: {
        W: {
          ...{ shape: [k, units], init: 'weight', disk: 'weight', transposed: true },
          // Each unit has so many inputs.
          ...{
            fanIn: Math.max(1, Math.round(density * k)),
            fanOut: Math.max(1, Math.round(density * units)),
          },
          connections: { kept, pattern },
        },
        b: bias ? { shape: [units], init: 'zeros', disk: 'bias' } : null,
      },
      sizes: { m, k, n: units, kept },
      saved: {
        values: skips ? { shape: [kept] } : null,
        rows: skips ? { shape: [kept], element: 'int32' } : null,
        ends: skips ? { shape: [units], element: 'int32' } : null,
      },
    };
  },
  forward(plan, { options, x, y, W, b, values, rows, ends, m, k, n, kept }) {
    if (values) {
      plan.emit(compressColumns, { w: W, values, rows, ends, k, n, kept });
      plan.emit(sparseMatmul, { a: x, values, rows, ends, out: y, m, k, n, kept });
    } else {
      plan.emit(matmul, { a: x, b: W, out: y, m, k, n });
    }
    if (options.bias) plan.emit(addBias, { x: y, b, m, n });
  },
  backward(plan, { options, x, W, dy, dx, dW, db, m, k, n }) {
    plan.emit(matmulTA, { a: x, b: dy, out: dW, m, k, n });
    plan.emit(keepZeros, { w: W, g: dW, n: k * n });
    if (options.bias) plan.emit(sumRows, { x: dy, out: db, m, n });
    plan.emit(matmulTB, { a: dy, b: W, out: dx, m, k, n });
  },
});
