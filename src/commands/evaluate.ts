import { columnNamed } from '../data/columns.ts';
import { encodeFeatures } from '../data/preprocessing.ts';
import { encodeClasses, encodeValues, rowsWithTarget } from '../data/target.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import type { Table } from '../data/table.ts';
import { unscaled } from '../data/unscale.ts';
import { failure, inputError } from '../errors.ts';
import type { ClassSample, ValueSample } from '../metrics/define.ts';
import { classMetrics, valueMetrics } from '../metrics/index.ts';
import { parseClassMetric, parseValueMetric, splitMetrics } from '../metrics/parse.ts';
import { areProbabilities } from '../metrics/probabilities.ts';
import { argmaxRows, Predictor } from '../runtime/predictor.ts';
import { flopsPerRow } from '../runtime/work.ts';
import type { Result } from '../report/result.ts';
import { chooseBackend } from '../host/backend.ts';
import type { Context } from '../host/context.ts';
import { defineCommand } from './define.ts';
import { texts } from '../options/define.ts';
import { classificationResult } from '../figures/evaluation/classes.ts';
import { chosenResult } from '../figures/evaluation/scores.ts';
import { regressionResult } from '../figures/evaluation/values.ts';
import { labelsOption } from '../options/labels.ts';
import { openModel } from '../inputs/modelFile.ts';
import { tableOf } from '../inputs/openTable.ts';

const namesOf = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name).join(', ');

function classification(sample: ClassSample, wanted: readonly string[]): Result {
  const metrics = wanted
    .flatMap((text) => splitMetrics(text, sample.classes))
    .map((name) => parseClassMetric(name, sample.classes));
  if (metrics.length === 0) return classificationResult(sample);
  const scores = metrics.map((metric) => ({ metric, score: metric.compute(sample) }));
  return chosenResult(sample.actual.length, scores);
}

function regression(sample: ValueSample, wanted: readonly string[]): Result {
  const metrics = wanted.flatMap((text) => splitMetrics(text)).map(parseValueMetric);
  if (metrics.length === 0) return regressionResult(sample);
  const scores = metrics.map((metric) => ({ metric, score: metric.compute(sample) }));
  return chosenResult(sample.actual.length, scores);
}

/** The network's outputs for some rows of a table, row-major. Throws when one is not finite. */
async function outputsFor(
  context: Context,
  predictor: Predictor,
  preprocessing: Preprocessing,
  table: Table,
  rows: Int32Array,
): Promise<Float32Array | Float64Array> {
  const inputs = new Float64Array(rows.length * predictor.inputs);
  const x = encodeFeatures(preprocessing, table, inputs, rows);
  const outputs = predictor.run(x, rows.length);
  const bad = outputs.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const row = rows[Math.floor((bad * rows.length) / outputs.length)] + 1;
    throw failure(`the prediction for row ${row} is not a finite number`, {
      hint: 'an input is probably far outside the range of the training data',
    });
  }
  return outputs;
}

export const evaluate = defineCommand({
  name: 'evaluate',
  about:
    "Measures a model on rows whose answers are known. Classes: accuracy, log loss, Matthews' correlation, ROC-AUC and more, precision, recall and F1 of every class with their means, and the confusion matrix. A language model: how well it foretells a text. Numbers: errors in the units of the target, and R². Definitions are scikit-learn's; what is undefined for these rows is said.",
  arguments: [
    { name: 'model', summary: 'a model file written by nn train', required: true },
    { name: 'data', summary: 'rows with their target; - or nothing reads a pipe', required: false },
  ],
  options: {
    metric: texts(
      `only these, by name; several with commas or by repeating it. Classes: ${namesOf(classMetrics.all)}; of one class: recall:NAME; top-3. Numbers: ${namesOf(valueMetrics.all)}`,
      { placeholder: 'name' },
    ),
    labels: labelsOption,
  },
  examples: [
    { command: 'nn evaluate model.safetensors test.csv', says: 'a held-out file' },
    {
      command: 'nn evaluate model.safetensors test.csv --metric f1,roc-auc,recall:virginica',
      says: 'three metrics only',
    },
    {
      command: 'nn gen-spiral 100 3 --seed 1 | nn evaluate m.safetensors - --json',
      says: 'for other programs',
    },
  ],
  async run(context, { args: [modelPath, dataPath], options: { metric, labels } }) {
    const model = await openModel(context, modelPath);
    const { preprocessing } = model;
    if (!preprocessing)
      throw inputError('this model says nothing about its columns', { where: { source: modelPath } });
    const source = await context.files.open(dataPath);
    if (preprocessing.pieces?.of === 'text') {
      const [feature] = preprocessing.features;
      if (feature.kind !== 'text') throw new Error('a text is one feature');
      const { languageResult } = await import('../tasks/language/evaluate.ts');
      return languageResult(source, feature, new Predictor(model, await chooseBackend(context), 256));
    }
    const table = await tableOf(context, source, { labels, image: preprocessing.shape });
    const { target, pieces } = preprocessing;
    if (pieces?.of === 'inputs')
      throw inputError('an autoencoder has no answers to be measured', {
        where: { source: modelPath },
        hint: 'nn predict gives each row its anomaly score',
      });
    columnNamed(table, target.name);
    if (pieces?.of === 'series') {
      const { windowSample } = await import('../tasks/series/evaluate.ts');
      const predictor = new Predictor(model, await chooseBackend(context));
      return regression(windowSample(predictor, preprocessing, pieces, table), metric);
    }
    const rows = rowsWithTarget(preprocessing, table);
    if (rows.length < table.rows)
      context.screen.note(`${table.rows - rows.length} rows without a target are left out`);
    if (rows.length === 0)
      throw inputError(`no row has a value in target "${target.name}"`, { where: { source: table.source } });
    const flops = flopsPerRow(model.spec) * rows.length;
    const predictor = new Predictor(model, await chooseBackend(context, { flops }));
    const outputs = await outputsFor(context, predictor, preprocessing, table, rows);
    if (target.kind === 'classes') {
      const { classes } = target;
      const labels = encodeClasses(target, table);
      return classification(
        {
          classes,
          actual: Int32Array.from(rows, (row) => labels[row]),
          predicted: argmaxRows(outputs, rows.length),
          ...(areProbabilities(outputs, classes.length) && { probabilities: outputs }),
        },
        metric,
      );
    }
    const values = encodeValues({ ...target, mean: 0, scale: 1 }, table);
    return regression(
      {
        actual: Float64Array.from(rows, (row) => values[row]),
        predicted: unscaled(outputs, target),
      },
      metric,
    );
  },
});
