import { byElement, defineKernel } from '../kernels/define.ts';
import { updateArgs } from './define.ts';
import type { Optimizer } from './define.ts';

export const amsgradKernel = defineKernel({
  name: 'amsgrad',
  formula:
    'm = β₁m + (1−β₁)g;  v = β₂v + (1−β₂)g²;  top = max(top, v);  w −= lr·(m/(1−β₁ᵗ)) / (√(top/(1−β₂ᵗ)) + ε)',
  args: updateArgs('m', 'v', 'top'),
  parallel: byElement,
  flops: ({ n }) => 15 * n,
  reference({ f, round }, { w, g, m, v, top, k, n }) {
    const rate = -f[k];
    const [beta1, fresh1, beta2, fresh2] = [f[k + 1], f[k + 2], f[k + 3], f[k + 4]];
    const [epsilon, correction1, correction2] = [f[k + 5], f[k + 6], f[k + 7]];
    for (let i = 0; i < n; i++) {
      const gradient = f[g + i];
      f[m + i] = round(beta1 * f[m + i]) + round(fresh1 * gradient);
      f[v + i] = round(beta2 * f[v + i]) + round(fresh2 * round(gradient * gradient));
      f[top + i] = Math.max(f[top + i], f[v + i]);
      const mean = round(f[m + i] / correction1);
      const root = round(Math.sqrt(round(f[top + i] / correction2)));
      f[w + i] += round(round(rate * mean) / round(root + epsilon));
    }
  },
});

export const amsgrad: Optimizer = {
  name: 'amsgrad',
  summary: 'Adam whose second moment never shrinks',
  source: 'Reddi et al. 2018; torch.optim.Adam(amsgrad=True)',
  learningRate: 0.001,
  defaults: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
  rule: () => ({
    kernel: amsgradKernel,
    moments: ['m', 'v', 'top'],
    knobs: 8,
    set(out, { learningRate, t, settings: { beta1, beta2, epsilon } }) {
      out[0] = learningRate;
      out[1] = beta1;
      out[2] = 1 - beta1;
      out[3] = beta2;
      out[4] = 1 - beta2;
      out[5] = epsilon;
      out[6] = 1 - beta1 ** t;
      out[7] = 1 - beta2 ** t;
    },
  }),
};
