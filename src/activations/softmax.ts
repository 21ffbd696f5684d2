import { softmax as forward, softmaxGrad as backward } from '../kernels/softmax.ts';
import type { Activation } from './define.ts';

/** Probabilities over the classes of a row (NNFS ch. 4). */
export const softmax: Activation = {
  name: 'softmax',
  summary: 'the probabilities of the classes: positive, and 1 in sum',
  formula: 'exp(xⱼ) / Σₖ exp(xₖ)',
  derivative: 'sⱼ·([j = k] − sₖ)',
  source: 'Bridle 1990; NNFS ch. 4',
  example: 'nn forward --layers 2,4,3 --output-activation softmax',
  uses: 'output',
  init: 'glorot',
  forward,
  backward,
};
