import { defineActivation } from './define.ts';

/** Exponential linear unit (Clevert et al. 2015). */
export const elu = defineActivation({
  name: 'elu',
  summary: 'exponential linear unit: smooth below 0, down to −α',
  formula: 'x if x > 0 else α·(exp(x) − 1)',
  derivative: '1 if x > 0 else α·exp(x)',
  source: 'Clevert et al. 2015; torch.nn.ELU',
  uses: 'input',
  init: 'he',
  alpha: 1,
  kinks: [0],
  f: (x, r, alpha) => (x > 0 ? x : r(r(alpha) * r(Math.expm1(x)))),
  df: (dy, x, r, alpha) => (x > 0 ? dy : r(dy * r(r(alpha) * r(Math.exp(x))))),
});
