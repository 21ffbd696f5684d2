import { defineActivation } from './define.ts';

/** Hyperbolic tangent. */
export const tanh = defineActivation({
  name: 'tanh',
  summary: 'hyperbolic tangent: from −1 to 1, centred on 0',
  formula: '(exp(x) − exp(−x)) / (exp(x) + exp(−x))',
  derivative: '1 − y²',
  source: 'LeCun et al. 1998; torch.nn.Tanh',
  f: (x, r) => r(Math.tanh(x)),
  df: (dy, y, r) => r(dy * r(1 - r(y * y))),
});
