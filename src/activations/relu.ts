import { defineActivation } from './define.ts';

/** Rectified linear unit. The derivative at 0 counts as 0 (NNFS ch. 9, PyTorch). */
export const relu = defineActivation({
  name: 'relu',
  summary: 'rectified linear unit: negative inputs become 0',
  formula: 'max(0, x)',
  derivative: '1 if x > 0 else 0',
  source: 'Nair and Hinton 2010; NNFS ch. 4',
  init: 'he',
  kinks: [0],
  f: (x) => (x > 0 || Number.isNaN(x) ? x : 0),
  df: (dy, y) => (y > 0 ? dy : 0),
});
