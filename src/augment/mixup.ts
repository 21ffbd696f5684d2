import { number } from '../util/fields.ts';
import type { Augmentation } from './define.ts';

export const mixup: Augmentation = {
  name: 'mixup',
  summary: 'mixes every row and its target with another one',
  source: 'Zhang et al. 2017',
  input: 'any',
  amount: number({ meaning: 'α of Beta(α, α)', min: 0.01, max: 10, fallback: 0.2 }),
  effect: (alpha) => ({ kind: 'mixup', alpha }),
};
