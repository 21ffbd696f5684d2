import { squaredError, squaredErrorGrad } from '../kernels/losses.ts';
import type { Loss } from './define.ts';

/** Mean squared error (NNFS ch. 17; torch.nn.MSELoss). */
export const mse: Loss = {
  name: 'mse',
  aliases: ['mean-squared-error'],
  summary: 'numbers; large misses count most',
  formula: 'mean (x − t)²',
  source: 'NNFS ch. 17; torch.nn.MSELoss',
  example: 'nn train sine --loss mse',
  target: 'values',
  forward(plan, { x, target, loss, m, n }) {
    plan.emit(squaredError, { x, target, loss, m, n });
  },
  backward(plan, { x, target, dx, m, n }) {
    plan.emit(squaredErrorGrad, { x, target, dx, m, n, count: m });
  },
};
