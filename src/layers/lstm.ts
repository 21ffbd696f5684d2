import { lstm as run, lstmGrad } from '../kernels/lstm.ts';
import { defineRecurrent } from './recurrent.ts';
import { emitGradients, emitInputShare } from './recurrentCell.ts';

/**
 * Long short-term memory: i,f,o = σ(…) and g = tanh(…) of x·Wi + bi + h·Wh + bh;  c = f⊙c + i⊙g;  h =
 * o⊙tanh(c). The forget gate begins open (Gers et al. 2000; Keras), so that gradients reach far back from the
 * start.
 */
export const lstm = defineRecurrent({
  name: 'lstm',
  summary: 'long short-term memory: gates keep, write and read a cell',
  formula:
    'i, f, o = σ(x[t]·Wi + bi + h[t − 1]·Wh + bh);  g = tanh(x[t]·Wi + bi + h[t − 1]·Wh + bh);  c[t] = f·c[t − 1] + i·g;  h[t] = o·tanh(c[t])',
  parameters: '4·units·(k + units + 2)',
  source: 'Hochreiter and Schmidhuber 1997; torch.nn.LSTM',
  example: 'nn train sine --window 12 --layers 12x2,lstm:16,1',
  options: {},
  gates: 4,
  states: 2,
  bias: [0, 1, 0, 0],
  forward(plan, c) {
    const { Wh: w, bh: b, gates, kept: cell, start, y, ld: ldy, loop, carry } = c;
    emitInputShare(plan, c);
    plan.emit(run, { gates, w, b, cell, start, y, ldy, ...loop, ...carry });
  },
  backward(plan, c) {
    const { Wh: w, gates, kept: cell, dy, ld: lddy, loop, m, h, g } = c;
    const dh = plan.tensor('dh', [m, h]);
    const dc = plan.tensor('dc', [m, h]);
    plan.emit(lstmGrad, { gates, w, cell, dc, dy, lddy, dh, ...loop });
    emitGradients(plan, c, [{ of: gates, columns: g, n: g, at: 0 }]);
  },
});
