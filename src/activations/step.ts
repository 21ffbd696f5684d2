import { defineActivation } from './define.ts';

/** Heaviside step, the first activation of the book. Its derivative is 0 wherever it exists, so nothing can be learned. */
export const step = defineActivation({
  name: 'step',
  aliases: ['heaviside'],
  formula: '1 if x > 0 else 0',
  derivative: '0 wherever it exists',
  f: (x) => (x > 0 ? 1 : 0),
});
