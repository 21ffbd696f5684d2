import type { Initializer } from './define.ts';
import { normal } from './normal.ts';

/** What is drawn of dense layers before training fits it to its rows (train/dataInit.ts). */
export const data: Initializer = {
  name: 'data',
  summary: 'dense layers fitted to the training rows: sums of deviation 1, kinks among the rows; others auto',
  formula: 'N(0, 1) / deviation of the sums;  b = −a random mean of five sums',
  source: 'Holzmueller et al. 2024 (RealMLP)',
  fill: (out, random, fans) => normal.fill(out, random, fans, 1),
};
