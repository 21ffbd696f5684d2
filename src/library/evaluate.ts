import { columnNamed } from '../data/columns.ts';
import { encodeFeatures, isTableRows } from '../data/preprocessing.ts';
import { encodeClasses, measuredValues, rowsWithTarget } from '../data/target.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { inputError } from '../errors.ts';
import type { ClassSample, Score, ValueSample } from '../metrics/define.ts';
import { classMetrics, valueMetrics } from '../metrics/index.ts';
import { parseClassMetric, parseValueMetric } from '../metrics/parse.ts';
import type { Model } from '../model/file.ts';
import { classSample, valueSample } from '../tasks/table/scored.ts';
import { tableOf } from './inputs.ts';
import type { Records } from './inputs.ts';
import { finiteOutputs, predictorOf } from './predict.ts';
import type { KernelOptions } from './kernels.ts';

/** What to measure. */
export interface EvaluateOptions extends KernelOptions {
  /**
   * Names of `metrics`, narrowed by a class or a number where they can be: `recall:virginica`, `top-3`. All
   * that apply unless given.
   */
  readonly metrics?: readonly string[] | undefined;
}

/** How good a model is on rows whose answers are known. */
export interface Evaluation {
  /** What the target holds: classes, or values. */
  readonly task: 'classification' | 'regression';
  /** Rows with a target; the others do not count. */
  readonly rows: number;
  /**
   * Values by the metric's name; undefined where the metric is undefined for these rows. Shares are 0 … 1.
   */
  readonly scores: Readonly<Record<string, number | undefined>>;
  /** By the metric's name: a convention that its value follows from, or why there is none. */
  readonly notes: Readonly<Record<string, string>>;
  /** Counts of rows by their class and the one predicted, [actual][predicted], in the order of `classes`. */
  readonly confusion?: readonly (readonly number[])[];
  /** Names of the classes. */
  readonly classes?: readonly string[];
}

interface Metric<S> {
  readonly name: string;
  compute(sample: S): Score;
}

function measured<S>(metrics: readonly Metric<S>[], names: readonly string[] | undefined, sample: S) {
  const scores: Record<string, number | undefined> = {};
  const notes: Record<string, string> = {};
  metrics.forEach((metric, i) => {
    const name = names?.[i] ?? metric.name;
    const { value, note } = metric.compute(sample);
    scores[name] = value;
    if (note !== undefined) notes[name] = note;
  });
  return { scores, notes };
}

function evaluateClasses(sample: ClassSample, names: readonly string[] | undefined): Evaluation {
  const { classes, actual, predicted } = sample;
  const metrics = names?.map((name) => parseClassMetric(name, classes)) ?? classMetrics.all;
  const confusion = classes.map(() => classes.map(() => 0));
  actual.forEach((is, i) => confusion[is][predicted[i]]++);
  return {
    task: 'classification',
    rows: actual.length,
    ...measured(metrics, names, sample),
    confusion,
    classes,
  };
}

function evaluateValues(sample: ValueSample, names: readonly string[] | undefined): Evaluation {
  const metrics = names?.map(parseValueMetric) ?? valueMetrics.all;
  return { task: 'regression', rows: sample.actual.length, ...measured(metrics, names, sample) };
}

function preprocessingOf({ preprocessing }: Model): Preprocessing {
  if (preprocessing && isTableRows(preprocessing)) return preprocessing;
  throw inputError('this model was not trained to predict a column of a table', {
    hint: 'predict gives its outputs',
  });
}

/**
 * Measures a model on rows whose answers are known, by the definitions of scikit-learn.
 *
 * @param input a table or records with the target's column; rows without a target do not count
 * @param model one of a table, as `train` makes it
 * @param options which metrics, and which kernels compute
 * @throws {NnError} `input` when the rows do not fit the model, or none has a target; `usage` for an unknown
 *   metric;
 *   `failed` when a prediction is not finite
 * @example const { scores } = await evaluate(model, await readTable('test.csv'), { metrics: ['accuracy',
 *   'f1'] });
 */
export async function evaluate(
  model: Model,
  input: Records,
  { metrics, ...kernels }: EvaluateOptions = {},
): Promise<Evaluation> {
  const preprocessing = preprocessingOf(model);
  const { target } = preprocessing;
  const table = tableOf(input, preprocessing);
  if (!table) throw inputError('found rows without names, expected a table or records');
  columnNamed(table, target.name);
  const rows = rowsWithTarget(preprocessing, table);
  if (rows.length === 0)
    throw inputError(`no row has a value in target "${target.name}"`, { where: { source: table.source } });
  const predictor = await predictorOf(model, kernels);
  const x = encodeFeatures(preprocessing, table, new Float64Array(rows.length * predictor.inputs), rows);
  const outputs = finiteOutputs(predictor, x, rows.length);
  if (target.kind === 'classes') {
    const labels = encodeClasses(target, table);
    const actual = Int32Array.from(rows, (row) => labels[row]);
    return evaluateClasses(classSample(target, actual, outputs), metrics);
  }
  const values = measuredValues(target, table);
  const actual = Float64Array.from(rows, (row) => values[row]);
  return evaluateValues(valueSample(target, actual, outputs), metrics);
}
