import { number } from '../util/fields.ts';
import { defineSchedule } from './define.ts';

/** Half a cosine over the updates of the run, without restarts (Loshchilov & Hutter 2017). */
export const cosine = defineSchedule({
  name: 'cosine',
  summary: 'half a cosine from the full rate to the least one over the whole run',
  formula: 'min + (lr − min)·(1 + cos(π·step/steps)) / 2',
  source: 'torch.optim.lr_scheduler.CosineAnnealingLR with T_max in updates',
  example: 'cosine:warmup=5',
  per: 'step',
  parameters: { min: number({ meaning: 'the rate at the end', fallback: 0, min: 0 }) },
  rate: (base, { step, steps }, { min }) =>
    min + ((base - min) * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps))) / 2,
});
