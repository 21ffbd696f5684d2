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
    name: 'realmlp',
    summary: 'RealMLP: embedded numbers, three layers of 256, tuned by others on many tables',
    options: { model: 'realmlp' },
  },
  {
    name: 'linear',
    summary: 'logistic or linear regression, for few rows and much noise',
    options: { layers: 'auto,auto' },
  },
  {
    name: 'wide',
    summary: 'two hidden layers of 256 with dropout, slowly',
    options: {
      layers: 'auto,256,256,auto',
      learningRate: '0.002',
      dropout: '0.2',
      schedule: 'cosine',
      epochs: '150',
    },
  },
];
