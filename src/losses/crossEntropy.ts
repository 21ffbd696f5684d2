import { softmaxCrossEntropy, softmaxCrossEntropyGrad } from '../kernels/losses.ts';
import type { Loss } from './define.ts';

/** Softmax and categorical cross-entropy as one, on logits (NNFS ch. 5 and 9; torch.nn.CrossEntropyLoss). */
export const crossEntropy: Loss = {
  name: 'cross-entropy',
  aliases: ['categorical-cross-entropy', 'softmax-cross-entropy'],
  summary: 'one class of many: −log of the probability given to the right one',
  formula: '−log softmax(x)[target]',
  source: 'NNFS ch. 5 and 9; torch.nn.CrossEntropyLoss',
  example: 'nn train spiral --loss cross-entropy',
  target: 'classes',
  folds: 'softmax',
  forward(plan, { x, target, p, loss, m, n, smoothing, clip }) {
    plan.emit(softmaxCrossEntropy, { x, target, p, loss, m, n, smoothing, clip });
  },
  backward(plan, { target, p, dx, m, n, smoothing }) {
    plan.emit(softmaxCrossEntropyGrad, { p, target, dx, m, n, count: m, smoothing });
  },
};
