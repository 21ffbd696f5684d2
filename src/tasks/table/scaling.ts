import { usageError } from '../../errors.ts';
import type { TrainOptions } from '../../options/train.ts';

/**
 * Whether numbers are scaled, by whatever --scaler says.
 *
 * @throws NnError('usage') where options contradict each other
 */
export function scalesNumbers({
  scaler,
  standardize,
  nnfs,
}: Pick<TrainOptions, 'nnfs'> & Partial<Pick<TrainOptions, 'scaler' | 'standardize'>>): boolean {
  if (scaler === undefined) return standardize ?? !nnfs;
  const scales = scaler !== 'none';
  if (standardize === undefined || standardize === scales) return scales;
  throw usageError(`--scaler ${scaler} and --${standardize ? '' : 'no-'}standardize contradict each other`, {
    hint: 'leave out one of them',
  });
}
