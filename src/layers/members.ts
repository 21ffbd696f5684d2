import { usageError } from '../errors.ts';
import { addBias, sumRows } from '../kernels/matmul.ts';
import { membersMatmul, membersMatmulTA, membersMatmulTB } from '../kernels/members.ts';
import { count, flag, means } from '../util/fields.ts';
import { defineLayer } from './define.ts';
import type { Shape } from './define.ts';
import { sampleText } from './windows.ts';

/**
 * Rows, members and numbers of each of an input that has members side by side.
 *
 * @throws {NnError} a usage error that says how the input would have them
 */
export function membersShape(layer: string, x: Shape): readonly [m: number, members: number, n: number] {
  const [m, members, n] = x;
  if (x.length === 3) return [m, members, n];
  throw usageError(`layer "${layer}" needs members side by side; its input is ${sampleText(x)}`, {
    hint: 'put views:32 before it for 32 members',
  });
}

/**
 * A dense layer for each member of an ensemble, nothing shared: y[v] = x[v]·W[v] + b[v].  x [m×members×k], W
 * [members×k×units], b [members×units].
 */
export const members = defineLayer({
  name: 'members',
  summary: 'a dense layer of its own for each member of an ensemble',
  formula: 'y[v] = x[v]·W[v] + b[v]',
  shapes: '(members, k) → (members, units)',
  parameters: 'members·(k·units + units)',
  source: 'Gorishniy et al. 2025 (TabM)',
  example: 'nn train nn:iris.csv --layers 4,views:8,64,relu,members:3,mean-members',
  options: {
    units: means('how many outputs each member has', count()),
    bias: means('adds a learned number to each output', flag(true)),
  },
  positional: ['units'],
  activates: true,
  infer({ units, bias }, [x]) {
    const [m, k, n] = membersShape('members', x);
    const limit = 1 / Math.sqrt(n);
    return {
      output: [m, k, units],
      params: {
        W: {
          ...{ shape: [k, n, units], init: 'weight', usual: { uniform: limit }, fanIn: n, fanOut: units },
          disk: 'weight',
        },
        b: bias ? { shape: [k, units], init: { uniform: limit }, disk: 'bias' } : null,
      },
      sizes: { m, k, n, units },
    };
  },
  forward(plan, { options, x, y, W, b, m, k, n, units }) {
    plan.emit(membersMatmul, { x, w: W, out: y, m, members: k, k: n, n: units });
    if (options.bias) plan.emit(addBias, { x: y, b, m, n: k * units });
  },
  backward(plan, { options, x, W, dy, dx, dW, db, m, k, n, units }) {
    plan.emit(membersMatmulTA, { x, dy, dw: dW, m, members: k, k: n, n: units });
    if (options.bias) plan.emit(sumRows, { x: dy, out: db, m, n: k * units });
    plan.emit(membersMatmulTB, { dy, w: W, dx, m, members: k, k: n, n: units });
  },
});
