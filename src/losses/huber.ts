import { defineLoss } from './define.ts';

/** Huber loss: squared near the target, absolute far from it (Huber 1964; torch.nn.HuberLoss). */
export const huber = defineLoss({
  name: 'huber',
  summary: 'numbers with outliers: squared near the target, absolute far from it',
  formula: '½d² where |d| ≤ δ, else δ(|d| − ½δ)',
  derivative: 'clamp(x − t, −δ, δ)',
  source: 'Huber 1964; torch.nn.HuberLoss',
  example: 'nn train sine --loss huber',
  kernel: 'huber',
  parameter: { name: 'delta', fallback: 1 },
  flops: 4,
  f(x, t, r, delta) {
    const distance = Math.abs(x - t);
    return r(distance <= delta ? 0.5 * distance * distance : delta * (distance - 0.5 * delta));
  },
  df: (x, t, r, delta) => r(Math.min(Math.max(x - t, -delta), delta)),
});
