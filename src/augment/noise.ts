import { addNoise } from '../kernels/augment.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { number } from '../util/fields.ts';
import type { Augmentation, Effect } from './define.ts';

const effect = (sigma: number): Effect => ({
  kind: 'emit',
  emit(plan, { x, key, rows: m, stream }) {
    const out = plan.tensor('x with noise', x.shape);
    plan.emit(addNoise, { key, x, out, m, n: sizeOf(x.shape) / m, two: 2, stream, sigma });
    return out;
  },
});

const amount = number({ meaning: 'standard deviation', min: 0, max: 10, fallback: 0.05 });

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
