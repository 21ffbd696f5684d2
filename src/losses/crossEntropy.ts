import { softmaxCrossEntropy, softmaxCrossEntropyGrad } from '../kernels/crossEntropy.ts';
import type { Loss } from './define.ts';

/** Softmax and categorical cross-entropy as one, on logits (NNFS ch. 5 and 9; torch.nn.CrossEntropyLoss). */
export const crossEntropy: Loss = {
  name: 'cross-entropy',
  aliases: ['categorical-cross-entropy', 'softmax-cross-entropy'],
  summary: 'one class of many: −log of the probability given to the true one',
  formula: '−log softmax(x)[target]',
  source: 'NNFS ch. 5 and 9; torch.nn.CrossEntropyLoss',
  example: 'nn train spiral --loss cross-entropy',
  target: 'classes',
  folds: 'softmax',
  forward: softmaxCrossEntropy,
  backward: softmaxCrossEntropyGrad,
};
