import { layerNorm as normalise, layerNormGrad, layerNormGradGain } from '../kernels/layerNorm.ts';
import { sumRows } from '../kernels/matmul.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { defineLayer } from './define.ts';
import { means, number } from '../util/fields.ts';

/**
 * Every sample (every time step of a sequence) with mean 0 and variance 1 over its last axis, then y = x̂ ⊙
 * gain + bias.
 */
export const layerNorm = defineLayer({
  name: 'layernorm',
  aliases: ['layer-norm'],
  summary: 'each sample with mean 0 and variance 1, then a learned scale and shift',
  formula: 'y = gain·(x − mean) / √(variance + ε) + bias, over the last axis',
  shapes: '(…, n) → (…, n)',
  parameters: '2·n',
  source: 'Ba et al. 2016; torch.nn.LayerNorm',
  example: 'nn train spiral --layers 2,64,layernorm,relu,3',
  between: 'normalisation',
  options: { epsilon: means('added to the variance', number({ fallback: 1e-5 })) },
  infer(_, [x]) {
    const n = x.at(-1) ?? 1;
    const m = sizeOf(x) / n;
    return {
      output: x,
      params: {
        gain: { shape: [n], init: 'ones', disk: 'weight' },
        bias: { shape: [n], init: 'zeros', disk: 'bias' },
      },
      sizes: { m, n },
      saved: { mean: { shape: [m] }, rstd: { shape: [m] } },
    };
  },
  forward(plan, { options: { epsilon }, x, y, gain, bias, mean, rstd, m, n }) {
    plan.emit(normalise, { x, gain, bias, out: y, mean, rstd, m, n, epsilon });
  },
  backward(plan, { x, dy, dx, gain, dgain, dbias, mean, rstd, m, n }) {
    plan.emit(layerNormGradGain, { x, mean, rstd, dy, dgain, m, n });
    plan.emit(sumRows, { x: dy, out: dbias, m, n });
    plan.emit(layerNormGrad, { x, gain, mean, rstd, dy, dx, m, n });
  },
});
