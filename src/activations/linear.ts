import { defineActivation } from './define.ts';

/** Identity; the output of a regression. */
export const linear = defineActivation({
  name: 'linear',
  aliases: ['identity', 'none'],
  formula: 'x',
  derivative: '1',
  f: (x) => x,
  df: (dy) => dy,
});
