import { byElement, defineKernel } from '../kernels/define.ts';
import { updateArgs } from './define.ts';
import type { Optimizer, Rule } from './define.ts';

/** Plain gradient descent. */
export const sgdKernel = defineKernel({
  name: 'sgd',
  formula: 'w −= lr·g',
  args: updateArgs(),
  parallel: byElement,
  flops: ({ n }) => 2 * n,
  reference({ f, round }, { w, g, k, n }) {
    const rate = -f[k];
    for (let i = 0; i < n; i++) f[w + i] += round(rate * f[g + i]);
  },
});

/**
 * Velocity includes the learning rate, as in NNFS ch. 10 and Keras; with a constant rate PyTorch's form is
 * the same.
 */
export const momentumKernel = defineKernel({
  name: 'momentum',
  formula: 'v = μ·v − lr·g;  w += v',
  args: updateArgs('v'),
  parallel: byElement,
  flops: ({ n }) => 4 * n,
  reference({ f, round }, { w, g, v, k, n }) {
    const rate = f[k];
    const momentum = f[k + 1];
    for (let i = 0; i < n; i++) {
      f[v + i] = round(momentum * f[v + i]) - round(rate * f[g + i]);
      f[w + i] += f[v + i];
    }
  },
});

/** Nesterov's look-ahead, in the form of Keras (Sutskever et al. 2013). */
export const nesterovKernel = defineKernel({
  name: 'nesterov',
  formula: 'v = μ·v − lr·g;  w += μ·v − lr·g',
  args: updateArgs('v'),
  parallel: byElement,
  flops: ({ n }) => 6 * n,
  reference({ f, round }, { w, g, v, k, n }) {
    const rate = f[k];
    const momentum = f[k + 1];
    for (let i = 0; i < n; i++) {
      const step = round(rate * f[g + i]);
      f[v + i] = round(momentum * f[v + i]) - step;
      f[w + i] += round(round(momentum * f[v + i]) - step);
    }
  },
});

function rule(kernel: Rule['kernel'], moments: readonly string[]): Rule {
  return {
    kernel,
    moments,
    knobs: 2,
    set(out, { learningRate, settings }) {
      out[0] = learningRate;
      out[1] = settings.momentum;
    },
  };
}

export const sgd: Optimizer = {
  name: 'sgd',
  summary: 'stochastic gradient descent, with momentum or Nesterov momentum',
  source: 'NNFS ch. 10',
  learningRate: 0.1,
  defaults: { momentum: 0, nesterov: false, weightDecay: 0 },
  rule({ momentum, nesterov }) {
    if (momentum === 0) return rule(sgdKernel, []);
    return nesterov ? rule(nesterovKernel, ['v']) : rule(momentumKernel, ['v']);
  },
};
