import { defineActivation } from './define.ts';

/** Constants of Klambauer et al. 2017, as torch.nn.SELU prints them. */
const ALPHA = 1.6732632423543772;
const SCALE = 1.0507009873554805;

/** Self-normalising exponential linear unit. */
export const selu = defineActivation({
  name: 'selu',
  summary: 'ELU scaled so that mean 0 and variance 1 pass from layer to layer',
  formula: '1.0507·(x if x > 0 else 1.6733·(exp(x) − 1))',
  derivative: '1.0507 if x > 0 else 1.7581·exp(x)',
  source: 'Klambauer et al. 2017; torch.nn.SELU',
  uses: 'input',
  init: 'lecun',
  kinks: [0],
  f: (x, r) => (x > 0 ? r(r(SCALE) * x) : r(r(SCALE * ALPHA) * r(Math.expm1(x)))),
  df: (dy, x, r) => (x > 0 ? r(r(SCALE) * dy) : r(dy * r(r(SCALE * ALPHA) * r(Math.exp(x))))),
});
