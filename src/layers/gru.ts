import { gru as run, gruGrad } from '../kernels/gru.ts';
import { defineRecurrent } from './recurrent.ts';
import { emitGradients, emitInputShare } from './recurrentCell.ts';

/** Gated recurrent unit: r,z = σ(…);  n = tanh(x·Wi + bi + r⊙(h·Wh + bh));  h = (1 − z)⊙n + z⊙h. */
export const gru = defineRecurrent({
  name: 'gru',
  summary: 'gated recurrent unit: like LSTM with two gates and no cell',
  formula:
    'r, z = σ(x[t]·Wi + bi + h[t − 1]·Wh + bh);  n = tanh(x[t]·Wi + bi + r·(h[t − 1]·Wh + bh));  h[t] = (1 − z)·n + z·h[t − 1]',
  parameters: '3·units·(k + units + 2)',
  source: 'Cho et al. 2014; torch.nn.GRU',
  example: 'nn train sine --window 12 --layers 12x2,gru:16,1',
  options: {},
  gates: 3,
  states: 1,
  forward(plan, c) {
    const { Wh: w, bh: b, gates, kept: hn, start, y, ld: ldy, loop, carry } = c;
    emitInputShare(plan, c);
    plan.emit(run, { gates, w, b, hn, start, y, ldy, ...loop, ...carry });
  },
  backward(plan, c) {
    const { Wh: w, gates, kept: hn, start, dy, ld: lddy, loop, m, h, g } = c;
    const dh = plan.tensor('dh', [m, h]);
    plan.emit(gruGrad, { gates, w, hn, start, dy, lddy, dh, ...loop });
    // The candidate's share of the state has a gradient of its own: the reset gate stands between the two.
    emitGradients(plan, c, [
      { of: gates, columns: g, n: 2 * h, at: 0 },
      { of: hn, columns: h, n: h, at: 2 * h },
    ]);
  },
});
