import { sparkline } from '../charts/sparkline.ts';
import type { Job, JobAnswer } from '../train/job.ts';
import {
  epochFigures,
  mainFiguresJson,
  pickFigures,
  shownFigure,
  validationFigures,
} from '../train/epochFigures.ts';
import type { Figures } from '../train/epochFigures.ts';
import type { Epoch } from '../train/events.ts';
import type { RowFigures } from '../train/rowFigures.ts';
import type { Finished } from '../train/fit.ts';
import type { Block, Json } from '../report/result.ts';
import { scoreOf } from '../train/monitor.ts';
import type { MonitorChoice } from '../train/monitor.ts';
import { count, measure, percent } from '../util/quantity.ts';
import type { GivenOptions } from '../options/spec.ts';
import { keyOfFlag } from '../util/flag.ts';
import { snakeCase } from '../util/snakeCase.ts';
import type { Prepared } from './decide.ts';
import { versusAll, versusJson, versusText } from './versus.ts';
import type { Versus } from './versus.ts';

/** What a trial came to: figures of the epoch whose weights are kept, or why it failed. */
export interface TrialResult extends Figures {
  readonly trial: Readonly<Record<string, string>>;
  readonly state: 'done' | 'failed';
  readonly epochs: number;
  readonly bestEpoch?: number | undefined;
  /** What is to be least, where --monitor names it; else it is the validation loss. */
  readonly score?: number | undefined;
  readonly milliseconds: number;
  /** Validation loss (or loss) over the epochs, drawn. */
  readonly curve?: string | undefined;
  readonly message?: string | undefined;
  /** What each validation row came to; absent in results of an earlier search. */
  readonly rows?: RowFigures | undefined;
}

/** The run as a job for a thread. Streamed rows stay with the thread that opened their file. */
export function jobOf({ setup, train, validation }: Prepared): Job {
  if (train.kind === 'streamed') throw new Error('streamed rows cannot be posted to a thread');
  return { setup, train, validation };
}

/** The options of a trial, whose names are those of the command line. */
export const optionsOf = (trial: TrialResult['trial']): GivenOptions =>
  Object.fromEntries(Object.entries(trial).map(([name, value]) => [keyOfFlag(name), value]));

const keptOf = (epochs: readonly Epoch[], { keptEpoch }: Finished): Epoch | undefined =>
  epochs.find(({ epoch }) => epoch === keptEpoch);

/** The figures of an answered job. */
export function resultOf(
  trial: Readonly<Record<string, string>>,
  answer: JobAnswer,
  monitor?: MonitorChoice,
): TrialResult {
  if (answer.kind === 'failed')
    return { trial, state: 'failed', epochs: 0, milliseconds: 0, message: answer.message };
  const { epochs, finished, ms, validationRows } = answer;
  const kept = keptOf(epochs, finished);
  return {
    trial,
    state: 'done',
    epochs: finished.epochs,
    bestEpoch: finished.bestEpoch,
    ...pickFigures(kept),
    ...(monitor && kept && { score: scoreOf(kept, monitor, kept.loss) }),
    milliseconds: Math.round(ms),
    curve: sparkline(
      epochs.map(({ validationLoss, loss }) => validationLoss ?? loss),
      16,
    ),
    ...(validationRows && { rows: validationRows }),
  };
}

/** Options that change what the loss is: with other values of them losses cannot be compared. */
export const CHANGES_LOSS = ['loss', 'label-smoothing', 'class-weight', 'sample-weight'];

/**
 * Whether a result is better: what --monitor names, else the smaller validation loss; of trials that differ in
 * what their loss is, more correct validation rows, then the smaller loss. Failed ones come last.
 */
export function compareResults(a: TrialResult, b: TrialResult): number {
  if (a.state !== b.state) return a.state === 'done' ? -1 : 1;
  const lossOf = ({ validationLoss, loss }: TrialResult) => validationLoss ?? loss ?? Infinity;
  const byLoss = lossOf(a) === lossOf(b) ? 0 : lossOf(a) - lossOf(b);
  if (a.score !== undefined && b.score !== undefined && a.score !== b.score) return a.score - b.score;
  if (!CHANGES_LOSS.some((name) => name in a.trial || name in b.trial)) return byLoss;
  return (b.validationAccuracy ?? 0) - (a.validationAccuracy ?? 0) || byLoss;
}

/** Every result but the first against it, by its validation rows. */
export const versusBest = (ranked: readonly TrialResult[], overlap: number): (Versus | undefined)[] => [
  undefined,
  ...versusAll(
    ranked.slice(1).map(({ rows }) => rows),
    ranked[0]?.rows,
    overlap,
  ),
];

/** A result in a line. */
export function describeResult({
  trial,
  state,
  validationLoss,
  validationAccuracy,
  loss,
}: TrialResult): string {
  const options = Object.entries(trial)
    .map(([option, value]) => `${option} ${value}`)
    .join(', ');
  if (state === 'failed') return `${options}: failed`;
  const measured =
    validationLoss === undefined
      ? `loss ${measure(loss ?? Number.NaN)}`
      : `val loss ${measure(validationLoss)}`;
  const accuracy = validationAccuracy === undefined ? '' : `, val accuracy ${percent(validationAccuracy)}`;
  return `${options}: ${measured}${accuracy}`;
}

/**
 * Results in the order given, a column for each option that differs.
 *
 * @param against each of them against the first
 */
export function trialsTable(
  results: readonly TrialResult[],
  options: readonly string[],
  against: readonly (Versus | undefined)[],
): Block {
  const sameLength = results.every(({ epochs }) => epochs === results[0].epochs);
  const compared = against.some((one) => one !== undefined);
  const classes = results.some(({ validationAccuracy }) => validationAccuracy !== undefined);
  const right = (name: string) => ({ name, align: 'right' as const });
  const figures = classes ? validationFigures : [epochFigures.validationLoss];
  return {
    kind: 'table',
    columns: [
      right('rank'),
      ...options.map((name) => ({ name })),
      { ...right('epochs'), dropAt: sameLength ? 2 : 1 },
      ...figures.map(({ short }) => right(short)),
      ...(compared ? [{ name: 'loss vs best' }] : []),
      { name: 'val loss over epochs', dropAt: sameLength ? 1 : 2 },
    ],
    rows: results.map((result, i) => [
      String(i + 1),
      ...options.map((option) => result.trial[option] ?? ''),
      result.state === 'failed' ? 'failed' : count(result.epochs),
      ...figures.map((figure) => shownFigure(figure, result)),
      ...(compared ? [i === 0 ? 'best' : versusText(against[i])] : []),
      result.curve ?? '',
    ]),
  };
}

/** A result as data: the trial's options and its figures. */
export function resultJson(result: TrialResult, versus: Versus | undefined): Json {
  const { trial, state, epochs, bestEpoch, milliseconds, message } = result;
  return {
    ...Object.fromEntries(Object.entries(trial).map(([option, value]) => [snakeCase(option), value])),
    state,
    epochs,
    best_epoch: bestEpoch ?? null,
    ...mainFiguresJson(result),
    ...(versus && { vs_best: versusJson(versus) }),
    milliseconds,
    ...(message !== undefined && { message }),
  };
}
