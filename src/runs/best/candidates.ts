import type { GivenOptions } from '../../options/spec.ts';

/** A set of options that `--best` trains on every fold, beside others. */
export interface Candidate {
  readonly name: string;
  /** What it is good for. */
  readonly summary: string;
  /** On top of the options of the run. */
  readonly options: GivenOptions;
}

/** In the order in which they are trained: what is cheap and good first, for tables that leave no time for more. */
export const candidates: readonly Candidate[] = [
  { name: 'network', summary: 'what nn train chooses by itself', options: {} },
  {
    name: 'linear',
    summary: 'logistic or linear regression, for few rows and much noise',
    options: { layers: 'auto,auto' },
  },
  {
    name: 'ple',
    summary: 'numbers in pieces of lines (quantiles), two hidden layers of 128: steps, as trees find them',
    options: {
      layers: 'auto,embed:ple,128,relu,128,relu,auto',
      optimizer: 'adamw',
      learningRate: '0.003',
      weightDecay: '0.01',
      dropout: '0.15',
      batchSize: '64',
      earlyStopping: '30',
    },
  },
  {
    name: 'realmlp',
    summary: 'RealMLP: embedded numbers, three layers of 256, tuned by others on many tables',
    options: { model: 'realmlp' },
  },
];
