import { foldSplit, repeatFolds } from '../data/folds.ts';
import type { Judged } from '../baselines/judge.ts';
import { failure } from '../errors.ts';
import type { Context } from '../host/context.ts';
import type { Json, Text } from '../report/result.ts';
import type { Job } from '../train/job.ts';
import { partRows } from '../train/partRows.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { counted } from '../util/plural.ts';
import { RandomState } from '../util/random.ts';
import type { Interval } from '../util/significance.ts';
import { mean } from '../util/statistics.ts';
import { keyOf } from '../figures/evaluation/scores.ts';
import { withInterval } from '../figures/withInterval.ts';
import { judgeFolds } from './baselines.ts';
import type { Prepared } from './decide.ts';
import { answered, measuredRows, metricsFor, showScore, together } from './foldScores.ts';
import type { FoldMetric } from './foldScores.ts';
import { maxOf } from '../util/extremes.ts';

/** Fewer rows are not even left out one by one: of a truth table each row is needed. */
const LEAST = 6;
/** Up to so many rows each is left out by itself; more are divided into folds, several times. */
const ONE_BY_ONE = 20;
const FOLDS = 5;
const REPEATS = 2;

/** What models of the same options come to on rows that they have not seen, where all rows train the one that is kept. */
export interface FewRows {
  readonly rows: number;
  readonly models: number;
  readonly method: 'leave-one-out' | 'folds' | 'none';
  readonly scores: readonly {
    readonly metric: FoldMetric;
    readonly value: number | undefined;
    readonly interval?: Interval;
  }[];
  /** The models beside answers without a network, on each row once. */
  readonly judged?: Judged;
}

/** A model that measures few rows. */
export interface HeldOut {
  readonly repeat: number;
  readonly rows: Int32Array;
  readonly job: Job;
}

/** The models that measure few rows, each with the rows that it does not see. */
export function modelsOf({ setup, train }: Prepared): HeldOut[] {
  if (train.kind === 'streamed') throw new Error('few rows are in memory');
  const all = Int32Array.from({ length: train.rows }, (_, row) => row);
  const { target } = train;
  const one = train.rows <= ONE_BY_ONE;
  const options = {
    folds: one ? ('one' as const) : FOLDS,
    ...(target instanceof Int32Array && { classes: (row: number) => target[row] }),
  };
  const divided = repeatFolds(all, options, one ? 1 : REPEATS, new RandomState(setup.seed));
  return divided.flatMap((folds, repeat) =>
    Array.from({ length: folds.count }, (_, index) => {
      const split = foldSplit(folds, index);
      const part = (rows: Int32Array) => partRows(train, rows);
      return {
        repeat,
        rows: split.validation,
        job: { setup, train: part(split.train), test: part(split.validation) },
      };
    }),
  );
}

/**
 * The scores of all rows together, each answered by a model that has not seen it; their intervals too are means
 * over the repeats, as repeating makes the rows no more.
 */
function scoresOf(
  { preprocessing, train }: Prepared,
  models: readonly HeldOut[],
  answers: ReadonlyMap<number, Float32Array | Float64Array>,
): FewRows['scores'] {
  if (train.kind === 'streamed') return [];
  const repeats = maxOf(models.map(({ repeat }) => repeat)) + 1;
  const wanted = preprocessing.target.kind === 'classes' ? ['accuracy', 'log-loss'] : ['rmse', 'mae', 'r2'];
  const metrics = metricsFor(preprocessing, wanted);
  const measured = Array.from({ length: repeats }, (_, repeat) => {
    const own = [...models.entries()].filter(([, model]) => model.repeat === repeat);
    const parts = own.map(([index, { rows }]) =>
      answered({ preprocessing }, answers.get(index) ?? new Float64Array(0), partRows(train, rows)),
    );
    return measuredRows(metrics, together(parts), true);
  });
  return metrics.map((metric, m) => {
    const values = measured.map((own) => own[m].score.value).filter((value) => value !== undefined);
    const intervals = measured.map((own) => own[m].interval).filter((interval) => interval !== undefined);
    return {
      metric,
      value: values.length === repeats ? mean(values) : undefined,
      ...(intervals.length === repeats && {
        interval: [mean(intervals.map(([low]) => low)), mean(intervals.map(([, high]) => high))] as const,
      }),
    };
  });
}

/** The models beside answers without a network, each row answered once. */
function judgedOf(
  { preprocessing, setup }: Prepared,
  models: readonly HeldOut[],
  answers: ReadonlyMap<number, Float32Array | Float64Array>,
): Judged | undefined {
  const folds = models.flatMap(({ repeat, job: { train, test } }, index) => {
    const outputs = answers.get(index);
    return repeat === 0 && test && outputs ? [{ preprocessing, train, test, outputs }] : [];
  });
  return judgeFolds(folds, sizeOf(setup.spec.input));
}

/**
 * Measures the options of a run whose rows are too few to hold any back: by leave-one-out, or by folds that are
 * drawn twice. Every model is trained as the one that is kept, with the same scaling of the inputs.
 *
 * @returns undefined where rows are held back, or all train because the user said so
 * @throws NnError('failed') when a model cannot be trained
 */
export async function crossValidateFew(
  { jobs, screen, clock }: Context,
  prepared: Prepared,
): Promise<FewRows | undefined> {
  const { few, train, setup } = prepared;
  if (!few || train.kind === 'streamed' || setup.epochs === 0 || clock.interrupt.requested) return undefined;
  const { rows } = train;
  if (rows < LEAST) return { rows, models: 0, method: 'none', scores: [] };
  const models = modelsOf(prepared);
  const answers = new Map<number, Float32Array | Float64Array>();
  const steps = screen.steps('cross-validating', models.length);
  try {
    await jobs.run(
      (index) => models[index]?.job,
      async (index, answer) => {
        if (answer.kind === 'failed') throw failure(`cross-validation: ${answer.message}`, answer);
        if (answer.outputs) answers.set(index, answer.outputs);
        steps.at(answers.size);
      },
    );
  } finally {
    steps.done();
  }
  return answers.size < models.length ? undefined : fewRowsOf(prepared, models, answers);
}

/**
 * What the models come to on the rows that they have not seen.
 *
 * @param answers of each model, by its place
 */
export function fewRowsOf(
  prepared: Prepared,
  models: readonly HeldOut[],
  answers: ReadonlyMap<number, Float32Array | Float64Array>,
): FewRows {
  const { rows } = prepared.train;
  const method = rows <= ONE_BY_ONE ? 'leave-one-out' : 'folds';
  const judged = judgedOf(prepared, models, answers);
  const scores = scoresOf(prepared, models, answers);
  return { rows, models: models.length, method, scores, ...(judged && { judged }) };
}

/** How the figures were made, in words. */
function methodOf({ method, models, rows }: FewRows): string {
  if (method === 'none') return `none: ${counted(rows, 'row')} ${rows === 1 ? 'is' : 'are'} too few`;
  return method === 'leave-one-out'
    ? `leave-one-out: ${counted(models, 'model')}, each tested on the row it has not seen`
    : `${FOLDS} folds, ${REPEATS} times: ${counted(models, 'model')}, tested on rows they have not seen`;
}

/** Lines for the facts of a run. */
export function fewRowsFacts(found: FewRows): [string, Text][] {
  const between = found.scores.some(({ interval }) => interval !== undefined);
  const scores = found.scores.flatMap(({ metric, value, interval }): Text[] => {
    if (value === undefined) return [];
    const { label } = metric.metric;
    const text = withInterval(value, (x) => showScore(metric, x), interval);
    return [typeof text === 'string' ? `${label} ${text}` : [{ text: `${label} `, tone: 'plain' }, ...text]];
  });
  const together = !between && scores.length > 0 ? [scores.join(', ')] : scores;
  return [...together, methodOf(found)].map((line, i) => [i === 0 ? 'cross-validation' : '', line]);
}

export const fewRowsJson = ({ method, models, scores }: FewRows): Json => ({
  method,
  models,
  ...Object.fromEntries(
    scores.flatMap(({ metric: { metric }, value, interval }) => [
      [keyOf(metric), value ?? null],
      ...(interval ? [[`${keyOf(metric)}_interval`, [...interval]]] : []),
    ]),
  ),
});
