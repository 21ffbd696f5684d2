import { defineActivation } from './define.ts';

/** Logistic function (NNFS ch. 16). */
export const sigmoid = defineActivation({
  name: 'sigmoid',
  aliases: ['logistic'],
  summary: 'the logistic function: any number becomes a probability',
  formula: '1 / (1 + exp(−x))',
  derivative: 'y·(1 − y)',
  source: 'NNFS ch. 16; torch.nn.Sigmoid',
  f: (x, r) => r(1 / r(1 + r(Math.exp(-x)))),
  df: (dy, y, r) => r(r(dy * r(1 - y)) * y),
});
