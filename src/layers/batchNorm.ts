import {
  batchNorm as normalise,
  batchNormGrad,
  batchNormGradGain,
  batchNormGradRunning,
  columnMoments,
  updateMoments,
} from '../kernels/batchNorm.ts';
import { sumRows } from '../kernels/matmul.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { defineLayer, learns } from './define.ts';
import { means, number } from '../util/fields.ts';

/**
 * Every channel with mean 0 and variance 1 over the batch and all pixels, then scaled and shifted. Training
 * uses the statistics of the batch and follows them with running ones, which prediction uses. It is the one
 * layer in which rows of a batch depend on each other.
 */
export const batchNorm = defineLayer({
  name: 'batchnorm',
  aliases: ['batch-norm', 'bn'],
  summary: 'each channel with mean 0 and variance 1 over the batch, then a learned scale and shift',
  formula: 'y = gain·(x − mean) / √(variance + ε) + bias, over the batch',
  shapes: '(…, n) → (…, n)',
  parameters: '2·n',
  source: 'Ioffe and Szegedy 2015; torch.nn.BatchNorm2d',
  example: 'nn train spiral --layers 2,64,batchnorm,relu,3',
  options: {
    momentum: means(
      'weight of a batch in the running mean and variance',
      number({ min: 0, below: 1, fallback: 0.1 }),
    ),
    epsilon: means('added to the variance', number({ above: 0, fallback: 1e-5 })),
  },
  between: 'normalisation',
  infer(_, [x]) {
    const n = x.at(-1) ?? 1;
    return {
      output: x,
      params: {
        gain: { shape: [n], init: 'ones', disk: 'weight' },
        bias: { shape: [n], init: 'zeros', disk: 'bias' },
        runningMean: { shape: [n], init: 'zeros', disk: 'running_mean', trainable: false },
        runningVariance: { shape: [n], init: 'ones', disk: 'running_var', trainable: false },
      },
      sizes: { m: sizeOf(x) / n, n },
      saved: { mean: { shape: [n] }, variance: { shape: [n] } },
    };
  },
  forward(plan, { options: { momentum, epsilon }, mode, x, y, gain, bias, m, n, ...c }) {
    const { mean, variance, runningMean, runningVariance } = c;
    if (!learns(mode)) {
      plan.emit(normalise, {
        ...{ x, gain, bias, out: y, m, n, epsilon },
        ...{ mean: runningMean, variance: runningVariance },
      });
      return;
    }
    plan.emit(columnMoments, { x, mean, variance, m, n });
    plan.emit(updateMoments, { mean, variance, runningMean, runningVariance, n, m, momentum });
    plan.emit(normalise, { x, mean, variance, gain, bias, out: y, m, n, epsilon });
  },
  backward(plan, { options: { epsilon }, mode, x, dy, dx, gain, dgain, dbias, m, n, ...c }) {
    const { mean, variance, runningMean, runningVariance } = c;
    if (!learns(mode)) {
      plan.emit(batchNormGradGain, {
        ...{ x, dy, dgain, m, n, epsilon },
        ...{ mean: runningMean, variance: runningVariance },
      });
      plan.emit(sumRows, { x: dy, out: dbias, m, n });
      plan.emit(batchNormGradRunning, { dy, variance: runningVariance, gain, dx, m, n, epsilon });
      return;
    }
    plan.emit(batchNormGradGain, { x, dy, mean, variance, dgain, m, n, epsilon });
    plan.emit(sumRows, { x: dy, out: dbias, m, n });
    plan.emit(batchNormGrad, {
      ...{ x, dy, mean, variance, gain, dgain, dbias, dx },
      ...{ m, n, count: m, epsilon },
    });
  },
});
