import {
  binaryCrossEntropy as forward,
  binaryCrossEntropyGrad as backward,
} from '../kernels/binaryCrossEntropy.ts';
import type { Loss } from './define.ts';

/**
 * Binary cross-entropy of probabilities, clipped, after a sigmoid of its own: the steps of NNFS ch. 16
 * (--nnfs).
 */
export const bookBinaryCrossEntropy: Loss = {
  name: 'clipped-binary-cross-entropy',
  summary: 'binary cross-entropy of clipped probabilities, as the book computes it',
  formula: '−t·log p − (1−t)·log(1−p)',
  source: 'NNFS ch. 16',
  example: 'nn train moons --nnfs --loss binary-cross-entropy',
  target: 'values',
  book: true,
  forward,
  backward,
};
