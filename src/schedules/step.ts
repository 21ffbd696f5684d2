import { number } from '../util/fields.ts';
import { defineSchedule } from './define.ts';

export const step = defineSchedule({
  name: 'step',
  summary: 'times a factor every so many epochs',
  formula: 'lr·factor^⌊epoch/every⌋',
  source: 'torch.optim.lr_scheduler.StepLR',
  example: 'step:every=30,factor=0.5',
  per: 'epoch',
  parameters: {
    every: number({ meaning: 'epochs from one fall to the next', integer: true, min: 1 }),
    factor: number({ meaning: 'what is left after a fall', fallback: 0.1, above: 0, max: 1 }),
  },
  rate: (base, { epoch }, { every, factor }) => base * factor ** Math.floor(epoch / every),
});
