import { defineActivation } from './define.ts';

/** Hyperbolic tangent. */
export const tanh = defineActivation({
  name: 'tanh',
  formula: 'tanh(x)',
  derivative: '1 − y²',
  f: (x, r) => r(Math.tanh(x)),
  df: (dy, y, r) => r(dy * r(1 - r(y * y))),
});
