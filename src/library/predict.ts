import { isTableRows } from '../data/preprocessing.ts';
import type { TargetEncoding } from '../data/target.ts';
import { shortest, unscaled } from '../data/unscale.ts';
import { failure, inputError } from '../errors.ts';
import type { Model } from '../model/file.ts';
import { argmaxRows, Predictor } from '../runtime/predictor.ts';
import { anomalyScores, isReconstruction, reconstructedColumns } from '../tasks/reconstruction/anomaly.ts';
import { inputsOf } from './inputs.ts';
import type { ModelInput } from './inputs.ts';
import { openKernels } from './kernels.ts';
import type { KernelOptions } from './kernels.ts';

/** Classes of rows. */
export interface ClassPrediction {
  /** Tells it from the other kinds of predictions. */
  readonly kind: 'classes';
  /** How many rows were predicted. */
  readonly rows: number;
  /** Names of the classes, by index. */
  readonly classes: readonly string[];
  /** Class of each row by its name, [rows]. */
  readonly labels: readonly string[];
  /** Class of each row by its index, [rows]. */
  readonly indices: Int32Array;
  /** Probabilities 0 … 1, row-major [rows × classes]. */
  readonly probabilities: Float32Array | Float64Array;
}

/** Numbers for rows, in the units of the target. */
export interface ValuePrediction {
  /** Tells it from the other kinds of predictions. */
  readonly kind: 'values';
  /** How many rows were predicted. */
  readonly rows: number;
  /** [rows]. */
  readonly values: Float32Array | Float64Array;
}

/** What an autoencoder says about rows. */
export interface AnomalyPrediction {
  /** Tells it from the other kinds of predictions. */
  readonly kind: 'anomaly';
  /** How many rows were predicted. */
  readonly rows: number;
  /** Mean square distance between a row and what the network makes of it, in units of training, [rows]. */
  readonly scores: Float32Array | Float64Array;
  /** What it makes of each column of numbers, in the units of the data, [rows] each. */
  readonly reconstructed: ReadonlyMap<string, Float32Array | Float64Array>;
}

/** Outputs of a network whose model does not say what they are. */
export interface OutputPrediction {
  /** Tells it from the other kinds of predictions. */
  readonly kind: 'outputs';
  /** How many rows were predicted. */
  readonly rows: number;
  /** Row-major [rows × outputs]. */
  readonly outputs: Float32Array | Float64Array;
}

/** What a model says about rows; `kind` says which of them it is. */
export type Prediction = ClassPrediction | ValuePrediction | AnomalyPrediction | OutputPrediction;

/** Predictors by their model and kernels: they are compiled once. */
const predictors = new WeakMap<Model, Map<string, Promise<Predictor>>>();

/** The model's network in memory. */
export function predictorOf(
  model: Model,
  { kernels = 'auto', dtype = 'float32' }: KernelOptions,
): Promise<Predictor> {
  const own = predictors.get(model) ?? new Map<string, Promise<Predictor>>();
  predictors.set(model, own);
  const key = `${kernels} ${dtype}`;
  const made =
    own.get(key) ?? openKernels({ kernels, dtype }).then((backend) => new Predictor(model, backend));
  own.set(key, made);
  return made;
}

/**
 * Outputs for rows.
 *
 * @throws {NnError} `failed` when one is not finite
 */
export function finiteOutputs(predictor: Predictor, data: Float32Array | Float64Array, rows: number) {
  const outputs = predictor.run(data, rows);
  const bad = outputs.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0)
    throw failure(
      `the prediction for row ${Math.floor((bad * rows) / outputs.length) + 1} is not a finite number`,
      {
        hint: 'an input is probably far outside the range of the training data',
      },
    );
  return outputs;
}

function targetPrediction(
  target: TargetEncoding,
  outputs: Float32Array | Float64Array,
  rows: number,
): ClassPrediction | ValuePrediction {
  if (target.kind === 'values')
    return { kind: 'values', rows, values: shortest(unscaled(outputs, target), outputs, target) };
  const { classes } = target;
  const indices = argmaxRows(outputs, rows);
  return {
    kind: 'classes',
    rows,
    classes,
    indices,
    labels: Array.from(indices, (index) => classes[index]),
    probabilities: outputs,
  };
}

/**
 * What a model says about rows: classes with their probabilities, numbers in the units of the target, anomaly
 * scores of an autoencoder, or the plain outputs of a network that was not trained on a table. Dropout is
 * off. The network is compiled at the first call for a model.
 *
 * @param model one of `loadModel`, `train` or `Trainer.model`
 * @param input a table or records, whose columns are found by name and go through the scaling and the
 *   categories of training
 *   (others do no harm, a target need not be there), or rows of numbers as the network takes them
 * @param options which kernels compute, and in which precision
 * @throws {NnError} `input` when the rows do not fit the model, or it is a model of a series or a text;
 *   `failed` when a
 *   prediction is not finite
 * @example const prediction = await predict(model, [{ length: 5.1, width: 3.5 }]); const labels =
 *   prediction.kind === 'classes' ? prediction.labels : [];
 */
export async function predict(
  model: Model,
  input: ModelInput,
  options: KernelOptions = {},
): Promise<Prediction> {
  const { preprocessing } = model;
  const anomalies = preprocessing !== undefined && isReconstruction(preprocessing);
  if (preprocessing && !anomalies && !isTableRows(preprocessing))
    throw inputError('this model continues a text or a series and predicts no rows', {
      hint: 'forecast continues a series; layerOutputs runs rows of numbers through any network',
    });
  const { data, rows } = inputsOf(model, input);
  const outputs = finiteOutputs(await predictorOf(model, options), data, rows);
  if (!preprocessing) return { kind: 'outputs', rows, outputs };
  if (anomalies)
    return {
      kind: 'anomaly',
      rows,
      scores: anomalyScores(data, outputs, rows),
      reconstructed: reconstructedColumns(preprocessing.features, outputs, rows),
    };
  return targetPrediction(preprocessing.target, outputs, rows);
}
