import { columnNamed } from '../data/columns.ts';
import { columnsRead } from '../data/preprocessing.ts';
import { rowsWithTarget } from '../data/target.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Table } from '../data/table.ts';
import { inputError } from '../errors.ts';
import { permutationImportance, reordered, scorerOf } from '../explain/importance.ts';
import { mostRows, saliency } from '../explain/saliency.ts';
import { importanceResult, saliencyResult } from '../figures/importance.ts';
import { chooseBackend } from '../host/backend.ts';
import { readTable } from '../inputs/openTable.ts';
import { openTableModel } from '../inputs/tableModel.ts';
import { integer } from '../options/define.ts';
import { labelsOption } from '../options/labels.ts';
import type { Result } from '../report/result.ts';
import { Predictor } from '../runtime/predictor.ts';
import { RandomState } from '../util/random.ts';
import { defineCommand } from './define.ts';
import { counted } from '../util/plural.ts';

/**
 * The rows of a table that have a target, as a table of their own.
 *
 * @throws NnError('input') where they are fewer than 2
 */
function withTarget(preprocessing: Preprocessing, table: Table): Table {
  const rows = rowsWithTarget(preprocessing, table);
  if (rows.length < 2)
    throw inputError(`found ${counted(rows.length, 'row')} with a target, expected at least 2`, {
      where: { source: table.source },
    });
  return { ...table, rows: rows.length, columns: table.columns.map((column) => reordered(column, rows)) };
}

export const importance = defineCommand({
  name: 'importance',
  about:
    'Which columns a model relies on: each in turn has its values shuffled between the rows, and what accuracy (R² for numbers) that costs is its importance (permutation importance, Breiman 2001). Images show instead how steeply the loss changes with each pixel, averaged over rows. Columns that say the same share their importance: shuffling one, the model still has the other.',
  arguments: [
    {
      name: 'model',
      summary: 'a model file of nn train, or the folder of a run: runs/iris-1',
      required: true,
    },
    { name: 'data', summary: 'rows with their target, best ones it was not trained on', required: false },
  ],
  options: {
    repeats: integer('how often each column is shuffled', { default: 5, min: 1 }),
    labels: labelsOption,
  },
  examples: [
    { command: 'nn importance iris.safetensors iris.csv', says: 'which columns decide the class' },
    { command: 'nn importance digits.safetensors digits.csv', says: 'of a model of images: its pixels' },
  ],
  async run(context, { args: [modelPath, dataPath = '-'], options: { labels, repeats } }): Promise<Result> {
    const { model, preprocessing } = await openTableModel(context, modelPath);
    const { shape, target } = preprocessing;
    const read = await readTable(context, dataPath, { labels, as: preprocessing, unknownTold: true });
    const table = withTarget(preprocessing, read);
    const { rows, columns } = table;
    const backend = await chooseBackend(context);
    if (shape?.length === 3) {
      const told = context.screen.steps('gradients of rows', mostRows(rows));
      const steepness = saliency(model, preprocessing, table, backend, (seen) => told.at(seen));
      told.done();
      return saliencyResult(steepness, shape, context.screen.width);
    }
    const score = scorerOf(preprocessing, table, new Predictor(model, backend));
    const names = [...columnsRead(preprocessing).keys()];
    const random = new RandomState(context.global.seed);
    const steps = context.screen.steps('shuffles', names.length * repeats);
    let done = 0;
    const found = permutationImportance(names, rows, repeats, random, (change) => {
      steps.at(done++);
      return score(
        columns.map((column) => (change?.column === column.name ? reordered(column, change.order) : column)),
      );
    });
    steps.done();
    columnNamed(table, target.name);
    return importanceResult({ ...found, rows, repeats, classes: target.kind === 'classes' });
  },
});
