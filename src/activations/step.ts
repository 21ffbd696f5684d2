import { defineActivation } from './define.ts';

/**
 * Heaviside step, the first activation of the book. Its derivative is 0 wherever it exists, so nothing can be
 * learned.
 */
export const step = defineActivation({
  name: 'step',
  aliases: ['heaviside'],
  summary: 'the Heaviside step: on or off, so that nothing can be learned through it',
  formula: '1 if x > 0 else 0',
  derivative: '0 wherever it exists',
  source: 'McCulloch and Pitts 1943; NNFS ch. 4',
  example: 'nn forward --layers 2,4,3 --activation step',
  kinks: [0],
  f: (x) => (x > 0 ? 1 : 0),
});
