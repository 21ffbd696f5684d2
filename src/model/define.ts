import type { FittedBaseline } from '../baselines/fit.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { KeptRows } from '../data/rowPrints.ts';
import type { NetworkSpec } from '../network/spec.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { Ensemble } from './ensemble.ts';
import type { Generates } from './generates.ts';
import type { Residuals } from './residuals.ts';
import type { TrainingFacts } from './trainingFacts.ts';

/** A trained network: what a model file holds. */
export interface Model {
  /** The network. */
  readonly spec: NetworkSpec;
  /** How columns become inputs, and outputs answers; absent where it learned from plain numbers. */
  readonly preprocessing?: Preprocessing;
  /** Name of the loss it was trained with. */
  readonly loss?: string;
  /** How it was trained. */
  readonly training?: TrainingFacts;
  /** Which rows trained it, and which validated and tested it. */
  readonly rows?: KeptRows;
  /** What answers without a network were fitted to the same rows. */
  readonly baselines?: readonly FittedBaseline[];
  /** What its outputs are, where it makes samples of random numbers. */
  readonly generates?: Generates;
  /** Of which members it is the mean, where it is an ensemble. */
  readonly ensemble?: Ensemble;
  /** How far off it was on rows that did not train it, where it answers with one number. */
  readonly residuals?: Residuals;
  /** Parameters and states by their names in the file, in the layout of the formulas (W is [in, units]). */
  readonly weights: ReadonlyMap<string, Tensor>;
}
