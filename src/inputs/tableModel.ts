import { encodeFeatures, inputWidth, isTableRows } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Table } from '../data/table.ts';
import { inputError } from '../errors.ts';
import type { Model } from '../model/file.ts';
import { Predictor } from '../runtime/predictor.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Computing } from '../host/backend.ts';
import type { Files } from '../host/files.ts';
import { openModel } from './modelFile.ts';

/**
 * Opens a model of rows and columns.
 *
 * @throws NnError('input') for models of other kinds
 */
export async function openTableModel(
  { files }: { readonly files: Files },
  path: string,
): Promise<{ model: Model; preprocessing: Preprocessing }> {
  const model = await openModel({ files }, path);
  const { preprocessing } = model;
  if (preprocessing && isTableRows(preprocessing)) return { model, preprocessing };
  throw inputError('this model is not one of rows of a table', {
    where: { source: path },
    hint: 'nn train data.csv makes one that does',
  });
}

/** The answers of a model to all rows of a table, [rows × outputs]. */
export async function answers(
  computing: Computing,
  model: Model,
  preprocessing: Preprocessing,
  table: Table,
): Promise<Float32Array | Float64Array> {
  const x = new Float64Array(table.rows * inputWidth(preprocessing));
  encodeFeatures(preprocessing, table, x);
  return new Predictor(model, await chooseBackend(computing)).run(x, table.rows);
}
