import type { Model } from '../model/file.ts';
import type { Reading } from './define.ts';
import { openTaskModel } from './openModel.ts';
import type { Samples } from './samples.ts';

/** Name of the loss that a model was trained with; older files do not say it. */
export const lossOf = ({ loss, preprocessing }: Model): string =>
  loss ?? (preprocessing?.target.kind === 'classes' ? 'cross-entropy' : 'mse');

/**
 * A model, and data as it learned from: rows, windows or passages.
 *
 * @param dataPath a pipe when absent
 * @throws NnError('input')
 */
export async function openSamples(
  reading: Pick<Reading, 'files' | 'global'>,
  modelPath: string,
  dataPath: string | undefined,
  labels: string | undefined,
): Promise<{ model: Model; samples: Samples }> {
  const opened = await openTaskModel(reading, modelPath);
  const samples = await opened.task.samples(reading, opened, dataPath ?? '-', { labels });
  return { model: opened.model, samples };
}
