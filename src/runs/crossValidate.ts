import { foldSplit, makeFolds } from '../data/folds.ts';
import { groupsOf } from '../data/groups.ts';
import { chooseColumns } from '../data/columnRoles.ts';
import { fitFeatures } from '../data/fitPreprocessing.ts';
import { readTarget } from '../data/target.ts';
import { sampleWeights } from '../data/sampleWeights.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { splitRows } from '../data/split.ts';
import type { Table } from '../data/table.ts';
import { unscaled } from '../data/unscale.ts';
import { failure, usageError } from '../errors.ts';
import type { ClassMetric, Score, ValueMetric } from '../metrics/define.ts';
import { parseClassMetric, parseValueMetric, splitMetrics } from '../metrics/parse.ts';
import { argmaxRows, ofClasses } from '../runtime/predictor.ts';
import type { Result } from '../report/result.ts';
import type { Job } from '../train/job.ts';
import type { Part } from '../train/request.ts';
import { RandomState } from '../util/random.ts';
import { count, measure, percent } from '../util/quantity.ts';
import type { Context } from '../host/context.ts';
import { keyOf } from '../figures/evaluation/scores.ts';
import { openTable } from '../inputs/openTable.ts';
import { columnChoices, missingTargets } from '../tasks/table/dataset.ts';
import { encodePart } from '../tasks/table/encode.ts';
import { tableProfile } from '../tasks/table/profile.ts';
import { checkDivisible } from '../tasks/index.ts';
import type { TrainOptions } from '../options/train.ts';
import { decide } from './decide.ts';

const CLASS_METRICS = ['accuracy', 'balanced-accuracy', 'f1', 'log-loss', 'matthews'];
const VALUE_METRICS = ['rmse', 'mae', 'r2'];

/** One model of the cross-validation: what it learns from and the rows it is asked about. */
interface Fold {
  readonly name: string;
  readonly preprocessing: Preprocessing;
  readonly job: Job & { readonly test: Part };
}

type Metric =
  | { readonly task: 'classes'; readonly metric: ClassMetric }
  | { readonly task: 'values'; readonly metric: ValueMetric };

/** The outputs of a fold's model as a metric sees them. */
function scoreOf(
  chosen: Metric,
  { preprocessing }: Fold,
  answers: Float32Array | Float64Array,
  test: Part,
): Score {
  const { target } = preprocessing;
  const outputs = target.kind === 'classes' ? ofClasses(answers, test.rows, target.classes.length) : answers;
  if (chosen.task === 'classes' && target.kind === 'classes') {
    const actual = Int32Array.from(test.target);
    const predicted = argmaxRows(outputs, test.rows);
    return chosen.metric.compute({ classes: target.classes, actual, predicted, probabilities: outputs });
  }
  if (chosen.task === 'values' && target.kind === 'values') {
    return chosen.metric.compute({
      actual: unscaled(test.target, target),
      predicted: unscaled(outputs, target),
    });
  }
  throw new Error('metric and target do not fit');
}

function metricsFor({ target }: Preprocessing, wanted: readonly string[]): Metric[] {
  if (target.kind === 'classes') {
    const names =
      wanted.length > 0 ? wanted.flatMap((text) => splitMetrics(text, target.classes)) : CLASS_METRICS;
    return names.map((name) => ({ task: 'classes', metric: parseClassMetric(name, target.classes) }));
  }
  const names = wanted.length > 0 ? wanted.flatMap((text) => splitMetrics(text)) : VALUE_METRICS;
  return names.map((name) => ({ task: 'values', metric: parseValueMetric(name) }));
}

const show = ({ metric }: Metric, value: number) =>
  metric.unit === 'share' ? percent(value) : measure(value);

const meanOf = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
/** Of a sample: n − 1 in the denominator. */
const deviationOf = (values: readonly number[]) =>
  values.length < 2
    ? 0
    : Math.sqrt(values.reduce((sum, value) => sum + (value - meanOf(values)) ** 2, 0) / (values.length - 1));

/** The folds of a table, each with the scaling that its own training rows give. */
function foldsOf(context: Context, table: Table, random: RandomState, o: TrainOptions): Fold[] {
  const { seed, dtype } = context.global;
  const choices = columnChoices(o);
  const roles = chooseColumns(table, choices, choices.target);
  const target = readTarget(table, roles.target, choices);
  const { rows, labels } = target;
  for (const note of [...roles.notes, ...missingTargets(table, rows)]) context.screen.note(note);
  const classes = labels && ((row: number) => labels[row]);
  const folds = o.leaveOneOut ? ('one' as const) : (o.kFold ?? 5);
  const groupOf = o.group === undefined ? undefined : groupsOf(table, o.group, rows);
  const weights = o.sampleWeight === undefined ? undefined : sampleWeights(table, o.sampleWeight);
  const made: Fold[] = [];
  for (let repeat = 0; repeat < o.repeats; repeat++) {
    const divided = makeFolds(rows, { folds, classes, groups: groupOf }, random);
    const splits = Array.from({ length: divided.count }, (_, i) => foldSplit(divided, i));
    const place = random.snapshot();
    splits.forEach(({ train: others, validation: held }, i) => {
      // Early stopping looks at rows of its own: the held-out ones are asked about once, at the end.
      const inner = splitRows(others, o.validationSplit, random, classes);
      const { features, shape, notes } = fitFeatures(table, roles, inner.train, choices);
      if (made.length === 0) for (const note of notes) context.screen.note(note);
      // The classes are those of all rows, so that every fold's network has the same outputs.
      const { encoding, encoded } = target.fit(inner.train);
      const preprocessing = { features, target: encoding, ...(shape && { shape }) };
      const of = { preprocessing, table, encoded, dtype };
      const parts = {
        train: encodePart(of, inner.train, weights),
        validation: inner.validation.length > 0 ? encodePart(of, inner.validation) : undefined,
      };
      const dataset = {
        preprocessing,
        ...parts,
        profile: tableProfile(preprocessing, o, parts),
        sample: undefined,
        source: table.source,
        rows: table.rows,
        name: 'fold',
        digest: undefined,
      };
      const { setup, train, validation } = decide(dataset, place, seed, o);
      if ('load' in train) throw new Error('folds are in memory');
      const name = o.repeats > 1 ? `${repeat + 1}.${i + 1}` : String(i + 1);
      made.push({ name, preprocessing, job: { setup, train, validation, test: encodePart(of, held) } });
    });
  }
  return made;
}

/** Trains a model for each fold, side by side, and measures it on the rows it has not seen. Writes no model. */
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
  checkDivisible(o, 'cross-validation');
  const random = new RandomState(context.global.seed);
  const { table } = await openTable(context, argument, random, o);
  const folds = foldsOf(context, table, random, o);
  const metrics = metricsFor(folds[0].preprocessing, o.metric);
  context.screen.note(
    `${count(folds.length)} models, ${count(folds[0].job.train.rows)} rows to train, ${count(folds[0].job.test.rows)} held out`,
  );
  const outputs: (Float32Array | Float64Array | undefined)[] = folds.map(() => undefined);
  let done = 0;
  await context.jobs.run(
    (index) => folds[index]?.job,
    async (index, answer) => {
      if (answer.kind === 'failed') throw failure(`fold ${folds[index].name}: ${answer.message}`, answer);
      outputs[index] = answer.outputs;
      done++;
      context.screen.note(
        `${String(done).padStart(String(folds.length).length)}/${folds.length}  fold ${folds[index].name}: ${count(answer.finished.epochs)} epochs`,
      );
    },
  );
  const finished = folds.flatMap((fold, i) => {
    const own = outputs[i];
    return own ? [{ fold, own }] : [];
  });
  if (finished.length === 0) throw failure('no fold was finished');

  // A single row has no accuracy worth a deviation: all held-out rows are measured together.
  const pooled = finished.every(({ fold }) => fold.job.test.rows === 1);
  const scored = finished.map(({ fold, own }) => ({
    name: fold.name,
    scores: metrics.map((metric) => scoreOf(metric, fold, own, fold.job.test).value),
  }));
  const together = () => {
    const [{ fold }] = finished;
    const rows = finished.length;
    const target = Float64Array.from(finished, (item) => item.fold.job.test.target[0]);
    const x = new Float64Array(0);
    const test: Part = {
      x,
      target: fold.job.test.target instanceof Int32Array ? Int32Array.from(target) : target,
      rows,
    };
    const flat = Float64Array.from(finished.flatMap(({ own }) => [...own]));
    return metrics.map((metric) => scoreOf(metric, fold, flat, test).value);
  };
  const summary = metrics.map((metric, m) => {
    const values = pooled ? together().slice(m, m + 1) : scored.map(({ scores }) => scores[m]);
    const present = values.filter((value) => value !== undefined);
    return {
      metric,
      mean: present.length > 0 ? meanOf(present) : undefined,
      deviation: deviationOf(present),
    };
  });
  const cell = (metric: Metric, value: number | undefined) =>
    value === undefined ? '–' : show(metric, value);
  const column = (label: string) => ({ name: label, align: 'right' as const });
  const interrupted = context.clock.interrupt.requested;
  return {
    blocks: () => [
      pooled
        ? {
            kind: 'facts',
            facts: [
              ['rows held out one by one', count(finished.length)],
              ...summary.map(({ metric, mean }) => [metric.metric.label, cell(metric, mean)] as const),
            ],
          }
        : {
            kind: 'table',
            columns: [{ name: 'fold' }, ...metrics.map(({ metric }) => column(metric.label))],
            rows: scored.map(({ name, scores }) => [
              name,
              ...scores.map((value, m) => cell(metrics[m], value)),
            ]),
            foot: [
              ['mean', ...summary.map(({ metric, mean }) => cell(metric, mean))],
              ['±', ...summary.map(({ metric, deviation }) => show(metric, deviation))],
            ],
          },
    ],
    json: () => ({
      folds: pooled
        ? finished.length
        : scored.map(({ name, scores }) => ({
            fold: name,
            ...Object.fromEntries(scores.map((value, m) => [keyOf(metrics[m].metric), value ?? null])),
          })),
      mean: Object.fromEntries(summary.map(({ metric, mean }) => [keyOf(metric.metric), mean ?? null])),
      ...(!pooled && {
        deviation: Object.fromEntries(
          summary.map(({ metric, deviation }) => [keyOf(metric.metric), deviation]),
        ),
      }),
    }),
    ownOutput: true,
    exitCode: interrupted ? 130 : 0,
  };
}
