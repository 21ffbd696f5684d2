import { foldSplit, makeFolds } from '../../data/folds.ts';
import type { Split } from '../../data/split.ts';
import { usageError } from '../../errors.ts';
import type { Dataset } from '../../tasks/dataset.ts';
import { counted } from '../../util/plural.ts';
import { RandomState } from '../../util/random.ts';

/**
 * Divides the training rows into folds, classes in proportion and groups together: each validates once.
 *
 * @param seed of the division
 * @throws NnError('usage') for fewer rows, or groups, than folds
 */
export function foldsOfRows(
  { train, preprocessing, groups }: Pick<Dataset, 'train' | 'preprocessing' | 'groups'>,
  count: number,
  seed: number,
): Split[] {
  if (train.kind === 'streamed') throw usageError('streamed rows are not divided into folds');
  const units = groups ? new Set(groups).size : train.rows;
  if (count > units)
    throw usageError(
      `--ensemble ${count} needs ${counted(count, groups ? 'group' : 'row')} to train, found ${units}`,
      { hint: `each member validates on ${groups ? 'groups' : 'rows'} of its own: --ensemble ${units}` },
    );
  const { target } = train;
  const classes = preprocessing.target.kind === 'classes' ? (row: number) => target[row] : undefined;
  const rows = Int32Array.from({ length: train.rows }, (_, row) => row);
  const groupOf = groups && ((row: number) => groups[row]);
  const folds = makeFolds(rows, { folds: count, classes, groups: groupOf }, new RandomState(seed));
  return Array.from({ length: count }, (_, fold) => foldSplit(folds, fold));
}
