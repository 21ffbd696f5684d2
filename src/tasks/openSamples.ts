import { isTableRows } from '../data/preprocessing.ts';
import { usageError } from '../errors.ts';
import type { Model } from '../model/file.ts';
import type { OpenedModel, Reading, SampleOptions } from './define.ts';
import { taskOf } from './index.ts';
import { plainLoss } from './plain/samples.ts';
import type { Samples } from './samples.ts';

/** Name of the loss that a model was trained with; older files do not say it. */
export const lossOf = (model: Model): string =>
  model.preprocessing
    ? (model.loss ?? (model.preprocessing.target.kind === 'classes' ? 'cross-entropy' : 'mse'))
    : plainLoss(model);

/**
 * Data as a model learned from: rows, windows or passages.
 *
 * @param data a pipe when absent
 * @throws NnError('input') and NnError('usage')
 */
export async function modelSamples(
  reading: Pick<Reading, 'files' | 'global'>,
  opened: OpenedModel,
  data: string | undefined,
  options: SampleOptions,
): Promise<Samples> {
  const { preprocessing, path } = opened;
  if (options.target !== undefined && !isTableRows(preprocessing))
    throw usageError('--target is for rows of a table', {
      hint: 'what this model was to answer stands in its data',
    });
  return taskOf(preprocessing, path).samples(reading, opened, data ?? '-', options);
}
