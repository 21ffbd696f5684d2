import { defineActivation } from './define.ts';

/** Identity; the output of a regression. */
export const linear = defineActivation({
  name: 'linear',
  aliases: ['identity', 'none'],
  summary: 'the identity: the output of a regression',
  formula: 'x',
  derivative: '1',
  source: 'NNFS ch. 4; torch.nn.Identity',
  f: (x) => x,
  df: (dy) => dy,
});
