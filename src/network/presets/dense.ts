import { flat, network } from './define.ts';
import type { Preset } from './define.ts';

/** Two dense layers of 128. */
export const mlp: Preset = {
  name: 'mlp',
  summary: 'multi-layer perceptron: two dense layers of 128',
  source: 'Rumelhart et al. 1986',
  example: 'nn train spiral --model mlp',
  layers: (input, outputs) => network(input, ...flat(input), '128', '128', String(outputs)),
};
