import { byElement, defineKernel } from '../kernels/define.ts';
import { updateArgs } from './define.ts';
import type { Optimizer } from './define.ts';

export const rmspropKernel = defineKernel({
  name: 'rmsprop',
  formula: 'c = ρ·c + (1−ρ)·g²;  w −= lr·g / (√c + ε)',
  args: updateArgs('c'),
  parallel: byElement,
  flops: ({ n }) => 9 * n,
  reference({ f, round }, { w, g, c, k, n }) {
    const rate = -f[k];
    const rho = f[k + 1];
    const fresh = f[k + 2];
    const epsilon = f[k + 3];
    for (let i = 0; i < n; i++) {
      f[c + i] = round(rho * f[c + i]) + round(fresh * round(f[g + i] * f[g + i]));
      f[w + i] += round(round(rate * f[g + i]) / round(round(Math.sqrt(f[c + i])) + epsilon));
    }
  },
});

export const rmsprop: Optimizer = {
  name: 'rmsprop',
  summary: 'rates that shrink with a running mean of squared gradients',
  source: 'Tieleman and Hinton 2012; NNFS ch. 10',
  learningRate: 0.001,
  defaults: { rho: 0.9, epsilon: 1e-7, weightDecay: 0 },
  rule: () => ({
    kernel: rmspropKernel,
    moments: ['c'],
    knobs: 4,
    set(out, { learningRate, settings }) {
      out[0] = learningRate;
      out[1] = settings.rho;
      out[2] = 1 - settings.rho;
      out[3] = settings.epsilon;
    },
  }),
};
