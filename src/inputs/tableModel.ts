import { encodeFeatures, inputWidth, isTableRows } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Table } from '../data/table.ts';
import { inputError } from '../errors.ts';
import type { Model } from '../model/file.ts';
import { Predictor } from '../runtime/predictor.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Computing } from '../host/backend.ts';
import type { Context } from '../host/context.ts';
import { openModel } from './modelFile.ts';

/** A model of rows and columns. */
export interface TableModel {
  readonly model: Model;
  readonly preprocessing: Preprocessing;
}

/**
 * A model of rows and columns.
 *
 * @param path of its file, for the message
 * @throws NnError('input') for models of other kinds
 */
export function tableModelOf(model: Model, path: string): TableModel {
  const { preprocessing } = model;
  if (preprocessing && isTableRows(preprocessing)) return { model, preprocessing };
  throw inputError('this model is not one of rows of a table', {
    where: { source: path },
    hint: 'nn train data.csv makes one that does',
  });
}

/**
 * Opens a model of rows and columns.
 *
 * @throws NnError('input') for models of other kinds
 */
export async function openTableModel(
  port: Pick<Context, 'files' | 'global'>,
  path: string,
): Promise<TableModel> {
  return tableModelOf(await openModel(port, path), path);
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
