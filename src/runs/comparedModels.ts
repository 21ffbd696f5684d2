import type { TargetEncoding } from '../data/target.ts';
import { unscaled } from '../data/unscale.ts';
import { keyOf } from '../figures/evaluation/scores.ts';
import type { Block, Json, Result } from '../report/result.ts';
import { optionWords } from '../options/spec.ts';
import { argmaxRows } from '../runtime/predictor.ts';
import { counted } from '../util/plural.ts';
import { holm, LEVEL, mcnemar, pairedDifference } from '../util/significance.ts';
import { chance } from '../util/quantity.ts';
import { mean, sampleDeviation } from '../util/statistics.ts';
import type { Compared, Comparison, FoldAnswers } from './compareModels.ts';
import { metricsFor, showScore } from './foldScores.ts';
import type { FoldMetric } from './foldScores.ts';
import type { Fold } from './folds.ts';

const METRICS = { classes: ['accuracy', 'log-loss'], values: ['rmse', 'r2'] };

/** A model with its figures. */
interface Ranked {
  readonly model: Compared;
  /** Of each metric: the mean over the folds, and their deviation. */
  readonly figures: readonly { readonly mean: number; readonly deviation: number }[];
  /** How probable so large a difference from the best is by chance; absent for the best itself. */
  readonly p?: number;
}

const actualOf = ({ job: { test } }: Fold, target: TargetEncoding) =>
  target.kind === 'classes' ? Int32Array.from(test.target) : unscaled(test.target, target);

/** The score of one fold. */
function scoreOf({ task, metric }: FoldMetric, fold: Fold, answers: FoldAnswers): number {
  const { target } = fold.preprocessing;
  const actual = actualOf(fold, target);
  if (task === 'values') return metric.compute({ actual, predicted: answers }).value ?? Number.NaN;
  if (target.kind !== 'classes') throw new Error('metric and target do not fit');
  const predicted = argmaxRows(answers, fold.job.test.rows);
  const sample = { classes: target.classes, actual: Int32Array.from(actual), predicted };
  return metric.compute({ ...sample, probabilities: answers }).value ?? Number.NaN;
}

/** The error of each held-out row, fold after fold: 1 for a wrong class, the squared error of a value. */
function rowErrors(folds: readonly Fold[], answers: readonly FoldAnswers[]): number[] {
  return folds.flatMap((fold, i) => {
    const { target } = fold.preprocessing;
    const actual = actualOf(fold, target);
    if (target.kind !== 'classes') return Array.from(actual, (value, row) => (answers[i][row] - value) ** 2);
    const predicted = argmaxRows(answers[i], fold.job.test.rows);
    return Array.from(actual, (value, row) => Number(predicted[row] !== value));
  });
}

/** McNemar's exact test for classes; sign flips, or Student's t of many rows, for values. */
function chanceOf(first: readonly number[], second: readonly number[], classes: boolean): number {
  if (!classes) return pairedDifference(first, second).p;
  const alone = (one: readonly number[], other: readonly number[]) =>
    one.filter((error, row) => error === 0 && other[row] === 1).length;
  return mcnemar(alone(first, second), alone(second, first));
}

/** Best first by the first metric. */
function rank({ folds, models }: Comparison, metrics: readonly FoldMetric[]): Ranked[] {
  const ranked = models.map((model) => ({
    model,
    errors: rowErrors(folds, model.answers),
    figures: metrics.map((metric) => {
      const scores = folds.map((fold, i) => scoreOf(metric, fold, model.answers[i]));
      return { mean: mean(scores), deviation: sampleDeviation(scores) };
    }),
  }));
  const sign = metrics[0].metric.higherIsBetter ? -1 : 1;
  ranked.sort((a, b) => sign * (a.figures[0].mean - b.figures[0].mean));
  const [best, ...others] = ranked;
  const classes = metrics[0].task === 'classes';
  const ps = holm(others.map(({ errors }) => chanceOf(errors, best.errors, classes)));
  return ranked.map(({ model, figures }, i) => ({ model, figures, ...(i > 0 && { p: ps[i - 1] }) }));
}

const verdictOf = ({ p }: Ranked): string =>
  p === undefined ? '' : p > 1 - LEVEL ? `within chance (${chance(p)})` : `worse (${chance(p)})`;

function table(ranked: readonly Ranked[], metrics: readonly FoldMetric[]): Block {
  const right = (name: string) => ({ name, align: 'right' as const });
  return {
    kind: 'table',
    columns: [
      { name: 'model' },
      ...metrics.flatMap(({ metric }) => [right(metric.label), { ...right('±'), dropAt: 2 }]),
      { name: 'beside the best' },
    ],
    rows: ranked.map((one) => [
      one.model.name,
      ...one.figures.flatMap((figure, m) => [
        showScore(metrics[m], figure.mean),
        showScore(metrics[m], figure.deviation),
      ]),
      verdictOf(one),
    ]),
  };
}

/** Models of the same folds as a table, the best first, each tested against the best. */
export function comparedModels(comparison: Comparison): Result {
  const { folds, failed } = comparison;
  const [{ preprocessing }] = folds;
  const metrics = metricsFor(preprocessing, METRICS[preprocessing.target.kind]);
  const ranked = rank(comparison, metrics);
  const rows = folds.reduce((sum, { job }) => sum + job.test.rows, 0);
  const test = metrics[0].task === 'classes' ? "McNemar's test" : 'sign flips';
  return {
    blocks: () => [
      table(ranked, metrics),
      ...failed.map(({ name, message }): Block => ({ kind: 'text', text: `${name}: ${message}` })),
      {
        kind: 'text',
        text: `${counted(rows, 'row')} held back over ${counted(folds.length, 'fold')}; p by ${test} on the same rows, corrected for ${counted(ranked.length - 1, 'comparison')} (Holm)`,
      },
    ],
    json: () => ({
      folds: folds.length,
      rows,
      models: ranked.map(({ model, figures, p }): Json => ({
        model: model.name,
        options: optionWords(model.options).join(' '),
        ...Object.fromEntries(
          figures.flatMap((figure, m) => {
            const key = keyOf(metrics[m].metric);
            return [
              [key, figure.mean],
              [`${key}_deviation`, figure.deviation],
            ];
          }),
        ),
        milliseconds: Math.round(model.milliseconds),
        p: p ?? null,
        within_chance: p === undefined || p > 1 - LEVEL,
      })),
      failed: failed.map(({ name, message }) => ({ model: name, message })),
    }),
  };
}
