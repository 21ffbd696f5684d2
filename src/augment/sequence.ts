import { cropTime, scaleRandomly } from '../kernels/augment.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { number } from '../util/fields.ts';
import type { Augmentation } from './define.ts';

export const scale: Augmentation = {
  name: 'scale',
  summary: 'multiplies a sequence by a random factor near 1',
  source: 'Um et al. 2017',
  input: 'sequence',
  amount: number({ meaning: 'standard deviation of the factor', min: 0, max: 1, fallback: 0.1 }),
  effect: (sigma) => ({
    kind: 'emit',
    emit(plan, { x, key, rows: m, stream }) {
      const out = plan.tensor('x scaled', x.shape);
      plan.emit(scaleRandomly, { key, x, out, m, n: sizeOf(x.shape) / m, two: 2, stream, sigma });
      return out;
    },
  }),
};

export const crop: Augmentation = {
  name: 'crop',
  summary: 'keeps this share of the time steps, at a random place; the others are 0',
  input: 'sequence',
  amount: number({ meaning: 'share kept', min: 0.01, max: 1, fallback: 0.9 }),
  effect: (share) => ({
    kind: 'emit',
    emit(plan, { x, shape, key, rows: m, stream }) {
      const [time = 1, ...rest] = shape;
      const keep = Math.max(1, Math.round(share * time));
      const out = plan.tensor('x cropped', x.shape);
      plan.emit(cropTime, { key, x, out, m, time, n: sizeOf(rest), keep, two: 2, stream });
      return out;
    },
  }),
};
