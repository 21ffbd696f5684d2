import { encodeClasses, rowsWithTarget } from '../../data/target.ts';
import { inputError } from '../../errors.ts';
import { argmaxRows } from '../../runtime/predictor.ts';
import type { Computing } from '../../host/backend.ts';
import { answers, openTableModel } from '../../inputs/tableModel.ts';
import { readTable } from '../../inputs/openTable.ts';

/** True classes and answers of a classifier for the rows of a file. Throws an input error for a regression. */
export async function classAnswers(
  computing: Computing,
  modelPath: string,
  dataPath: string,
  { labels }: { readonly labels: string | undefined },
) {
  const { model, preprocessing } = await openTableModel(computing, modelPath);
  const { target, shape } = preprocessing;
  if (target.kind !== 'classes') {
    throw inputError(`this model answers with numbers (${target.name}), expected classes`, {
      where: { source: modelPath },
    });
  }
  const table = await readTable(computing, dataPath, { labels, image: shape });
  const all = encodeClasses(target, table);
  const outputs = await answers(computing, model, preprocessing, table);
  const rows = rowsWithTarget(preprocessing, table);
  const width = target.classes.length;
  const probabilities = new Float64Array(rows.length * width);
  rows.forEach((row, i) => probabilities.set(outputs.subarray(row * width, (row + 1) * width), i * width));
  return {
    name: `${modelPath.split('/').at(-1)} on ${dataPath.split('/').at(-1)}`,
    classes: target.classes,
    actual: Int32Array.from(rows, (row) => all[row]),
    predicted: argmaxRows(probabilities, rows.length),
    probabilities,
  };
}
