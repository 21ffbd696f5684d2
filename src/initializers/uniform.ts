import { number } from '../util/fields.ts';
import type { Initializer } from './define.ts';

export const uniform: Initializer = {
  name: 'uniform',
  summary: 'numbers between two limits, all equally likely',
  parameter: { name: 'limit', ...number({ meaning: 'the greatest weight', min: 0, fallback: 0.05 }) },
  formula: 'U(−limit, limit)',
  source: 'numpy.random.uniform',
  fill(out, random, _, limit) {
    for (let i = 0; i < out.length; i++) out[i] = random.uniform(-limit, limit);
  },
};

/** Every weight 0: all units of a layer then learn the same. For the lesson, and for biases. */
export const zeros: Initializer = {
  name: 'zeros',
  summary: 'every weight 0: all units of a layer then learn the same',
  formula: '0',
  source: 'NNFS ch. 3',
  fill(out) {
    out.fill(0);
  },
};

export const ones: Initializer = {
  name: 'ones',
  summary: 'every weight 1: all units of a layer then learn the same',
  formula: '1',
  source: 'numpy.ones',
  fill(out) {
    out.fill(1);
  },
};
