import { defineActivation } from './define.ts';

/** Smooth ReLU, computed without overflow. */
export const softplus = defineActivation({
  name: 'softplus',
  summary: 'a smooth ReLU',
  formula: 'log(1 + exp(x))',
  derivative: 'σ(x)',
  source: 'Dugas et al. 2001; torch.nn.Softplus',
  uses: 'input',
  f: (x, r) => r(Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))),
  df: (dy, x, r) => r(dy * r(1 / (1 + Math.exp(-x)))),
});
