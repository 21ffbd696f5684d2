import { number } from '../util/fields.ts';
import { defineSchedule } from './define.ts';

export const exponential = defineSchedule({
  name: 'exponential',
  summary: 'times a factor every epoch',
  formula: 'lr·factor^epoch',
  source: 'torch.optim.lr_scheduler.ExponentialLR',
  example: 'exponential:0.95',
  per: 'epoch',
  parameters: { factor: number({ meaning: 'what is left after an epoch', above: 0, max: 1 }) },
  rate: (base, { epoch }, { factor }) => base * factor ** epoch,
});
