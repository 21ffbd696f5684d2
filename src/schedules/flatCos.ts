import { defineSchedule } from './define.ts';

/** The full height for half of the run, then half a cosine down to nothing. */
export const flatCos = defineSchedule({
  name: 'flat-cos',
  summary: 'the full rate for half of the run, then half a cosine down to 0',
  formula: 'lr until half of the run, then lr·(1 + cos(π·(2·step/steps − 1))) / 2',
  source: 'Holzmueller et al. 2024 (RealMLP); fastai fit_flat_cos',
  example: 'flat-cos',
  per: 'step',
  parameters: {},
  rate(base, { step, steps }) {
    const t = Math.min(1, step / steps);
    return t < 0.5 ? base : (base * (1 + Math.cos(Math.PI * (2 * t - 1)))) / 2;
  },
});
