import { defineActivation } from './define.ts';

/** tanh(softplus(x)): with u = eˣ it is u(u + 2) / (u(u + 2) + 2), which is 1 long before u overflows. */
function gate(x: number): number {
  const u = Math.exp(Math.min(x, 20));
  return (u * (u + 2)) / (u * (u + 2) + 2);
}

/** Smooth, and not monotonic below 0 (Misra 2019). */
export const mish = defineActivation({
  name: 'mish',
  summary: 'x times the tanh of its softplus: smooth, and a little below 0 left of 0',
  formula: 'x·tanh(log(1 + exp(x)))',
  derivative: 't + x·(1 − t²)·σ(x),  t = tanh(log(1 + exp(x)))',
  source: 'Misra 2019; torch.nn.Mish',
  uses: 'input',
  init: 'he',
  f: (x, r) => r(x * r(gate(x))),
  df(dy, x, r) {
    const t = gate(x);
    return r(dy * r(t + (x * (1 - t * t)) / (1 + Math.exp(-x))));
  },
});
