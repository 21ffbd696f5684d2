import { toTable } from '../data/convert.ts';
import { encodeFeatures, inputWidth } from '../data/preprocessing.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Column, NumberColumn, Table } from '../data/table.ts';
import { textAt } from '../data/table.ts';
import { inputError } from '../errors.ts';
import { load } from '../formats/load.ts';
import type { Model } from '../model/file.ts';
import { Predictor } from '../runtime/predictor.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Context } from '../host/context.ts';
import { withLabels } from './labels.ts';
import { openModel } from './modelFile.ts';

/** Rows of a file, brought to the size of a model's images where it has some. */
export async function readTable(
  context: Context,
  path: string,
  { labels, image }: { labels?: string | undefined; image?: readonly number[] | undefined } = {},
): Promise<Table> {
  const { inputFormat, header } = context.global;
  const source = await context.files.open(path);
  const loaded = await load(source, {
    inputFormat,
    ...(header !== undefined && { header }),
    ...(image && { image }),
  });
  const table = toTable(loaded);
  return labels === undefined ? table : withLabels(context, table, labels);
}

/** A model of rows and columns. Throws an input error for models of other kinds. */
export async function openTableModel(
  context: Context,
  path: string,
): Promise<{ model: Model; preprocessing: Preprocessing }> {
  const model = await openModel(context, path);
  const { preprocessing } = model;
  if (preprocessing && !preprocessing.pieces) return { model, preprocessing };
  throw inputError('this model does not answer about rows of a table', {
    where: { source: path },
    hint: 'nn train data.csv makes one that does',
  });
}

/** The answers of a model to all rows of a table, [rows × outputs]. */
export async function answers(context: Context, model: Model, preprocessing: Preprocessing, table: Table) {
  const x = new Float64Array(table.rows * inputWidth(preprocessing));
  encodeFeatures(preprocessing, table, x);
  return new Predictor(model, await chooseBackend(context)).run(x, table.rows);
}

/** Distinct texts of a column in order: numbers by size, words as they come first. */
export function classNames(column: Column, rows: number): string[] {
  if (column.kind === 'category') return [...column.categories];
  const names = new Set<string>();
  for (let row = 0; row < rows; row++) {
    const text = textAt(column, row);
    if (text !== undefined) names.add(text);
  }
  return [...names].sort((a, b) => Number(a) - Number(b));
}

export const isNumbers = (column: Column): column is NumberColumn => column.kind === 'number';
