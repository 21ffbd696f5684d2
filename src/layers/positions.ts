import { copy } from '../kernels/elementwise.ts';
import { addPositions } from '../kernels/positions.ts';
import { defineLayer } from './define.ts';
import { sequenceShape } from './shapes.ts';

/** y[t] = x[t] + sines and cosines of t: tells an attention layer, which sees a set of time steps, their order. */
export const positions = defineLayer({
  name: 'positions',
  aliases: ['positional-encoding'],
  summary: 'adds sines and cosines that tell where in the sequence a step stands',
  source: 'Vaswani et al. 2017, section 3.5',
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
