import { splitRows } from '../data/split.ts';
import { failure } from '../errors.ts';
import type { Curve, CurvePoint } from '../figures/curveVerdict.ts';
import type { Jobs } from '../host/jobs.ts';
import type { Screen } from '../host/screen.ts';
import type { WholePart } from '../train/part.ts';
import type { RandomState } from '../util/random.ts';
import type { Prepared } from './decide.ts';
import { jobOf, resultOf } from './trials.ts';
import { overlapOf } from './versus.ts';
import type { TrialResult } from './trials.ts';
import { mean, sampleDeviation } from '../util/statistics.ts';
import { counted } from '../util/plural.ts';

/** A run whose rows are all in memory, some of them kept for validation. */
export interface WholeRun extends Prepared {
  readonly train: WholePart;
  readonly validation: WholePart;
}

/** The least number of rows to train on, however few classes and layers there are. */
const LEAST = 10;

/** Some rows of a part. */
function rowsOf(part: WholePart, rows: Int32Array): WholePart {
  const width = part.x.length / part.rows;
  const x = part.x.slice(0, rows.length * width);
  rows.forEach((row, i) => x.set(part.x.subarray(row * width, (row + 1) * width), i * width));
  const target = part.target.slice(0, rows.length);
  rows.forEach((row, i) => (target[i] = part.target[row]));
  return { kind: 'whole', x, target, rows: rows.length };
}

/** Numbers of training rows, each the same multiple of the one before, the last one all rows. */
function sizesOf({ train, setup, preprocessing }: WholeRun, points: number): number[] {
  const classes = preprocessing.target.kind === 'classes';
  const least = Math.min(train.rows, Math.max(LEAST, classes ? 2 * setup.spec.layers.length : LEAST));
  const sizes = Array.from({ length: points }, (_, i) =>
    Math.round(least * (train.rows / least) ** (i / (points - 1))),
  );
  // Of few rows some are the same.
  return [...new Set(sizes)];
}

/** One model of a learning curve. */
interface Model {
  readonly size: number;
  readonly run: Prepared;
}

/**
 * Every model of every size, on rows drawn anew; of classes with all of them in proportion. All rows can be drawn in
 * one way only: they are one model.
 */
function modelsOf(whole: WholeRun, sizes: readonly number[], repeats: number, random: RandomState): Model[] {
  const { train, preprocessing } = whole;
  const rows = Int32Array.from({ length: train.rows }, (_, i) => i);
  const classOf = preprocessing.target.kind === 'classes' ? (row: number) => train.target[row] : undefined;
  return sizes.flatMap((size) =>
    Array.from({ length: size === train.rows ? 1 : repeats }, () => {
      const part = splitRows(rows, 1 - size / train.rows, random, classOf).train;
      return { size, run: { ...whole, train: rowsOf(train, part) } };
    }),
  );
}

/** Of each validation row the mean over models of what their scores are means of. */
function eachRow(results: readonly TrialResult[], classes: boolean): Float64Array | undefined {
  const all = results.map(({ rows }) => (classes ? rows?.correct : rows?.losses));
  const [first] = all;
  if (!first) return undefined;
  const sums = new Float64Array(first.length);
  for (const one of all) {
    if (one?.length !== sums.length) return undefined;
    for (let row = 0; row < sums.length; row++) sums[row] += one[row] / all.length;
  }
  return sums;
}

/**
 * Means over the models of one size.
 *
 * @throws NnError('failure') where none could be trained
 */
function pointOf(rows: number, results: readonly TrialResult[], classes: boolean): CurvePoint {
  const done = results.filter(({ state }) => state === 'done');
  if (done.length === 0)
    throw failure(
      `no model could be trained on ${counted(rows, 'row')}: ${results[0]?.message ?? 'stopped'}`,
    );
  const scores = done.map((r) => (classes ? (r.validationAccuracy ?? 0) : (r.validationLoss ?? 0)));
  const training = done.map((r) => (classes ? (r.accuracy ?? 0) : (r.loss ?? 0)));
  return {
    rows,
    score: mean(scores),
    variance: scores.length > 1 ? sampleDeviation(scores) ** 2 : undefined,
    training: mean(training),
    each: eachRow(done, classes),
  };
}

/**
 * Trains models on growing parts of the training rows, side by side.
 *
 * @throws NnError('failure') where no model of a size could be trained
 */
export async function learningCurve(
  { jobs, screen }: { readonly jobs: Jobs; readonly screen: Screen },
  whole: WholeRun,
  { points, repeats }: { readonly points: number; readonly repeats: number },
  random: RandomState,
): Promise<Curve> {
  const sizes = sizesOf(whole, points);
  const work = modelsOf(whole, sizes, repeats, random);
  const results = new Map<number, TrialResult>();
  await jobs.run(
    (index) => (index < work.length ? { ...jobOf(work[index].run), byRow: true } : undefined),
    async (index, answer) => {
      results.set(index, resultOf({}, answer));
      const done = String(results.size).padStart(String(work.length).length);
      screen.note(`${done}/${work.length}  ${counted(work[index].size, 'row')}`);
    },
    { what: 'models', total: work.length },
  );
  const classes = whole.preprocessing.target.kind === 'classes';
  return {
    points: sizes.map((size) => {
      const own = work.flatMap((model, i) => (model.size === size ? (results.get(i) ?? []) : []));
      return pointOf(size, own, classes);
    }),
    classes,
    repeats,
    validationRows: whole.validation.rows,
    overlap: overlapOf(whole.preprocessing),
  };
}
