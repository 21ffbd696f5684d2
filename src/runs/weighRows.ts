import { classWeightsFor, rowWeights } from '../data/classWeights.ts';
import { usageError } from '../errors.ts';
import type { TrainOptions } from '../options/train.ts';
import type { Dataset } from '../tasks/dataset.ts';
import type { Part } from '../train/part.ts';
import { mean } from '../util/statistics.ts';

/**
 * The training rows with the weights of their classes and of a column, of mean 1.
 *
 * @throws NnError('usage')
 */
export function weighRows({ train, preprocessing }: Dataset, { classWeight }: TrainOptions): Part {
  const { target } = preprocessing;
  if (classWeight !== undefined && target.kind !== 'classes') {
    throw usageError(`--class-weight needs classes, but target "${target.name}" holds numbers`, {
      hint: '--sample-weight COLUMN weighs rows of any kind',
    });
  }
  if (train.kind === 'streamed') {
    if (classWeight === undefined) return train;
    throw usageError('--class-weight and --stream do not go together');
  }
  if (classWeight === undefined && !train.weights) return train;
  const byClass =
    classWeight !== undefined && target.kind === 'classes' && train.target instanceof Int32Array
      ? rowWeights(classWeightsFor(classWeight, target.classes, train.target), train.target)
      : undefined;
  const weights = Float64Array.from(
    { length: train.rows },
    (_, row) => (byClass?.[row] ?? 1) * (train.weights?.[row] ?? 1),
  );
  const middle = mean(weights);
  if (!(middle > 0))
    throw usageError('every training row has weight 0', { hint: 'look at the column of --sample-weight' });
  return { ...train, weights: weights.map((weight) => weight / middle) };
}
