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

/** How probabilities of held-out rows are made true. */
export interface Calibration {
  /** What the mean of the members is divided by. */
  readonly temperature: number;
  /** Of least log loss for what answered the held-out rows. */
  readonly fitted: number;
  /** Log loss of these answers as they are, and at `temperature`. */
  readonly before: number;
  readonly after: number;
}

/**
 * The temperature of least log loss on held-out rows; undefined where there are no probabilities of classes.
 *
 * Out of fold a row is answered by one member, and the mean of all is less sure than a member (on Glass, Ionosphere,
 * Sonar and Vehicle a temperature above 1 that members need made the mean's calibration error worse, .03 to .11
 * becoming .04 to .18). So it is not above 1 then: below 1 the mean needs it even more than a member.
 *
 * @param alone the held-out rows were answered by single members
 */
export function temperatureOf(
  { outputs, target, rows }: HeldOut,
  { target: encoding }: Dataset['preprocessing'],
  alone: boolean,
): Calibration | undefined {
  if (encoding.kind !== 'classes' || rows === 0) return undefined;
  const width = encoding.classes.length;
  if (!areProbabilities(outputs, width)) return undefined;
  const { temperature: fitted, before, after } = bestTemperature(outputs, target, width);
  return alone && fitted > 1
    ? { temperature: 1, fitted, before, after: before }
    : { temperature: fitted, fitted, before, after };
}
