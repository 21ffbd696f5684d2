import { count, means } from '../util/fields.ts';
import { defineSchedule } from './define.ts';

/**
 * Cosine waves over the logarithm of time, each twice as long as the one before: up from 0 and down again,
 * `cycles` times. The rate of the first update is 0.
 */
export const coslog = defineSchedule({
  name: 'coslog',
  summary: 'waves up from 0 and down again, each twice as long as the one before',
  formula: 'lr·(1 − cos(2π·log₂(1 + (2^cycles − 1)·step/steps))) / 2',
  source: 'Holzmueller et al. 2024 (RealMLP), with 4 cycles',
  example: 'coslog:4',
  per: 'step',
  warms: false,
  parameters: { cycles: means('how many waves the run has', count(4)) },
  rate: (base, { step, steps }, { cycles }) =>
    (base * (1 - Math.cos(2 * Math.PI * Math.log2(1 + (2 ** cycles - 1) * Math.min(1, step / steps))))) / 2,
});
