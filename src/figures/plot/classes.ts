import { inputError } from '../../errors.ts';
import type { Computing } from '../../host/backend.ts';
import { classAnswersOf } from '../../inputs/classSample.ts';
import type { ClassAnswers } from '../../inputs/classSample.ts';
import { readTable } from '../../inputs/openTable.ts';
import { openTableModel } from '../../inputs/tableModel.ts';
import { baseName } from '../../util/path.ts';

/**
 * True classes and answers of a classifier for the rows of a file.
 *
 * @throws NnError('input') for a regression
 */
export async function classAnswers(
  computing: Computing,
  modelPath: string,
  dataPath: string,
  { labels }: { readonly labels: string | undefined },
): Promise<ClassAnswers & { readonly name: string }> {
  const { model, preprocessing } = await openTableModel(computing, modelPath);
  const { target } = preprocessing;
  if (target.kind !== 'classes') {
    throw inputError(`this model answers with numbers (${target.name}), expected classes`, {
      where: { source: modelPath },
    });
  }
  const table = await readTable(computing, dataPath, { labels, as: preprocessing, unknownTold: true });
  const found = await classAnswersOf(computing, model, preprocessing, target, table);
  return { name: `${baseName(modelPath)} on ${baseName(dataPath)}`, ...found };
}
