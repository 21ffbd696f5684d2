import { logSoftmax as forward, logSoftmaxGrad as backward } from '../kernels/softmax.ts';
import type { Activation } from './define.ts';

/** Logarithms of the class probabilities of a row. */
export const logSoftmax: Activation = {
  name: 'log-softmax',
  aliases: ['log_softmax', 'logsoftmax'],
  formula: 'xⱼ − log Σₖ exp(xₖ)',
  derivative: '[j = k] − exp(yⱼ)',
  uses: 'output',
  init: 'glorot',
  forward,
  backward,
};
