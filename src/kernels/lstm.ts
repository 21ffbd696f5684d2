import { byRow, defineKernel, read, scratch, write } from './define.ts';
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
 * Long short-term memory (Hochreiter and Schmidhuber 1997, with the forget gate of Gers et al. 2000) in
 * torch.nn.LSTM's order of gates: input i, forget f, candidate g, output o. `gates` holds xₜ·Wᵢ + bᵢ, then
 * the activated gates.
 */
export const lstm = defineKernel({
  name: 'lstm',
  formula: 'i,f,o = σ, g = tanh(gates + h·w + b);  c = f⊙c + i⊙g;  h = o⊙tanh(c)',
  args: { gates, ...weights, cell: write(['m', 'time', 'h']), ...forwardArgs },
  parallel: byRow,
  products: ({ m, time, h }) => 4 * m * time * h * h,
  flops: ({ m, time, h }) => m * time * (8 * h * h + 60 * h),
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
        const cell = args.cell + (i * time + t) * h;
        const cellBefore = args.cell + (i * time + stepAt(seen - 1, time, reverse)) * h;
        addProduct(views, { x: before, w, b, out: now }, { h, g });
        for (let j = 0; j < h; j++) {
          const c = seen > 0 ? f[cellBefore + j] : carried > 0 ? f[memory + h + j] : 0;
          const input = logistic(f[now + j], round);
          const forget = logistic(f[now + h + j], round);
          const candidate = round(Math.tanh(f[now + 2 * h + j]));
          const output = logistic(f[now + 3 * h + j], round);
          f[now + j] = exists ? input : 0;
          f[now + h + j] = exists ? forget : 0;
          f[now + 2 * h + j] = exists ? candidate : 0;
          f[now + 3 * h + j] = exists ? output : 0;
          f[cell + j] = exists ? round(forget * c) + round(input * candidate) : c;
        }
        const state = (j: number) => round(f[now + 3 * h + j] * round(Math.tanh(f[cell + j])));
        passOn(views, exists ? state : (j) => f[before + j], { seen, t, exists }, row);
        if (carried > 0 && seen + 1 === time) f.copyWithin(memory + h, cell, cell + h);
      }
    }
  },
});

/** Backward through time. `gates` holds the activated gates, then the gradients of what they were before. */
export const lstmGrad = defineKernel({
  name: 'lstmGrad',
  formula: 'dh = dy + dgates·wᵀ;  dc = dc⊙f + dh⊙o⊙(1 − tanh²c);  dgates = the rest of the chain rule',
  args: {
    gates,
    w: read(['h', 'g']),
    cell: read(['m', 'time', 'h']),
    /** The gradient of the cell on its way back through time. */
    dc: scratch(['m', 'h']),
    ...backwardArgs,
  },
  parallel: byRow,
  flops: ({ m, time, h }) => m * time * (8 * h * h + 40 * h),
  reference(views, args) {
    const { f, i: ints, round } = views;
    const { w, lengths, m, time, h, g, steps, reverse, lddy } = args;
    for (let i = 0; i < m; i++) {
      const row = { ...args, dy: args.dy + i * steps * lddy, dh: args.dh + i * h };
      const { dh } = row;
      const dc = args.dc + i * h;
      f.fill(0, dh, dh + h);
      f.fill(0, dc, dc + h);
      for (let seen = time - 1; seen >= 0; seen--) {
        const t = stepAt(seen, time, reverse);
        const now = args.gates + (i * time + t) * g;
        const cell = args.cell + (i * time + t) * h;
        const cellBefore = args.cell + (i * time + stepAt(seen - 1, time, reverse)) * h;
        if (t < ints[lengths + i]) {
          arrive(views, t, ints[lengths + i], row);
          for (let j = 0; j < h; j++) {
            const at = [now + j, now + h + j, now + 2 * h + j, now + 3 * h + j];
            const [input, forget, candidate, output] = at.map((gate) => f[gate]);
            const tanh = round(Math.tanh(f[cell + j]));
            const through = round(f[dh + j] * round(output * round(1 - round(tanh * tanh))));
            const d = round(f[dc + j] + through);
            const before = seen > 0 ? f[cellBefore + j] : 0;
            f[at[0]] = round(d * candidate) * round(input * round(1 - input));
            f[at[1]] = round(d * before) * round(forget * round(1 - forget));
            f[at[2]] = round(d * input) * round(1 - round(candidate * candidate));
            f[at[3]] = round(f[dh + j] * tanh) * round(output * round(1 - output));
            f[dc + j] = d * forget;
          }
        }
        if (seen > 0) productBack(views, { dg: now, w, dx: dh }, { h, g });
      }
    }
  },
});
