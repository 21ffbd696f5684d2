import { encodeClasses, rowsWithTarget } from '../data/target.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Table } from '../data/table.ts';
import type { Computing } from '../host/backend.ts';
import type { Model } from '../model/file.ts';
import { argmaxRows } from '../runtime/predictor.ts';
import { answers } from './tableModel.ts';

/** True classes and answers of a classifier. */
export interface ClassAnswers {
  readonly classes: readonly string[];
  /** Rows of the table that have a class. */
  readonly rows: Int32Array;
  /** Of these rows, by the index of their class. */
  readonly actual: Int32Array;
  readonly predicted: Int32Array;
  /** [rows × classes] */
  readonly probabilities: Float64Array;
}

/**
 * The answers of a classifier to the rows of a table that have a class.
 *
 * @param target of the model
 */
export async function classAnswersOf(
  computing: Computing,
  model: Model,
  preprocessing: Preprocessing,
  target: Preprocessing['target'] & { kind: 'classes' },
  table: Table,
): Promise<ClassAnswers> {
  const { classes } = target;
  const all = encodeClasses(target, table);
  const outputs = await answers(computing, model, preprocessing, table);
  const rows = rowsWithTarget(preprocessing, table);
  const width = classes.length;
  const probabilities = new Float64Array(rows.length * width);
  rows.forEach((row, i) => probabilities.set(outputs.subarray(row * width, (row + 1) * width), i * width));
  return {
    classes,
    rows,
    actual: Int32Array.from(rows, (row) => all[row]),
    predicted: argmaxRows(probabilities, rows.length),
    probabilities,
  };
}
