import { logSoftmax as forward, logSoftmaxGrad as backward } from '../kernels/softmax.ts';
import type { Activation } from './define.ts';

/** Logarithms of the class probabilities of a row. */
export const logSoftmax: Activation = {
  name: 'log-softmax',
  aliases: ['log_softmax', 'logsoftmax'],
  summary: 'the logarithms of the class probabilities',
  formula: 'xⱼ − log Σₖ exp(xₖ)',
  derivative: '[j = k] − exp(yⱼ)',
  source: 'torch.nn.LogSoftmax',
  example: 'nn forward --layers 2,4,3 --output-activation log-softmax',
  uses: 'output',
  init: 'glorot',
  forward,
  backward,
};
