import { absoluteError, absoluteErrorGrad } from '../kernels/losses.ts';
import type { Loss } from './define.ts';

/** Mean absolute error (NNFS ch. 17; torch.nn.L1Loss). */
export const mae: Loss = {
  name: 'mae',
  aliases: ['mean-absolute-error', 'l1-loss'],
  summary: 'numbers; every unit of a miss counts the same',
  formula: 'mean |x − t|',
  source: 'NNFS ch. 17; torch.nn.L1Loss',
  example: 'nn train sine --loss mae',
  target: 'values',
  forward(plan, { x, target, loss, m, n }) {
    plan.emit(absoluteError, { x, target, loss, m, n });
  },
  backward(plan, { x, target, dx, m, n }) {
    plan.emit(absoluteErrorGrad, { x, target, dx, m, n, count: m });
  },
};
