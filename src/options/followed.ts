import { usageError } from '../errors.ts';
import { flag, integer, number, parsed } from './define.ts';
import type { OptionValues } from './define.ts';
import { dataOptions } from './train/data.ts';
import { learningOptions } from './train/learning.ts';
import { overfittingOptions } from './train/overfitting.ts';

/** `2,3`: a row and a column, from 0; `3`: a step of a sequence, which has one row. */
function position(value: string): readonly [row: number | undefined, column: number] {
  const found = /^(?:(\d{1,15}),)?(\d{1,15})$/.exec(value.trim());
  if (found) return [found[1] === undefined ? undefined : Number(found[1]), Number(found[2])];
  throw usageError(`--at: expected a row and a column from 0, such as 2,3, found "${value}"`);
}

const group = 'Update';

/** Options of nn explain about how a step learns: those of nn train, with the same settings. */
export const updateOptions = {
  optimizer: { ...learningOptions.optimizer, default: 'sgd', group },
  learningRate: number('step size of the update; by the optimizer unless given', { above: 0, group }),
  momentum: { ...learningOptions.momentum, group },
  nesterov: { ...learningOptions.nesterov, group },
  beta1: { ...learningOptions.beta1, group },
  beta2: { ...learningOptions.beta2, group },
  rho: { ...learningOptions.rho, group },
  epsilon: { ...learningOptions.epsilon, group },
  l1: { ...overfittingOptions.l1, group },
  l2: number('penalty λ·Σw² on weights; 0 unless given', { min: 0, group }),
  weightDecay: { ...overfittingOptions.weightDecay, group },
  steps: integer('updates one after the other on the same rows', { default: 1, min: 1, max: 1000, group }),
  training: flag(
    'as training does it: dropout by --seed, batch normalization by the rows, penalties of the layers',
    { group },
  ),
};

/** Options of nn explain about which part is followed. */
export const placeOptions = {
  step: integer('which step of a sequence is followed, from 1; the last one unless given', { min: 1 }),
  at: parsed(
    'row and column of the output of a convolution or of pooling, from 0; of a sequence only the step',
    position,
    {
      placeholder: 'r,c',
    },
  ),
};

/** Options of nn explain batch: those of nn train. */
export const batchOptions = {
  batchSize: { ...learningOptions.batchSize, group: 'Batches' },
  shuffle: { ...learningOptions.shuffle, group: 'Batches' },
  validationSplit: { ...dataOptions.validationSplit, group: 'Batches' },
};

export type BatchOptions = OptionValues<typeof batchOptions>;
export type UpdateOptions = OptionValues<typeof updateOptions>;
