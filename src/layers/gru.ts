import { gru as run, gruGrad } from '../kernels/gru.ts';
import { matmulTA, sumRows } from '../kernels/matmul.ts';
import { view } from '../plan/builder.ts';
import { defineRecurrent, emitInputGradients, emitInputShare } from './recurrent.ts';

/** Gated recurrent unit: r,z = σ(…);  n = tanh(x·Wi + bi + r⊙(h·Wh + bh));  h = (1 − z)⊙n + z⊙h. */
export const gru = defineRecurrent({
  type: 'gru',
  summary: 'gated recurrent unit: like LSTM with two gates and no cell',
  source: 'Cho et al. 2014; torch.nn.GRU',
  options: {},
  gates: 3,
  forward(plan, c) {
    const { Wh, bh, gates, start, kept: hn, y, lengths, m, time, h, g, steps, reverse, ld } = c;
    emitInputShare(plan, c);
    plan.emit(run, { gates, w: Wh, b: bh, hn, start, y, lengths, m, time, h, g, steps, reverse, ldy: ld });
  },
  backward(plan, c) {
    const { Wh, gates, start, kept: hn, dy, dWh, dbh, lengths, m, time, h, g, steps, reverse, ld } = c;
    const dh = plan.tensor('dh', [m, h]);
    const sizes = { m, time, h, g, steps, reverse, lddy: ld };
    plan.emit(gruGrad, { gates, w: Wh, hn, start, dy, dh, lengths, ...sizes });
    // The candidate's share of the state has a gradient of its own; the reset gate stands between the two.
    const parts = [
      { of: gates, ldb: g, n: 2 * h, at: 0 },
      { of: hn, ldb: h, n: h, at: 2 * h },
    ];
    for (const { of, ldb, n, at } of parts) {
      const out = view(dWh, at, [h * g - at]);
      plan.emit(matmulTA, { a: start, b: of, out, m: m * time, k: h, n, ldb, ldo: g });
      plan.emit(sumRows, { x: of, out: view(dbh, at, [n]), m: m * time, n, ldx: ldb });
    }
    emitInputGradients(plan, c);
  },
});
