import { classWeightsFor, rowWeights } from '../data/classWeights.ts';
import { usageError } from '../errors.ts';
import type { TrainOptions } from '../options/train.ts';
import type { Dataset } from '../tasks/dataset.ts';
import type { Part, WholePart } from '../train/part.ts';
import { mean } from '../util/statistics.ts';

/** The rows of a dataset by what they are for. */
interface Parts {
  readonly train: Part;
  readonly validation: WholePart | undefined;
  readonly test: WholePart | undefined;
}

/**
 * Rows with weights, and those of a column, scaled to mean 1; undefined where all would weigh nothing.
 *
 * @param byRow weights beside those of the column
 */
function weighed(part: WholePart, byRow: Float64Array | undefined): WholePart | undefined {
  const { rows, weights: own } = part;
  if (!byRow && !own) return part;
  const weights = Float64Array.from({ length: rows }, (_, row) => (byRow?.[row] ?? 1) * (own?.[row] ?? 1));
  const middle = mean(weights);
  return middle > 0 ? { ...part, weights: weights.map((weight) => weight / middle) } : undefined;
}

/**
 * All rows with the weights of their classes and of a column: what is made small for the training rows is what
 * is measured of the others, and what chooses the epoch.
 *
 * @throws NnError('usage')
 */
export function weighRows({ train, validation, test, preprocessing }: Dataset, o: TrainOptions): Parts {
  const { classWeight } = o;
  const { target } = preprocessing;
  if (classWeight !== undefined && target.kind !== 'classes') {
    throw usageError(`--class-weight needs classes, but target "${target.name}" holds numbers`, {
      hint: '--sample-weight COLUMN weighs rows of any kind',
    });
  }
  if (train.kind === 'streamed') {
    if (classWeight === undefined) return { train, validation, test };
    throw usageError('--class-weight and --stream do not go together');
  }
  const byClass =
    classWeight !== undefined && target.kind === 'classes' && train.target instanceof Int32Array
      ? classWeightsFor(classWeight, target.classes, train.target)
      : undefined;
  const found = weighed(
    train,
    byClass && train.target instanceof Int32Array ? rowWeights(byClass, train.target) : undefined,
  );
  if (!found)
    throw usageError('every training row has weight 0', { hint: 'look at the column of --sample-weight' });
  // A mean over rows of weight 0 says nothing.
  const measured = (part: WholePart | undefined) =>
    part && (weighed(part, byClass && Float64Array.from(part.target, (label) => byClass[label])) ?? part);
  return { train: found, validation: measured(validation), test: measured(test) };
}
