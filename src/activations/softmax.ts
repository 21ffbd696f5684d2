import { softmax as forward, softmaxGrad as backward } from '../kernels/softmax.ts';
import type { Activation } from './define.ts';

/** Probabilities over the classes of a row (NNFS ch. 4). */
export const softmax: Activation = {
  name: 'softmax',
  formula: 'exp(xⱼ) / Σₖ exp(xₖ)',
  derivative: 'sⱼ·([j = k] − sₖ)',
  uses: 'output',
  init: 'glorot',
  forward,
  backward,
};
