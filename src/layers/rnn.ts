import { rnn as run, rnnActivations, rnnGrad } from '../kernels/rnn.ts';
import { means, oneOf } from '../util/fields.ts';
import { defineRecurrent } from './recurrent.ts';
import { emitGradients, emitInputShare } from './recurrentCell.ts';

/** Simple recurrent layer: hₜ = tanh(xₜ·Wi + bi + hₜ₋₁·Wh + bh), or relu. */
export const rnn = defineRecurrent({
  name: 'rnn',
  summary: 'simple recurrent network: a state that each time step changes',
  formula: 'h[t] = tanh(x[t]·Wi + bi + h[t − 1]·Wh + bh)',
  parameters: 'units·(k + units + 2)',
  source: 'Elman 1990; torch.nn.RNN',
  example: 'nn train sine --window 12 --layers 12x2,rnn:16,1',
  options: { nonlinearity: means('function of the new state', oneOf(['tanh', 'relu'], 'tanh')) },
  gates: 1,
  states: 1,
  forward(plan, c) {
    const { Wh: w, bh: b, gates: s, start, y, ld: ldy, loop, carry, options } = c;
    emitInputShare(plan, c);
    plan.emit(run, { s, w, b, start, y, ldy, act: rnnActivations[options.nonlinearity], ...loop, ...carry });
  },
  backward(plan, c) {
    const { Wh: w, gates: s, dy, ld: lddy, loop, m, h, options } = c;
    const dh = plan.tensor('dh', [m, h]);
    plan.emit(rnnGrad, { s, w, dy, lddy, dh, act: rnnActivations[options.nonlinearity], ...loop });
    emitGradients(plan, c, [{ of: s, columns: h, n: h, at: 0 }]);
  },
});
