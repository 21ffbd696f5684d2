import { defineLoss } from './define.ts';

/** Mean squared error (NNFS ch. 17; torch.nn.MSELoss). */
export const mse = defineLoss({
  name: 'mse',
  aliases: ['mean-squared-error'],
  summary: 'numbers; large misses count most',
  formula: 'mean (x − t)²',
  derivative: '2·(x − t)',
  source: 'NNFS ch. 17; torch.nn.MSELoss',
  example: 'nn train sine --loss mse',
  kernel: 'squaredError',
  flops: 3,
  f(x, t, r) {
    const difference = r(t - x);
    return r(difference * difference);
  },
  df: (x, t, r) => r(-2 * r(t - x)),
});
