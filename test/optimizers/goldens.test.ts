import { expect, it } from 'vitest';
import { optimizers } from '../../src/optimizers/index.ts';
import { optimizerSettings } from '../../src/train/choose.ts';
import { golden } from '../support/fixtures.ts';
import { difference, runKernel } from '../plan.ts';

/**
 * Hyperparameters of the runs: what torch.optim was called with. Epsilon is PyTorch's 1e-8 (Adagrad 1e-10).
 */
const runs: Record<string, { optimizer: string; rate: number; settings?: object; coupled?: number }> = {
  sgd: { optimizer: 'sgd', rate: 0.1 },
  sgd_momentum: { optimizer: 'sgd', rate: 0.05, settings: { momentum: 0.9 } },
  sgd_nesterov: { optimizer: 'sgd', rate: 0.05, settings: { momentum: 0.9, nesterov: true } },
  sgd_weight_decay: { optimizer: 'sgd', rate: 0.05, settings: { momentum: 0.9 }, coupled: 0.1 },
  adagrad: { optimizer: 'adagrad', rate: 0.5, settings: { epsilon: 1e-10 } },
  rmsprop: { optimizer: 'rmsprop', rate: 0.05, settings: { rho: 0.99, epsilon: 1e-8 } },
  adam: { optimizer: 'adam', rate: 0.1, settings: { epsilon: 1e-8 } },
  adamw: { optimizer: 'adamw', rate: 0.1, settings: { epsilon: 1e-8, weightDecay: 0.05 } },
  adam_amsgrad: { optimizer: 'amsgrad', rate: 0.1, settings: { epsilon: 1e-8 } },
  nadam: { optimizer: 'nadam', rate: 0.1, settings: { epsilon: 1e-8 } },
};
const trajectories =
  golden<{ optimizer: string; weights: number[][]; grads: number[][] }[]>('optimizers.json');

it.each(trajectories.map((run) => [run.optimizer, run] as const))(
  '%s follows PyTorch',
  (name, { weights, grads }) => {
    const { optimizer: wanted, rate, settings: given = {}, coupled = 0 } = runs[name];
    const optimizer = optimizers.find(wanted);
    if (!optimizer) throw new Error(wanted);
    const settings = optimizerSettings(optimizer, given);
    for (const [dtype, tolerance] of [
      ['float64', 1e-12],
      ['float32', 2e-5],
    ] as const) {
      const rule = optimizer.rule(settings);
      const n = weights[0].length;
      const zeros = Array.from({ length: n }, () => 0);
      const state: Record<string, number[]> = Object.fromEntries(
        rule.moments.map((moment) => [moment, zeros]),
      );
      let w = weights[0];
      grads.forEach((gradient, step) => {
        const knobs = new Float64Array(rule.knobs);
        rule.set(knobs, { learningRate: rate, t: step + 1, settings });
        const g = gradient.map((value, i) => value + coupled * w[i]);
        const moments = Object.fromEntries(
          rule.moments.map((moment) => [moment, { shape: [n], data: state[moment] }]),
        );
        const after = runKernel(
          rule.kernel,
          dtype,
          {
            w: { shape: [n], data: w },
            g: { shape: [n], data: g },
            ...moments,
            k: { shape: [rule.knobs], data: [...knobs] },
          },
          { n, knobs: rule.knobs },
        );
        ({ w } = after);
        for (const moment of rule.moments) state[moment] = after[moment];
        // PyTorch keeps NAdam's product of momenta in float32 even for float64 weights.
        expect(difference(w, weights[step + 1])).toBeLessThan(
          name === 'nadam' ? Math.max(tolerance, 1e-8) : tolerance,
        );
      });
    }
  },
);

it('covers every optimizer', () => {
  const covered = new Set(trajectories.map(({ optimizer }) => runs[optimizer].optimizer));
  expect(optimizers.names.filter((name) => !covered.has(name))).toEqual([]);
});
