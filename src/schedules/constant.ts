import { defineSchedule } from './define.ts';

export const constant = defineSchedule({
  name: 'constant',
  summary: 'the same rate from first to last',
  formula: 'lr',
  source: 'NNFS ch. 10',
  example: 'constant:warmup=5',
  per: 'epoch',
  parameters: {},
  rate: (base) => base,
});
