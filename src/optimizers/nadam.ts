import { byElement, defineKernel } from '../kernels/define.ts';
import { updateArgs } from './define.ts';
import type { Optimizer } from './define.ts';

export const nadamKernel = defineKernel({
  name: 'nadam',
  formula: 'm = β₁m + (1−β₁)g;  v = β₂v + (1−β₂)g²;  w −= lr·(a·g + b·m) / (√(v/(1−β₂ᵗ)) + ε)',
  args: updateArgs('m', 'v'),
  parallel: byElement,
  flops: ({ n }) => 15 * n,
  reference({ f, round }, { w, g, m, v, k, n }) {
    const rate = -f[k];
    const [beta1, fresh1, beta2, fresh2] = [f[k + 1], f[k + 2], f[k + 3], f[k + 4]];
    const [epsilon, correction2, now, ahead] = [f[k + 5], f[k + 6], f[k + 7], f[k + 8]];
    for (let i = 0; i < n; i++) {
      const gradient = f[g + i];
      f[m + i] = round(beta1 * f[m + i]) + round(fresh1 * gradient);
      f[v + i] = round(beta2 * f[v + i]) + round(fresh2 * round(gradient * gradient));
      const root = round(Math.sqrt(round(f[v + i] / correction2)));
      const direction = round(round(now * gradient) + round(ahead * f[m + i]));
      f[w + i] += round(round(rate * direction) / round(root + epsilon));
    }
  },
});

/** Momentum schedule of Dozat 2016 as PyTorch sets it. */
const PSI = 0.004;
const momentumAt = (beta1: number, t: number) => beta1 * (1 - 0.5 * 0.96 ** (t * PSI));

/**
 * μ₁·…·μₜ; a function of t alone, so that a resumed run needs no extra state. Kept between calls for speed.
 */
function momentumProducts() {
  let beta = Number.NaN;
  let upTo = 0;
  let product = 1;
  return (beta1: number, t: number) => {
    if (beta1 !== beta || t < upTo) [beta, upTo, product] = [beta1, 0, 1];
    for (; upTo < t; upTo++) product *= momentumAt(beta1, upTo + 1);
    return product;
  };
}

export const nadam: Optimizer = {
  name: 'nadam',
  summary: 'Adam with Nesterov momentum',
  source: 'Dozat 2016; torch.optim.NAdam of PyTorch 1.13',
  learningRate: 0.002,
  defaults: { beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0 },
  rule: () => {
    const products = momentumProducts();
    return {
      kernel: nadamKernel,
      moments: ['m', 'v'],
      knobs: 9,
      set(out, { learningRate, t, settings: { beta1, beta2, epsilon } }) {
        const product = products(beta1, t);
        const now = momentumAt(beta1, t);
        const next = momentumAt(beta1, t + 1);
        out[0] = learningRate;
        out[1] = beta1;
        out[2] = 1 - beta1;
        out[3] = beta2;
        out[4] = 1 - beta2;
        out[5] = epsilon;
        out[6] = 1 - beta2 ** t;
        out[7] = (1 - now) / (1 - product);
        // PyTorch 1.13 counts μₜ twice in this product (Dozat once); the trajectories it was checked against
        // do too.
        out[8] = next / (1 - product * now * next);
      },
    };
  },
};
