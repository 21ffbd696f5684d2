import { inputError } from '../errors.ts';
import type { Model } from '../model/file.ts';
import type { Context } from '../host/context.ts';
import { textNumbers } from '../inputs/textNumbers.ts';
import { openModel } from '../inputs/modelFile.ts';
import { readTable } from '../inputs/openTable.ts';
import type { Samples } from './samples.ts';
import { passageSamples } from './language/samples.ts';
import { rowSamples } from './table/samples.ts';
import { windowSamples } from './series/samples.ts';

/** Name of the loss that a model was trained with. */
export const lossOf = ({ loss, preprocessing }: Model): string =>
  loss ?? (preprocessing?.target.kind === 'classes' && !preprocessing.pieces ? 'cross-entropy' : 'mse');

/** A model, and data as it learned from: rows, windows or passages. Throws input errors. */
export async function openSamples(
  context: Context,
  modelPath: string,
  dataPath: string | undefined,
  labels: string | undefined,
): Promise<{ model: Model; samples: Samples }> {
  const model = await openModel(context, modelPath);
  const { preprocessing } = model;
  if (!preprocessing)
    throw inputError('this model says nothing about its columns', {
      where: { source: modelPath },
      hint: 'nn train data.csv makes one that does',
    });
  const { pieces, features, shape } = preprocessing;
  const [feature] = features;
  if (pieces?.of === 'text' && feature.kind === 'text') {
    const source = await context.files.open(dataPath ?? '-');
    return { model, samples: passageSamples(await textNumbers(source, feature), feature, source.name) };
  }
  const table = await readTable(context, dataPath ?? '-', { labels, image: shape });
  const samples =
    pieces?.of === 'series' ? windowSamples(preprocessing, pieces, table) : rowSamples(preprocessing, table);
  return { model, samples };
}
