import { copy } from '../kernels/elementwise.ts';
import { addPositions } from '../kernels/positions.ts';
import { defineLayer } from './define.ts';
import { sequenceShape } from './shapes.ts';

/**
 * y[t] = x[t] + sines and cosines of t: tells an attention layer, which sees a set of time steps, their
 * order.
 */
export const positions = defineLayer({
  name: 'positions',
  aliases: ['positional-encoding'],
  summary: 'adds sines and cosines that tell where in the sequence a step stands',
  formula:
    'y[t, 2j] = x[t, 2j] + sin(t / 10000^(2j/n));  y[t, 2j + 1] = x[t, 2j + 1] + cos(t / 10000^(2j/n))',
  shapes: '(time, n) → (time, n)',
  source: 'Vaswani et al. 2017, section 3.5',
  example: 'nn train sine --window 12 --layers 12x2,dense:16,positions,attention:4,flatten,1',
  options: {},
  infer(_, [x]) {
    const [m, time, n] = sequenceShape('positions', x);
    return { output: x, sizes: { m, time, n } };
  },
  forward(plan, { x, y, m, time, n }) {
    plan.emit(addPositions, { x, out: y, m, time, n });
  },
  backward(plan, { dy, dx, m, time, n }) {
    plan.emit(copy, { x: dy, out: dx, m, n: time * n });
  },
});
