import { byRow, defineKernel, int, read } from './define.ts';
import {
  addProduct,
  arrive,
  backwardArgs,
  begin,
  forwardArgs,
  gates,
  passOn,
  productBack,
  stepAt,
  weights,
} from './recurrence.ts';

/** Functions of a simple recurrent layer, by their code in `act`. */
export const rnnActivations: Readonly<Record<string, number>> = { tanh: 0, relu: 1 };

/** Simple recurrent network (Elman 1990): hₜ = f(xₜ·Wᵢ + bᵢ + hₜ₋₁·w + b). `s` holds xₜ·Wᵢ + bᵢ, then hₜ. */
export const rnn = defineKernel({
  name: 'rnn',
  formula: 's[t] = f(s[t] + s[t−1]·w + b)',
  args: { s: gates, ...weights, ...forwardArgs, act: int },
  parallel: byRow,
  products: ({ m, time, h }) => m * time * h * h,
  flops: ({ m, time, h }) => m * time * (2 * h * h + 8 * h),
  reference(views, args) {
    const { f, i: ints, round } = views;
    const { s, w, b, start, lengths, m, time, h, g, steps, reverse, carried, ldy, act } = args;
    for (let i = 0; i < m; i++) {
      const memory = args.memory + i * carried;
      const row = { ...args, start: start + i * time * h, y: args.y + i * steps * ldy, memory };
      begin(views, i, args);
      for (let seen = 0; seen < time; seen++) {
        const t = stepAt(seen, time, reverse);
        const exists = t < ints[lengths + i];
        const now = s + (i * time + t) * g;
        const before = row.start + t * h;
        addProduct(views, { x: before, w, b, out: now }, { h, g });
        for (let j = 0; j < h; j++) {
          const x = f[now + j];
          f[now + j] = exists ? (act === 1 ? Math.max(0, x) : round(Math.tanh(x))) : 0;
        }
        passOn(views, (j) => f[(exists ? now : before) + j], { seen, t, exists }, row);
      }
    }
  },
});

/** Backward through time. `s` holds hₜ, then the gradient of what `f` was applied to. */
export const rnnGrad = defineKernel({
  name: 'rnnGrad',
  formula: "s[t] = (dy[t] + s[t+1]·wᵀ) ⊙ f'",
  args: { s: gates, w: read(['h', 'g']), ...backwardArgs, act: int },
  parallel: byRow,
  flops: ({ m, time, h }) => m * time * (2 * h * h + 4 * h),
  reference(views, args) {
    const { f, i: ints, round } = views;
    const { s, w, lengths, m, time, h, g, steps, reverse, lddy, act } = args;
    for (let i = 0; i < m; i++) {
      const row = { ...args, dy: args.dy + i * steps * lddy, dh: args.dh + i * h };
      const { dh } = row;
      f.fill(0, dh, dh + h);
      for (let seen = time - 1; seen >= 0; seen--) {
        const t = stepAt(seen, time, reverse);
        const now = s + (i * time + t) * g;
        if (t < ints[lengths + i]) {
          arrive(views, t, ints[lengths + i], row);
          for (let j = 0; j < h; j++) {
            const y = f[now + j];
            const slope = act === 1 ? Number(y > 0) : round(1 - round(y * y));
            f[now + j] = f[dh + j] * slope;
          }
        }
        if (seen > 0) productBack(views, { dg: now, w, dx: dh }, { h, g });
      }
    }
  },
});
