import type { OptionValues } from './define.ts';
import { crossValidationOptions } from './train/crossValidation.ts';
import { dataOptions } from './train/data.ts';
import { ensembleOptions } from './train/ensemble.ts';
import { learningOptions } from './train/learning.ts';
import { networkOptions } from './train/network.ts';
import { outputOptions } from './train/output.ts';
import { overfittingOptions } from './train/overfitting.ts';

/** Every option of nn train, in the order of its help. */
export const trainOptions = {
  ...networkOptions,
  ...dataOptions,
  ...learningOptions,
  ...overfittingOptions,
  ...crossValidationOptions,
  ...ensembleOptions,
  ...outputOptions,
};
export type TrainOptions = OptionValues<typeof trainOptions>;

type Shared = {
  readonly [
    K in keyof typeof trainOptions as (typeof trainOptions)[K] extends {
      readonly severalModels: false;
    }
      ? never
      : K
  ]: (typeof trainOptions)[K];
};

/** Options that all runs of a search or a comparison share. */
export const sharedOptions = Object.fromEntries(
  Object.entries(trainOptions).filter(([, { severalModels = true }]) => severalModels),
) as Shared;
