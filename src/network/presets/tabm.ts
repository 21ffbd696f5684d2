import { flat, network } from './define.ts';
import type { Preset } from './define.ts';

const SOURCE = 'Gorishniy et al. 2025, TabM';

/** How the paper trains both. */
const options = {
  scaler: 'quantile',
  optimizer: 'adamw',
  learningRate: '0.002',
  weightDecay: '0.0003',
  weightDecayFactor: 'bias=0',
  earlyStopping: '16',
};

/** 32 members in one network: three blocks of 512 that they share but for their own factors and biases. */
export const tabm: Preset = {
  name: 'tabm',
  summary: 'for tables: 32 members in one network, three shared layers of 512, a head for each member',
  source: SOURCE,
  example: 'nn train nn:iris.csv --model tabm',
  layers: (input, outputs) =>
    network(
      input,
      ...flat(input),
      ...['views:32', 'batch-ensemble:512:r=false', 'dropout:0.1'],
      ...['batch-ensemble:512', 'dropout:0.1', 'batch-ensemble:512', 'dropout:0.1'],
      ...[`members:${outputs}`, 'mean-members'],
    ),
  options,
};

/** The members differ by their views and heads alone. */
export const tabmMini: Preset = {
  name: 'tabm-mini',
  summary: 'for tables: 32 members that share everything but their view of the inputs and their heads',
  source: SOURCE,
  example: 'nn train nn:iris.csv --model tabm-mini',
  layers: (input, outputs) =>
    network(
      input,
      ...flat(input),
      ...['views:32', '512', 'dropout:0.1'],
      ...['512', 'dropout:0.1', '512', 'dropout:0.1', `members:${outputs}`, 'mean-members'],
    ),
  options,
};
