import { defineActivation } from './define.ts';

/** Sigmoid linear unit, also called swish (Elfwing et al. 2017). */
export const silu = defineActivation({
  name: 'silu',
  aliases: ['swish'],
  summary: 'sigmoid linear unit, also called swish: x times its sigmoid',
  formula: 'x·σ(x)',
  derivative: 'σ(x)·(1 + x·(1 − σ(x)))',
  source: 'Elfwing et al. 2017; torch.nn.SiLU',
  uses: 'input',
  init: 'he',
  f: (x, r) => r(x / r(1 + r(Math.exp(-x)))),
  df: (dy, x, r) => {
    const sigmoid = 1 / (1 + Math.exp(-x));
    return r(dy * r(sigmoid * (1 + x * (1 - sigmoid))));
  },
});
