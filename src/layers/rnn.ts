import { matmulTA, sumRows } from '../kernels/matmul.ts';
import { rnn as run, rnnActivations, rnnGrad } from '../kernels/rnn.ts';
import { oneOf } from './fields.ts';
import { defineRecurrent, emitInputGradients, emitInputShare } from './recurrent.ts';

/** Simple recurrent layer: hₜ = tanh(xₜ·Wi + bi + hₜ₋₁·Wh + bh), or relu. */
export const rnn = defineRecurrent({
  type: 'rnn',
  summary: 'simple recurrent network: a state that each time step changes',
  source: 'Elman 1990; torch.nn.RNN',
  options: { nonlinearity: oneOf(['tanh', 'relu'], 'tanh') },
  gates: 1,
  forward(plan, c) {
    const { Wh, bh, gates, start, y, lengths, m, time, h, g, steps, reverse, ld, options } = c;
    const act = rnnActivations[options.nonlinearity];
    emitInputShare(plan, c);
    plan.emit(run, {
      s: gates,
      w: Wh,
      b: bh,
      start,
      y,
      lengths,
      m,
      time,
      h,
      g,
      steps,
      reverse,
      ldy: ld,
      act,
    });
  },
  backward(plan, c) {
    const { Wh, gates, start, dy, dWh, dbh, lengths, m, time, h, g, steps, reverse, ld, options } = c;
    const act = rnnActivations[options.nonlinearity];
    const dh = plan.tensor('dh', [m, h]);
    plan.emit(rnnGrad, { s: gates, w: Wh, dy, dh, lengths, m, time, h, g, steps, reverse, lddy: ld, act });
    plan.emit(matmulTA, { a: start, b: gates, out: dWh, m: m * time, k: h, n: g });
    plan.emit(sumRows, { x: gates, out: dbh, m: m * time, n: g });
    emitInputGradients(plan, c);
  },
});
