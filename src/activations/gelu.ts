import { erfc } from '../util/erf.ts';
import { defineActivation } from './define.ts';

/** Gaussian error linear unit with the exact error function (Hendrycks and Gimpel 2016; torch.nn.GELU). */
export const gelu = defineActivation({
  name: 'gelu',
  summary: 'Gaussian error linear unit: x times the probability that a Gaussian is below x',
  formula: '½x·(1 + erf(x/√2))',
  derivative: 'Φ(x) + x·φ(x)',
  source: 'Hendrycks and Gimpel 2016; torch.nn.GELU',
  uses: 'input',
  init: 'he',
  // erfc(−x/√2) is 1 + erf(x/√2) without the cancellation far below 0.
  f: (x, r) => r(0.5 * x * erfc(-x * Math.SQRT1_2)),
  df: (dy, x, r) => {
    const cumulative = 0.5 * erfc(-x * Math.SQRT1_2);
    const density = Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
    return r(dy * r(cumulative + x * density));
  },
});
