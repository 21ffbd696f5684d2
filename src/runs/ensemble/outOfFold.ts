import { areProbabilities } from '../../metrics/probabilities.ts';
import { ofClasses } from '../../runtime/predictor.ts';
import { bestTemperature } from '../../train/temperature.ts';
import type { Dataset } from '../../tasks/dataset.ts';
import type { Member } from './members.ts';

type Floats = Float32Array | Float64Array;

/** Rows that no network that answers for them was trained on, and the answers. */
export interface HeldOut {
  /** Of the network, [rows × outputs] of the target: one a class, or a scaled value. */
  readonly outputs: Float64Array;
  /** Class index, or scaled value, of each row. */
  readonly target: Int32Array | Floats;
  readonly rows: number;
}

/**
 * The answers for all training rows, each by the members that validated on it: their weighted mean where these
 * are several. Rows that validated nobody are left out.
 *
 * @param weights of the members; all the same unless given
 */
export function outOfFold(
  members: readonly Member[],
  { train, preprocessing }: Pick<Dataset, 'train' | 'preprocessing'>,
  weights: readonly number[] = members.map(() => 1),
): HeldOut {
  if (train.kind === 'streamed') throw new Error('folds are in memory');
  const { target } = preprocessing;
  const width = target.kind === 'classes' ? target.classes.length : 1;
  const sums = new Float64Array(train.rows * width);
  const shares = new Float64Array(train.rows);
  members.forEach(({ plan: { split }, outputs }, i) => {
    if (!split || !outputs) return;
    const { validation } = split;
    const answers =
      target.kind === 'classes' ? ofClasses(outputs, validation.length, target.classes.length) : outputs;
    validation.forEach((row, at) => {
      shares[row] += weights[i];
      for (let c = 0; c < width; c++) sums[row * width + c] += weights[i] * answers[at * width + c];
    });
  });
  const rows = Int32Array.from(shares.keys()).filter((row) => shares[row] > 0);
  const outputs = new Float64Array(rows.length * width);
  rows.forEach((row, at) => {
    for (let c = 0; c < width; c++) outputs[at * width + c] = sums[row * width + c] / shares[row];
  });
  const answers = Float64Array.from(rows, (row) => train.target[row]);
  return {
    outputs,
    target: train.target instanceof Int32Array ? Int32Array.from(answers) : answers,
    rows: rows.length,
  };
}

/** The temperature of least log loss on held-out rows; undefined where there are no probabilities of classes. */
export function temperatureOf(
  { outputs, target, rows }: HeldOut,
  { target: encoding }: Dataset['preprocessing'],
): ReturnType<typeof bestTemperature> | undefined {
  if (encoding.kind !== 'classes' || rows === 0) return undefined;
  const width = encoding.classes.length;
  return areProbabilities(outputs, width) ? bestTemperature(outputs, target, width) : undefined;
}
