import type { Augmentation } from './define.ts';

export const mixup: Augmentation = {
  name: 'mixup',
  summary: 'mixes every row and its target with another one',
  source: 'Zhang et al. 2017',
  input: 'any',
  amount: { meaning: 'α of Beta(α, α)', fallback: 0.2, least: 0.01, most: 10 },
  effect: (alpha) => ({ kind: 'mixup', alpha }),
};
