import {
  binaryCrossEntropy as forwardKernel,
  binaryCrossEntropyGrad as backwardKernel,
} from '../kernels/losses.ts';
import type { Loss } from './define.ts';

/** Binary cross-entropy of probabilities, clipped, after a sigmoid of its own: the steps of NNFS ch. 16 (--nnfs). */
export const bookBinaryCrossEntropy: Loss = {
  name: 'clipped-binary-cross-entropy',
  summary: 'binary cross-entropy of clipped probabilities, as the book computes it',
  formula: '−t·log p − (1−t)·log(1−p)',
  source: 'NNFS ch. 16',
  example: 'nn train moons --nnfs --loss binary-cross-entropy',
  target: 'values',
  forward(plan, { x, target, loss, m, n, clip }) {
    const scratch = plan.tensor('log terms', [m, n]);
    plan.emit(forwardKernel, { p: x, target, scratch, loss, m, n, ...(clip > 0 && { clip }) });
  },
  backward(plan, { x, target, dx, m, n, clip }) {
    plan.emit(backwardKernel, { p: x, target, dx, m, n, count: m, ...(clip > 0 && { clip }) });
  },
};
