import { defineActivation } from './define.ts';

/** ReLU with a slope below zero, so that no unit dies (Maas et al. 2013). */
export const leakyRelu = defineActivation({
  name: 'leaky-relu',
  aliases: ['leaky_relu', 'leakyrelu'],
  summary: 'ReLU with a small slope below 0, so that no unit dies',
  formula: 'x if x > 0 else α·x',
  derivative: '1 if x > 0 else α',
  source: 'Maas et al. 2013; torch.nn.LeakyReLU',
  uses: 'input',
  init: 'he',
  alpha: 0.01,
  kinks: [0],
  f: (x, r, alpha) => (x > 0 ? x : r(r(alpha) * x)),
  df: (dy, x, r, alpha) => (x > 0 ? dy : r(r(alpha) * dy)),
});
