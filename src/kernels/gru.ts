import { byRow, defineKernel, read, update, write } from './define.ts';
import {
  addProduct,
  arrive,
  backwardArgs,
  begin,
  forwardArgs,
  gates,
  logistic,
  passOn,
  productBack,
  stepAt,
  weights,
} from './recurrence.ts';

/**
 * Gated recurrent unit (Cho et al. 2014) in torch.nn.GRU's form, in which the reset gate acts after the
 * product, and its order of gates: reset r, update z, candidate n. `gates` holds xₜ·Wᵢ + bᵢ, then the
 * activated gates; `hn` is the state's share of the candidate, h·wₙ + bₙ.
 */
export const gru = defineKernel({
  name: 'gru',
  formula: 'r,z = σ(gates + h·w + b);  n = tanh(gates + r⊙hn);  h = (1 − z)⊙n + z⊙h',
  args: { gates, ...weights, hn: write(['m', 'time', 'h']), ...forwardArgs },
  parallel: byRow,
  products: ({ m, time, h }) => 3 * m * time * h * h,
  flops: ({ m, time, h }) => m * time * (6 * h * h + 40 * h),
  reference(views, args) {
    const { f, i: ints, round } = views;
    const { w, b, start, lengths, m, time, h, g, steps, reverse, carried, ldy } = args;
    for (let i = 0; i < m; i++) {
      const memory = args.memory + i * carried;
      const row = { ...args, start: start + i * time * h, y: args.y + i * steps * ldy, memory };
      begin(views, i, args);
      for (let seen = 0; seen < time; seen++) {
        const t = stepAt(seen, time, reverse);
        const exists = t < ints[lengths + i];
        const now = args.gates + (i * time + t) * g;
        const before = row.start + t * h;
        const hn = args.hn + (i * time + t) * h;
        f.fill(0, hn, hn + h);
        addProduct(views, { x: before, w, b, out: now }, { h, g, n: 2 * h });
        addProduct(views, { x: before, w, b, out: hn }, { h, g, from: 2 * h, n: h });
        for (let j = 0; j < h; j++) {
          const reset = logistic(f[now + j], round);
          const keep = logistic(f[now + h + j], round);
          const candidate = round(Math.tanh(round(f[now + 2 * h + j] + round(reset * f[hn + j]))));
          f[now + j] = exists ? reset : 0;
          f[now + h + j] = exists ? keep : 0;
          f[now + 2 * h + j] = exists ? candidate : 0;
        }
        const state = (j: number) => {
          const [keep, candidate] = [f[now + h + j], f[now + 2 * h + j]];
          return round(round(round(1 - keep) * candidate) + round(keep * f[before + j]));
        };
        passOn(views, exists ? state : (j) => f[before + j], { seen, t, exists }, row);
      }
    }
  },
});

/**
 * Backward through time. `gates` holds the activated gates, then the gradients of what they were before; `hn`
 * becomes the gradient of hn.
 */
export const gruGrad = defineKernel({
  name: 'gruGrad',
  formula: 'dh = dy + z⊙dh + [dr dz dhn]·wᵀ;  dn = dh⊙(1 − z)⊙(1 − n²);  dhn = dn⊙r;  …',
  args: {
    gates,
    w: read(['h', 'g']),
    hn: update(['m', 'time', 'h']),
    /** State before each step. */
    start: read(['m', 'time', 'h']),
    ...backwardArgs,
  },
  parallel: byRow,
  flops: ({ m, time, h }) => m * time * (6 * h * h + 30 * h),
  reference(views, args) {
    const { f, i: ints, round } = views;
    const { w, lengths, m, time, h, g, steps, reverse, lddy } = args;
    for (let i = 0; i < m; i++) {
      const row = { ...args, dy: args.dy + i * steps * lddy, dh: args.dh + i * h };
      const { dh } = row;
      f.fill(0, dh, dh + h);
      for (let seen = time - 1; seen >= 0; seen--) {
        const t = stepAt(seen, time, reverse);
        const now = args.gates + (i * time + t) * g;
        const hn = args.hn + (i * time + t) * h;
        const before = args.start + (i * time + t) * h;
        if (t < ints[lengths + i]) {
          arrive(views, t, ints[lengths + i], row);
          for (let j = 0; j < h; j++) {
            const at = [now + j, now + h + j, now + 2 * h + j];
            const [reset, keep, candidate] = at.map((gate) => f[gate]);
            const d = f[dh + j];
            const dn = round(round(d * round(1 - keep)) * round(1 - round(candidate * candidate)));
            f[at[0]] = round(dn * f[hn + j]) * round(reset * round(1 - reset));
            f[at[1]] = round(d * round(f[before + j] - candidate)) * round(keep * round(1 - keep));
            f[at[2]] = dn;
            f[hn + j] = dn * reset;
            f[dh + j] = d * keep;
          }
        } else {
          f.fill(0, hn, hn + h);
        }
        if (seen === 0) continue;
        productBack(views, { dg: now, w, dx: dh }, { h, g, n: 2 * h, add: true });
        productBack(views, { dg: hn, w, dx: dh }, { h, g, from: 2 * h, n: h, add: true });
      }
    }
  },
});
