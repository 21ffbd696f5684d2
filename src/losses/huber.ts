import { huber as huberKernel, huberGrad } from '../kernels/losses.ts';
import type { Loss } from './define.ts';

/** Huber loss: squared near the target, absolute far from it (Huber 1964; torch.nn.HuberLoss). */
export const huber: Loss = {
  name: 'huber',
  summary: 'numbers with outliers: squared near the target, absolute far from it',
  formula: '½d² where |d| ≤ δ, else δ(|d| − ½δ)',
  source: 'Huber 1964; torch.nn.HuberLoss',
  example: 'nn train sine --loss huber',
  target: 'values',
  forward(plan, { x, target, loss, m, n, delta }) {
    plan.emit(huberKernel, { x, target, loss, m, n, delta });
  },
  backward(plan, { x, target, dx, m, n, delta }) {
    plan.emit(huberGrad, { x, target, dx, m, n, count: m, delta });
  },
};
