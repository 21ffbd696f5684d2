import { byElement, defineKernel } from '../kernels/define.ts';
import { updateArgs } from './define.ts';
import type { Optimizer } from './define.ts';

export const adagradKernel = defineKernel({
  name: 'adagrad',
  formula: 'c += g²;  w −= lr·g / (√c + ε)',
  args: updateArgs('c'),
  parallel: byElement,
  flops: ({ n }) => 7 * n,
  reference({ f, round }, { w, g, c, k, n }) {
    const rate = -f[k];
    const epsilon = f[k + 1];
    for (let i = 0; i < n; i++) {
      f[c + i] += round(f[g + i] * f[g + i]);
      f[w + i] += round(round(rate * f[g + i]) / round(round(Math.sqrt(f[c + i])) + epsilon));
    }
  },
});

export const adagrad: Optimizer = {
  name: 'adagrad',
  summary: 'rates that shrink with the squared gradients seen so far',
  source: 'Duchi et al. 2011; NNFS ch. 10',
  learningRate: 0.1,
  defaults: { epsilon: 1e-7, weightDecay: 0 },
  rule: () => ({
    kernel: adagradKernel,
    moments: ['c'],
    knobs: 2,
    set(out, { learningRate, settings }) {
      out[0] = learningRate;
      out[1] = settings.epsilon;
    },
  }),
};
