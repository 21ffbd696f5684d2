import { sigmoidCrossEntropy, sigmoidCrossEntropyGrad } from '../kernels/binaryCrossEntropy.ts';
import type { Loss } from './define.ts';

/** Keeps the logarithm of a constant answer of 0 or 1 finite. */
const TINY = 1e-12;

/** Sigmoid and binary cross-entropy as one, on logits (torch.nn.BCEWithLogitsLoss). */
export const binaryCrossEntropy: Loss = {
  name: 'binary-cross-entropy',
  aliases: ['bce'],
  summary: 'yes or no for each output',
  formula: '−t·log σ(x) − (1−t)·log(1−σ(x))',
  source: 'NNFS ch. 16; torch.nn.BCEWithLogitsLoss',
  example: 'nn train moons --loss binary-cross-entropy',
  target: 'values',
  ofOutput: (p, t) => -t * Math.log(Math.max(p, TINY)) - (1 - t) * Math.log(Math.max(1 - p, TINY)),
  folds: 'sigmoid',
  forward: sigmoidCrossEntropy,
  backward: sigmoidCrossEntropyGrad,
};
