import type { Judged } from '../baselines/judge.ts';
import { failure, NnError, usageError } from '../errors.ts';
import { baselineBlocks, baselinesJson } from '../figures/baselines/result.ts';
import { keyOf, scoreFacts, scoresJson as measuresJson } from '../figures/evaluation/scores.ts';
import type { Measured } from '../figures/evaluation/scores.ts';
import type { Context } from '../host/context.ts';
import { openTable } from '../inputs/openTable.ts';
import type { TrainOptions } from '../options/train.ts';
import type { Block, Json, Result } from '../report/result.ts';
import { checkDivisible } from '../tasks/index.ts';
import { flagOf } from '../util/flag.ts';
import { count } from '../util/quantity.ts';
import { RandomState } from '../util/random.ts';
import { judgeFolds } from './baselines.ts';
import { answered, measuredRows, metricsFor, scoreOf, showScore, together } from './foldScores.ts';
import type { FoldMetric } from './foldScores.ts';
import { foldsOf } from './folds.ts';
import type { Fold } from './folds.ts';
import { mean, sampleDeviation } from '../util/statistics.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { counted } from '../util/plural.ts';

/** A fold whose model was trained, with that model's outputs for the rows held out. */
interface Finished {
  readonly fold: Fold;
  readonly outputs: Float32Array | Float64Array;
}

/** The scores of a cross-validation: those of each fold, and their mean and deviation. */
interface Scores {
  readonly metrics: readonly FoldMetric[];
  /** All rows that were held out as one, each once (of repeats the first), with intervals. */
  readonly all: { readonly rows: number; readonly repeated: boolean; readonly measured: readonly Measured[] };
  /** Single rows have no accuracy worth a deviation: all held-out rows were measured together. */
  readonly pooled: boolean;
  readonly folds: readonly { readonly name: string; readonly scores: readonly (number | undefined)[] }[];
  readonly summary: readonly {
    readonly metric: FoldMetric;
    readonly mean: number | undefined;
    readonly deviation: number;
  }[];
}

/**
 * Trains the folds side by side.
 *
 * @throws NnError('failed') when one of them cannot be trained
 */
async function trainFolds({ clock, screen, jobs }: Context, folds: readonly Fold[]): Promise<Finished[]> {
  const outputs = new Map<number, Float32Array | Float64Array>();
  let done = 0;
  await jobs.run(
    (index) => folds[index]?.job,
    async (index, answer) => {
      if (answer.kind === 'failed') throw failure(`fold ${folds[index].name}: ${answer.message}`, answer);
      if (answer.outputs) outputs.set(index, answer.outputs);
      done++;
      screen.note(
        `${String(done).padStart(String(folds.length).length)}/${folds.length}  fold ${folds[index].name}: ${counted(answer.finished.epochs, 'epoch')}`,
      );
    },
    { what: 'folds', total: folds.length },
  );
  const finished = folds.flatMap((fold, i) => {
    const own = outputs.get(i);
    return own ? [{ fold, outputs: own }] : [];
  });
  if (finished.length === 0 && clock.interrupt.requested)
    throw new NnError('interrupted', 'this was interrupted before a fold was finished');
  if (finished.length === 0) throw failure('no fold was finished');
  return finished;
}

/** Of repeated folds those of the first time, which hold each row out once. */
const once = (finished: readonly Finished[]): Finished[] =>
  finished.filter(({ fold: { name } }) => !name.includes('.') || name.startsWith('1.'));

function scoresOf(
  finished: readonly Finished[],
  metrics: readonly FoldMetric[],
  independent: boolean,
): Scores {
  const pooled = finished.every(({ fold }) => fold.job.test.rows === 1);
  const folds = finished.map(({ fold, outputs }) => ({
    name: fold.name,
    scores: metrics.map((metric) => scoreOf(metric, answered(fold, outputs, fold.job.test)).value),
  }));
  const rows = together(once(finished).map(({ fold, outputs }) => answered(fold, outputs, fold.job.test)));
  const measured = measuredRows(metrics, rows, independent);
  const summary = metrics.map((metric, m) => {
    const values = pooled ? [measured[m].score.value] : folds.map(({ scores }) => scores[m]);
    const present = values.filter((value) => value !== undefined);
    return {
      metric,
      mean: present.length > 0 ? mean(present) : undefined,
      deviation: present.length < 2 ? 0 : sampleDeviation(present),
    };
  });
  const repeated = once(finished).length < finished.length;
  const all = { rows: rows.sample.actual.length, repeated, measured };
  return { metrics, all, pooled, folds, summary };
}

function scoresBlocks({ metrics, all, pooled, folds, summary }: Scores): Block[] {
  const cell = (metric: FoldMetric, value: number | undefined) =>
    value === undefined ? '–' : showScore(metric, value);
  if (pooled) {
    return [
      {
        kind: 'facts',
        facts: [['rows held out one by one', count(folds.length)], ...scoreFacts(all.measured)],
      },
    ];
  }
  const table: Block = {
    kind: 'table',
    columns: [
      { name: 'fold' },
      ...metrics.map(({ metric }) => ({ name: metric.label, align: 'right' as const })),
    ],
    rows: folds.map(({ name, scores }) => [name, ...scores.map((value, m) => cell(metrics[m], value))]),
    foot: [
      ['mean', ...summary.map(({ metric, mean }) => cell(metric, mean))],
      ['±', ...summary.map(({ metric, deviation }) => showScore(metric, deviation))],
    ],
  };
  return [
    table,
    {
      kind: 'facts',
      facts: [
        ['rows together', count(all.rows) + (all.repeated ? ', of the first repeat' : '')],
        ...scoreFacts(all.measured),
      ],
    },
  ];
}

function scoresJson({ metrics, all, pooled, folds, summary }: Scores): Record<string, Json> {
  const byKey = (values: readonly (number | undefined)[]) =>
    Object.fromEntries(values.map((value, m) => [keyOf(metrics[m].metric), value ?? null]));
  return {
    folds: pooled ? folds.length : folds.map(({ name, scores }) => ({ fold: name, ...byKey(scores) })),
    mean: byKey(summary.map(({ mean }) => mean)),
    ...(!pooled && { deviation: byKey(summary.map(({ deviation }) => deviation)) }),
    together: { rows: all.rows, ...measuresJson(all.measured) },
  };
}

/** The models beside answers without a network, each row held out once: of repeats the first. */
function judgedOf(finished: readonly Finished[]): Judged | undefined {
  const folds = once(finished).map(({ fold: { preprocessing, job }, outputs }) => ({
    preprocessing,
    train: job.train,
    test: job.test,
    outputs,
  }));
  return judgeFolds(folds, sizeOf(finished[0].fold.job.setup.spec.input));
}

/**
 * Trains a model for each fold, side by side, and measures it on the rows it has not seen. Writes no model.
 *
 * @throws NnError('usage') for options of one model that is kept, NnError('failed') when a fold cannot be
 *   trained
 */
export async function crossValidate(
  context: Context,
  argument: string | undefined,
  o: TrainOptions,
): Promise<Result> {
  if (context.global.output !== undefined || o.stream || o.nnfs) {
    const other = o.stream ? '--stream' : o.nnfs ? '--nnfs' : '-o';
    throw usageError(`cross-validation and ${other} do not go together`, {
      hint: 'it measures how well these options do and keeps no model; train one without --k-fold',
    });
  }
  const held = (['validation', 'test', 'split', 'testSplit'] as const).find((name) => o[name]);
  if (held)
    throw usageError(`cross-validation and ${flagOf(held)} do not go together`, {
      hint: 'it holds each part of the rows back in turn; train one model with the rows that you chose',
    });
  checkDivisible(o, 'cross-validation');
  const random = new RandomState(context.global.seed);
  const { table } = await openTable(context, argument, random, o);
  const folds = foldsOf(context, table, random, o);
  const metrics = metricsFor(folds[0].preprocessing, o.metric);
  context.screen.note(
    `${counted(folds.length, 'model')}, ${counted(folds[0].job.train.rows, 'row')} to train, ${count(folds[0].job.test.rows)} held out`,
  );
  const finished = await trainFolds(context, folds);
  const scores = scoresOf(finished, metrics, o.group === undefined);
  const judged = judgedOf(finished);
  const cut: Block | undefined =
    finished.length < folds.length
      ? {
          kind: 'text',
          text: `interrupted: what follows is of ${finished.length} of ${counted(folds.length, 'fold')}`,
        }
      : undefined;
  return {
    blocks: () => [...(cut ? [cut] : []), ...scoresBlocks(scores), ...baselineBlocks(judged)],
    json: () => ({ ...(cut && { interrupted: true }), ...scoresJson(scores), ...baselinesJson(judged) }),
    ownOutput: true,
    exitCode: context.clock.interrupt.requested ? 130 : 0,
  };
}
