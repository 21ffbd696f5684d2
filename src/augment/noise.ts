import { addNoise } from '../kernels/augment.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Augmentation, Effect } from './define.ts';

const effect = (sigma: number): Effect => ({
  kind: 'emit',
  emit(plan, { x, key, rows: m, stream }) {
    const out = plan.tensor('x with noise', x.shape);
    plan.emit(addNoise, { key, x, out, m, n: sizeOf(x.shape) / m, two: 2, stream, sigma });
    return out;
  },
});

const amount = { meaning: 'standard deviation', fallback: 0.05, least: 0, most: 10 };

export const noise: Augmentation = {
  name: 'noise',
  summary: 'adds normal noise to the (scaled) inputs',
  input: 'any',
  amount,
  effect,
};

/** The usual name for sequences. */
export const jitter: Augmentation = {
  ...noise,
  name: 'jitter',
  summary: 'adds normal noise to a sequence',
  input: 'sequence',
};
