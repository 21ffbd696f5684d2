import { EXACT, withNumbers, vectors, benchVectors } from './define.ts';
import type { Tolerance, KernelCases } from './define.ts';

const update = (
  tolerance: Tolerance,
  knobs: readonly number[],
  fill: KernelCases['fill'] = {},
): KernelCases => ({
  tolerance,
  sizes: withNumbers(vectors, { knobs: knobs.length }),
  bench: withNumbers(benchVectors, { knobs: knobs.length }),
  fill: { k: knobs, ...fill },
});

const adamKnobs = [0.02, 0.9, 0.1, 0.999, 0.001, 1e-7, 1 - 0.9 ** 3, 1 - 0.999 ** 3];

/** Updates of optimizers. */
export const optimizersCases: Readonly<Record<string, KernelCases>> = {
  sgd: update(EXACT, [0.05]),
  momentum: update(EXACT, [0.05, 0.9]),
  nesterov: update(EXACT, [0.05, 0.9]),
  adagrad: update(EXACT, [0.05, 1e-7], { c: 'positive' }),
  rmsprop: update(EXACT, [0.02, 0.9, 0.1, 1e-7], { c: 'positive' }),
  adam: update({ ulps: 4, scale: 1 }, [...adamKnobs, 0.999], { v: 'positive' }),
  amsgrad: update({ ulps: 4, scale: 1 }, adamKnobs, { v: 'positive', top: 'positive' }),
  nadam: update({ ulps: 4, scale: 1 }, [0.02, 0.9, 0.1, 0.999, 0.001, 1e-7, 0.003, 0.4, 0.6], {
    v: 'positive',
  }),
};
