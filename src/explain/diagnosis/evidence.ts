import { mean } from '../../util/statistics.ts';
import { smoothed } from './curves.ts';
import type { Curves } from './curves.ts';
import type { Case, PartFit } from './define.ts';

/**
 * The network that is kept: on its rows and on those that validate, or were left out; of older runs the end of their
 * curves.
 */
export function keptFit({ fit, data }: Case, { end }: Curves): { training: PartFit; validation?: PartFit } {
  if (fit) return fit.leftOut && !fit.validation ? { ...fit, validation: fit.leftOut } : fit;
  const part = (rows: number, loss: number, accuracy: number | undefined): PartFit => ({
    rows,
    loss,
    ...(accuracy !== undefined && { accuracy }),
  });
  return {
    training: part(data.rows, end.training, end.accuracy),
    ...(end.validation !== undefined && {
      validation: part(data.validationRows, end.validation, end.validationAccuracy),
    }),
  };
}

/**
 * How far a part came from the same answer for every row (0) to no error (1): by accuracy where there is one, else by
 * loss, which for squared errors is R².
 */
export function skillOf({ accuracy, loss }: PartFit, { baseline }: Curves): number {
  if (accuracy !== undefined && baseline.accuracy !== undefined && baseline.accuracy < 1)
    return (accuracy - baseline.accuracy) / (1 - baseline.accuracy);
  return 1 - loss / baseline.loss;
}

/** The skill on training rows below which a network has not learned them, where nothing better is known. */
const LEARNED = { accuracy: 0.5, loss: 0.7 };
/** Chance of a difference, and its size, from which on a simple function is better than the network. */
const CHANCE = 0.01;
const MARGIN = 0.03;

/**
 * Whether the network knows its own rows less well than they can be known: worse than a simple function that has
 * never seen them. Where there is none to compare with, when it is far from all errors gone.
 */
export function fallsShort(one: Case, curves: Curves): boolean {
  const { reference, fit, run } = one;
  const recalls = fit?.training.recalls;
  // Weighted classes give up correct rows of frequent ones on purpose: each class counts as much.
  if (run.weighted && recalls)
    return mean(recalls) - 1 / recalls.length < LEARNED.accuracy * (1 - 1 / recalls.length);
  if (reference) return reference.p <= CHANCE && reference.own <= reference.score - MARGIN;
  const { training } = keptFit(one, curves);
  const skill = skillOf(training, curves);
  // Rows that are known well need no comparison.
  if (fit && (skill >= 0.9 || (training.accuracy ?? 0) >= 0.985)) return false;
  return skill < (training.accuracy === undefined ? LEARNED.loss : LEARNED.accuracy);
}

/** Whether a penalty keeps the outputs of a classifier so small that they say little, though most are correct. */
export function isShrunk(one: Case, curves: Curves): boolean {
  const { training } = keptFit(one, curves);
  if ((one.run.l2 ?? 0) < 0.01 || training.accuracy === undefined) return false;
  return 1 - training.loss / curves.baseline.loss < 0.6 * skillOf(training, curves);
}

/**
 * By how much a curve is going to fall on, as a share of the loss of a constant answer: its fall in the last quarter
 * goes on shrinking as it shrank between the last two.
 */
function fallAhead(losses: readonly number[], baseline: number): number {
  const n = losses.length;
  if (n < 2) return 0;
  const curve = smoothed(losses, Math.floor(n / 20));
  const quarter = Math.max(1, Math.floor(n / 4));
  const last = curve[n - 1 - quarter] - curve[n - 1];
  const before = n > 2 * quarter ? curve[n - 1 - 2 * quarter] - curve[n - 1 - quarter] : last * 1.25;
  if (last <= 0) return 0;
  const ratio = before > 0 ? Math.min(0.9, last / before) : 0.9;
  return (last * ratio * (1 - ratio ** 12)) / (1 - ratio) / baseline;
}

/** From here on a loss is going to fall enough to be worth the wait. */
const WORTH = 0.1;

/** Whether a run was cut off: its losses, of training and validation rows, were still on their way. */
export function stillFalls(one: Case, curves: Curves): boolean {
  const { run, history } = one;
  const { training, validation, baseline, end } = curves;
  if (run.stoppedEarly || end.training < 0.05 * baseline.loss) return false;
  const ahead = fallAhead(training, baseline.loss);
  // Rows that are memorised make the training loss fall too.
  if (!validation) return ahead >= WORTH && skillOf(keptFit(one, curves).training, curves) < 0.7;
  const last = history.at(-1)?.epoch ?? 0;
  const recent = run.bestEpoch === undefined || run.bestEpoch >= last - (last + 1) / 4;
  return recent && Math.min(ahead, fallAhead(validation, baseline.loss)) >= WORTH;
}

/** Steps in which a curve fell, as a share of all. */
export const steadiness = (losses: readonly number[]): number =>
  losses.length < 2
    ? 1
    : losses.filter((loss, i) => i > 0 && loss <= losses[i - 1]).length / (losses.length - 1);

const errorOf = (share: number, n: number) => {
  const p = (share * n + 1) / (n + 2);
  return (p * (1 - p)) / n;
};

/** A gap between rows of training and of validation, and the deviation of it that chance makes. */
interface Gap {
  readonly size: number;
  readonly deviation: number;
}

/**
 * By accuracy where there is one, else by the share of the variance that is left. The logarithm of the ratio of two
 * mean squared errors has a deviation of about √(4/n + 4/m).
 */
function gapOf(training: PartFit, validation: PartFit, baseline: number): Gap {
  if (training.accuracy !== undefined && validation.accuracy !== undefined)
    return {
      size: training.accuracy - validation.accuracy,
      deviation: Math.sqrt(
        errorOf(training.accuracy, training.rows) + errorOf(validation.accuracy, validation.rows),
      ),
    };
  const deviation = Math.sqrt(4 / training.rows + 4 / validation.rows);
  const ratio = Math.log(validation.loss / Math.max(training.loss, 1e-9));
  const size = (validation.loss - training.loss) / baseline;
  return { size, deviation: ratio > 0 ? (size * deviation) / ratio : Infinity };
}

/** From here on a gap matters. */
const GAP = 0.09;

/**
 * Whether validation rows are answered so much worse than those of training that chance does not explain it. Where
 * the network is as far ahead of a simple function that did not see the rows, less evidence will do.
 */
export function apart(
  { reference }: Case,
  training: PartFit,
  validation: PartFit,
  baseline: number,
): boolean {
  const { size, deviation } = gapOf(training, validation, baseline);
  const ahead = reference !== undefined && reference.own - reference.score >= 0.09;
  return size >= GAP && size >= (ahead ? 1.4 : 2.5) * deviation;
}

/** Whether a gap of any importance can be ruled out. */
export function together(training: PartFit, validation: PartFit, baseline: number): boolean {
  const { size, deviation } = gapOf(training, validation, baseline);
  return validation.rows >= 15 && (size < 0.04 || size + deviation < 0.17);
}

/** A fall of the training loss, as a share of a constant answer's, that values may still gain from. */
const SLIGHT = 0.03;

/** A log loss that is worth as much as two more rows in a hundred. */
const UNSURE = 0.06;

/**
 * What speaks against a good fit although no other verdict is sure: a classifier whose probabilities say no more than
 * the shares of the classes do (that so many rows are correct is luck), or far less of the validation rows than of its
 * own, or are less sure than the rows allow; values whose training loss is still on its way.
 */
export function isDoubtful(one: Case, curves: Curves): boolean {
  const { training, validation } = keptFit(one, curves);
  if (!validation) return false;
  const { baseline } = curves;
  if (training.accuracy === undefined)
    return one.run.stoppedEarly !== true && fallAhead(curves.training, baseline.loss) >= SLIGHT;
  const gap = (validation.loss - training.loss) / baseline.loss;
  const surer = one.reference !== undefined && gap >= 0.12 && validation.loss > 3 * training.loss;
  const unsure = Math.max(training.unsure ?? 0, validation.unsure ?? 0) >= UNSURE;
  return surer || unsure || validation.loss > 0.9 * baseline.loss;
}
