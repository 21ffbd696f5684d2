import { pictureLines } from '../charts/grid.ts';
import { columnNamed } from '../data/columns.ts';
import { columnsRead, encodeFeatures, inputWidth } from '../data/preprocessing.ts';
import { encodeTarget, rowsWithTarget } from '../data/target.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Column, Table } from '../data/table.ts';
import { inputError } from '../errors.ts';
import { permutationImportance } from '../explain/importance.ts';
import type { Model } from '../model/file.ts';
import { argmaxRows, Predictor } from '../runtime/predictor.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { Backend } from '../runtime/runtime.ts';
import { sgd } from '../optimizers/sgd.ts';
import type { Block, Result } from '../report/result.ts';
import { chooseLoss, optimizerSettings } from '../train/choose.ts';
import { measure, percent } from '../util/quantity.ts';
import { RandomState } from '../util/random.ts';
import { chooseBackend } from '../host/backend.ts';
import { defineCommand } from './define.ts';
import { integer } from '../options/define.ts';
import { labelsOption } from '../options/labels.ts';
import { openTableModel } from '../inputs/tableModel.ts';
import { readTable } from '../inputs/openTable.ts';

/** Rows whose slopes are averaged at a time, and in all. */
const BATCH = 64;
const MOST = 1024;

const shuffled = (column: Column, order: Int32Array): Column =>
  column.kind === 'number'
    ? { ...column, values: Float64Array.from(order, (row) => column.values[row]) }
    : { ...column, codes: Int32Array.from(order, (row) => column.codes[row]) };

/** The rows of a table that have a target, as a table of their own. */
function answered(preprocessing: Preprocessing, table: Table): Table {
  const rows = rowsWithTarget(preprocessing, table);
  if (rows.length < 2)
    throw inputError(`found ${rows.length} rows with a target, expected at least 2`, {
      where: { source: table.source },
    });
  return { ...table, rows: rows.length, columns: table.columns.map((column) => shuffled(column, rows)) };
}

/** Accuracy, or R² of numbers, as sklearn's estimators score. */
function scorer(preprocessing: Preprocessing, table: Table, predictor: Predictor) {
  const { target } = preprocessing;
  const { rows } = table;
  const x = new Float64Array(rows * inputWidth(preprocessing));
  const actual = encodeTarget(preprocessing, table);
  const mean = Array.from(actual).reduce((sum, value) => sum + value / rows, 0);
  if (target.kind === 'values' && actual.every((value) => value === actual[0]))
    throw inputError(`target "${target.name}" has one value in all rows: no column can explain it`, {
      where: { source: table.source },
    });
  return (columns: readonly Column[]): number => {
    const outputs = predictor.run(encodeFeatures(preprocessing, { ...table, columns }, x), rows);
    if (target.kind === 'classes') {
      const answers = argmaxRows(outputs, rows);
      return answers.reduce((right, answer, i) => right + Number(answer === actual[i]), 0) / rows;
    }
    let [residual, total] = [0, 0];
    for (let i = 0; i < rows; i++) {
      residual += (outputs[i] - actual[i]) ** 2;
      total += (actual[i] - mean) ** 2;
    }
    return 1 - residual / total;
  };
}

/** Mean |∂loss/∂x| of every input over some rows (Simonyan et al. 2014, saliency). */
function saliency(model: Model, preprocessing: Preprocessing, table: Table, backend: Backend): Float64Array {
  const width = inputWidth(preprocessing);
  const loss = chooseLoss(model.loss ?? 'auto', preprocessing);
  // A network that is asked for gradients has room for them, though it does not learn.
  const runtime = new Runtime(model.spec, backend, sgd.rule(optimizerSettings(sgd, {})));
  runtime.setWeights(model.weights);
  const rows = Math.min(BATCH, table.rows);
  const { compiled, bound } = runtime.compile({ mode: 'predict', rows, loss: { loss }, inputGradient: true });
  if (!compiled.target || !compiled.inputGradient) throw new Error('a gradient was asked for');
  const sums = new Float64Array(width);
  const x = encodeFeatures(preprocessing, table);
  const targets = encodeTarget(preprocessing, table);
  const all = Math.min(MOST, table.rows);
  let seen = 0;
  for (let first = 0; first + rows <= all; first += rows) {
    runtime.floats(compiled.x).set(x.subarray(first * width, (first + rows) * width));
    const views = loss.target === 'classes' ? runtime.ints(compiled.target) : runtime.floats(compiled.target);
    views.set(targets.subarray(first, first + rows));
    bound.run();
    bound.read(compiled.inputGradient).forEach((value, i) => (sums[i % width] += Math.abs(value) * rows));
    seen += rows;
  }
  return sums.map((sum) => sum / seen);
}

function bar(share: number, width: number): string {
  return '█'.repeat(Math.round(Math.max(0, share) * width));
}

export const importance = defineCommand({
  name: 'importance',
  about:
    'Which columns a model listens to: each in turn has its values shuffled between the rows, and what accuracy (R² for numbers) that costs is its importance (permutation importance, Breiman 2001). Images show instead how steeply the loss changes with each pixel, averaged over rows. Columns that say the same share their importance: shuffling one, the model still has the other.',
  arguments: [
    { name: 'model', summary: 'a model file written by nn train', required: true },
    { name: 'data', summary: 'rows with their target, best ones it has not learned from', required: false },
  ],
  options: {
    repeats: integer('how often each column is shuffled', { default: 5, min: 1 }),
    labels: labelsOption,
  },
  examples: [
    { command: 'nn importance iris.safetensors iris.csv', says: 'what the classes are told by' },
    { command: 'nn importance digits.safetensors digits.csv', says: 'of a model of images: its pixels' },
  ],
  async run(context, { args: [modelPath, dataPath], options: o }): Promise<Result> {
    const { model, preprocessing } = await openTableModel(context, modelPath);
    const { shape, target } = preprocessing;
    const read = await readTable(context, dataPath ?? '-', { labels: o.labels, image: shape });
    const table = answered(preprocessing, read);
    const backend = await chooseBackend(context);
    if (shape?.length === 3) {
      const values = saliency(model, preprocessing, table, backend);
      const [height, width, channels] = shape;
      const most = values.reduce((a, b) => Math.max(a, b), 0) || 1;
      const data = Uint8Array.from(values, (value) => Math.round((255 * value) / most));
      return {
        blocks: () => [
          {
            kind: 'text',
            text: `how steeply the loss changes with each pixel; the steepest ${measure(most)}`,
          },
          {
            kind: 'preformatted',
            text: pictureLines({ count: 1, height, width, channels, data }, context.screen.width).join('\n'),
          },
        ],
        json: () => ({ shape, saliency: [...values] }),
      };
    }
    const score = scorer(preprocessing, table, new Predictor(model, backend));
    const { baseline, importances } = permutationImportance(
      [...columnsRead(preprocessing).keys()],
      table.rows,
      o.repeats,
      new RandomState(context.global.seed),
      (change) =>
        score(
          change
            ? table.columns.map((column) =>
                column.name === change.column ? shuffled(column, change.order) : column,
              )
            : table.columns,
        ),
    );
    columnNamed(table, target.name);
    const classes = target.kind === 'classes';
    const show = (value: number) => (classes ? percent(value) : value.toFixed(3));
    const most = Math.max(1e-12, ...importances.map(({ mean }) => mean));
    const lines: Block = {
      kind: 'table',
      columns: [
        { name: 'column' },
        { name: classes ? 'accuracy lost' : 'R² lost', align: 'right' },
        { name: '±', align: 'right' },
        { name: '' },
      ],
      rows: importances.map(({ column, mean, std }) => [column, show(mean), show(std), bar(mean / most, 24)]),
    };
    return {
      blocks: () => [
        { kind: 'facts', facts: [[classes ? 'accuracy' : 'R²', `${show(baseline)} on ${table.rows} rows`]] },
        lines,
      ],
      json: () => ({
        score: classes ? 'accuracy' : 'r2',
        baseline,
        rows: table.rows,
        repeats: o.repeats,
        importances: importances.map((item) => ({ ...item })),
      }),
    };
  },
});
