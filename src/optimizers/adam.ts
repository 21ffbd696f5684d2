import { byElement, defineKernel } from '../kernels/define.ts';
import { updateArgs } from './define.ts';
import type { Optimizer, Rule } from './define.ts';

/**
 * Epsilon stands outside the root and after the correction, as in the paper, NNFS, PyTorch and Keras'
 * formula.
 */
export const adamKernel = defineKernel({
  name: 'adam',
  formula: 'm = β₁m + (1−β₁)g;  v = β₂v + (1−β₂)g²;  w −= lr·(m/(1−β₁ᵗ)) / (√(v/(1−β₂ᵗ)) + ε)',
  args: updateArgs('m', 'v'),
  parallel: byElement,
  flops: ({ n }) => 14 * n,
  reference({ f, round }, { w, g, m, v, k, n }) {
    const rate = -f[k];
    const [beta1, fresh1, beta2, fresh2] = [f[k + 1], f[k + 2], f[k + 3], f[k + 4]];
    const [epsilon, correction1, correction2, keep] = [f[k + 5], f[k + 6], f[k + 7], f[k + 8]];
    for (let i = 0; i < n; i++) {
      const gradient = f[g + i];
      f[m + i] = round(beta1 * f[m + i]) + round(fresh1 * gradient);
      f[v + i] = round(beta2 * f[v + i]) + round(fresh2 * round(gradient * gradient));
      const mean = round(f[m + i] / correction1);
      const root = round(Math.sqrt(round(f[v + i] / correction2)));
      f[w + i] = round(keep * f[w + i]) + round(round(rate * mean) / round(root + epsilon));
    }
  },
});

/** Adam's rule; `decay` is AdamW's factor lr·λ, 0 for Adam. */
function rule(decoupled: boolean): Rule {
  return {
    kernel: adamKernel,
    moments: ['m', 'v'],
    knobs: 9,
    set(out, { learningRate, t, settings: { beta1, beta2, epsilon, weightDecay } }) {
      out[0] = learningRate;
      out[1] = beta1;
      out[2] = 1 - beta1;
      out[3] = beta2;
      out[4] = 1 - beta2;
      out[5] = epsilon;
      out[6] = 1 - beta1 ** t;
      out[7] = 1 - beta2 ** t;
      out[8] = decoupled ? 1 - learningRate * weightDecay : 1;
    },
  };
}

export const adam: Optimizer = {
  name: 'adam',
  summary: 'momentum and per-weight rates with bias correction',
  source: 'Kingma and Ba 2014; NNFS ch. 10',
  learningRate: 0.001,
  defaults: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
  rule: () => rule(false),
};

export const adamw: Optimizer = {
  name: 'adamw',
  summary: 'Adam with weight decay apart from the gradient',
  source: 'Loshchilov and Hutter 2017; torch.optim.AdamW',
  learningRate: 0.001,
  defaults: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.01 },
  rule: () => rule(true),
};
