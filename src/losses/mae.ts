import { defineLoss } from './define.ts';

/**
 * Mean absolute error (NNFS ch. 17; torch.nn.L1Loss). The printed NNFS code has the sign of the gradient the
 * other way round (a known erratum); this is the derivative, 0 at 0.
 */
export const mae = defineLoss({
  name: 'mae',
  aliases: ['mean-absolute-error', 'l1-loss'],
  summary: 'numbers; every unit of a miss counts the same',
  formula: 'mean |x − t|',
  derivative: 'sign(x − t)',
  source: 'NNFS ch. 17; torch.nn.L1Loss',
  example: 'nn train sine --loss mae',
  kernel: 'absoluteError',
  flops: 3,
  f: (x, t, r) => Math.abs(r(t - x)),
  df: (x, t) => Math.sign(x - t),
});
