import { lstm as run, lstmGrad } from '../kernels/lstm.ts';
import { matmulTA, sumRows } from '../kernels/matmul.ts';
import { defineRecurrent, emitInputGradients, emitInputShare } from './recurrent.ts';

/**
 * Long short-term memory: i,f,o = σ(…) and g = tanh(…) of x·Wi + bi + h·Wh + bh;  c = f⊙c + i⊙g;  h = o⊙tanh(c).
 * The forget gate begins open (Gers et al. 2000; Keras), so that gradients reach far back from the start.
 */
export const lstm = defineRecurrent({
  type: 'lstm',
  summary: 'long short-term memory: gates keep, write and read a cell',
  source: 'Hochreiter and Schmidhuber 1997; torch.nn.LSTM',
  options: {},
  gates: 4,
  bias: [0, 1, 0, 0],
  forward(plan, c) {
    const { Wh, bh, gates, start, kept: cell, y, lengths, m, time, h, g, steps, reverse, ld } = c;
    emitInputShare(plan, c);
    plan.emit(run, { gates, w: Wh, b: bh, cell, start, y, lengths, m, time, h, g, steps, reverse, ldy: ld });
  },
  backward(plan, c) {
    const { Wh, gates, start, kept: cell, dy, dWh, dbh, lengths, m, time, h, g, steps, reverse, ld } = c;
    const dh = plan.tensor('dh', [m, h]);
    const dc = plan.tensor('dc', [m, h]);
    const sizes = { m, time, h, g, steps, reverse, lddy: ld };
    plan.emit(lstmGrad, { gates, w: Wh, cell, dc, dy, dh, lengths, ...sizes });
    plan.emit(matmulTA, { a: start, b: gates, out: dWh, m: m * time, k: h, n: g });
    plan.emit(sumRows, { x: gates, out: dbh, m: m * time, n: g });
    emitInputGradients(plan, c);
  },
});
