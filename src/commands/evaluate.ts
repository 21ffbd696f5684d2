import { toTable } from '../data/convert.ts';
import {
  columnNamed,
  encodeClasses,
  encodeFeatures,
  encodeValues,
  rowsWithTarget,
} from '../data/preprocessing.ts';
import { inputError } from '../errors.ts';
import { load } from '../formats/load.ts';
import { accuracy, classScores, confusionMatrix, logLoss, macroF1 } from '../metrics/classification.ts';
import { regressionScores } from '../metrics/regression.ts';
import { argmaxRows, Predictor } from '../model/predictor.ts';
import { flopsPerRow } from '../model/work.ts';
import type { Result } from '../report/result.ts';
import { count, measure, percent } from '../util/quantity.ts';
import { chooseBackend } from './backend.ts';
import { defineCommand } from './define.ts';
import { openModel } from './modelFile.ts';

function classificationResult(
  actual: Int32Array,
  outputs: Float32Array | Float64Array,
  classes: readonly string[],
): Result {
  const rows = actual.length;
  const confusion = confusionMatrix(actual, argmaxRows(outputs, rows), classes.length);
  const scores = classScores(confusion);
  const loss = logLoss(actual, outputs, classes.length);
  const right = accuracy(confusion);
  return {
    blocks: () => [
      {
        kind: 'facts',
        facts: [
          ['rows', count(rows)],
          ['accuracy', percent(right)],
          ['macro F1', percent(macroF1(confusion))],
          ['log loss', measure(loss)],
        ],
      },
      {
        kind: 'table',
        title: 'Classes',
        columns: [
          { name: 'class' },
          ...['precision', 'recall', 'F1', 'rows'].map((name) => ({ name, align: 'right' as const })),
        ],
        rows: scores.map(({ precision, recall, f1, support }, c) => [
          classes[c],
          percent(precision),
          percent(recall),
          percent(f1),
          count(support),
        ]),
      },
      {
        kind: 'table',
        title: 'Confusion matrix (rows: true class, columns: predicted)',
        columns: [{ name: '' }, ...classes.map((name) => ({ name, align: 'right' as const }))],
        rows: confusion.map((row, c) => [
          classes[c],
          ...row.map((n, p) =>
            n === 0
              ? [{ text: '·', tone: 'dim' as const }]
              : [{ text: count(n), tone: p === c ? ('good' as const) : ('bad' as const) }],
          ),
        ]),
      },
    ],
    json: () => ({
      rows,
      accuracy: right,
      macro_f1: macroF1(confusion),
      log_loss: loss,
      classes: scores.map((score, c) => ({ class: classes[c], ...score })),
      confusion,
    }),
  };
}

export const evaluate = defineCommand({
  name: 'evaluate',
  about:
    'Measures a model on rows whose answers are known: accuracy, precision, recall and F1 of every class and the confusion matrix, or the errors of a regression in the units of the target.',
  arguments: [
    { name: 'model', summary: 'a model file written by nn train', required: true },
    { name: 'data', summary: 'rows with their target; - or nothing reads a pipe', required: false },
  ],
  options: {},
  examples: [
    { command: 'nn evaluate model.safetensors test.csv', says: 'a held-out file' },
    {
      command: 'nn gen-spiral 100 3 --seed 1 | nn evaluate m.safetensors - --json',
      says: 'for other programs',
    },
  ],
  async run(context, { args: [modelPath, dataPath] }) {
    const model = await openModel(context, modelPath);
    const { preprocessing } = model;
    if (!preprocessing)
      throw inputError('this model says nothing about its columns', { where: { source: modelPath } });
    const { inputFormat, header } = context.global;
    const source = await context.open(dataPath);
    const table = toTable(await load(source, { inputFormat, ...(header !== undefined && { header }) }));
    const { target } = preprocessing;
    columnNamed(table, target.name);
    const rows = rowsWithTarget(preprocessing, table);
    if (rows.length < table.rows)
      context.note(`${table.rows - rows.length} rows without a target are left out`);
    if (rows.length === 0)
      throw inputError(`no row has a value in target "${target.name}"`, { where: { source: table.source } });
    const x = encodeFeatures(preprocessing, table);
    const flops = flopsPerRow(model.spec) * table.rows;
    const outputs = new Predictor(model, await chooseBackend(context, { flops })).run(x, table.rows);
    const width = outputs.length / table.rows;
    const kept = new Float64Array(rows.length * width);
    rows.forEach((row, i) => kept.set(outputs.subarray(row * width, (row + 1) * width), i * width));
    if (target.kind === 'classes') {
      const labels = encodeClasses(target, table);
      return classificationResult(
        Int32Array.from(rows, (row) => labels[row]),
        kept,
        target.classes,
      );
    }
    const scaled = encodeValues(target, table);
    const back = (value: number) => value * target.scale + target.mean;
    const scores = regressionScores(
      Array.from(rows, (row) => back(scaled[row])),
      Array.from(kept, back),
    );
    const { mse, rmse, mae, r2 } = scores;
    return {
      blocks: () => [
        {
          kind: 'facts',
          facts: [
            ['rows', count(rows.length)],
            ['MSE', measure(mse)],
            ['RMSE', measure(rmse)],
            ['MAE', measure(mae)],
            ['R²', Number.isNaN(r2) ? 'undefined: all targets are equal' : measure(r2)],
          ],
        },
      ],
      json: () => ({ rows: rows.length, mse, rmse, mae, r2 }),
    };
  },
});
