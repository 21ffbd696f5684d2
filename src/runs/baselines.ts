import { fitBaselines } from '../baselines/fit.ts';
import type { FittedBaseline } from '../baselines/fit.ts';
import { judge } from '../baselines/judge.ts';
import type { Contestant, Judged, JudgedPart } from '../baselines/judge.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { ofClasses, Predictor } from '../runtime/predictor.ts';
import type { Backend } from '../runtime/runtime.ts';
import { flopsPerRow } from '../runtime/work.ts';
import { baselineFacts, contestOf, learningRows } from '../tasks/baselines.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { judgeLanguage } from '../tasks/language/unigram.ts';
import type { Finished } from '../train/fit.ts';
import { measurePart } from '../train/measurePart.ts';
import type { WholePart } from '../train/part.ts';
import type { Prepared } from './decide.ts';

/** What the baselines of a run came to. */
export interface RunBaselines {
  /** As the model file keeps them. */
  readonly fitted: readonly FittedBaseline[];
  /** Absent where no rows can be measured. */
  readonly judged?: Judged;
}

/** Multiplications that are a moment's work, and that are never exceeded. */
const LEAST = 1e8;
const MOST = 4e9;
/** Multiplications of a baseline for each operation of the training: about a tenth of its time. */
const SHARE = 0.02;

/**
 * Multiplications that the baselines of a run may take. By its work and not by its time, so that the same
 * run gives the same bytes.
 */
const budgetFor = (forward: number): number => Math.min(MOST, Math.max(LEAST, SHARE * 3 * forward));

/** Of each fold of a cross-validation. */
const FOLD_BUDGET = 3e8;

/** The rows on which a run is judged: those that test, else validate, else train. */
function judgedRows({ train, validation, test, past }: Prepared):
  | {
      readonly rows: JudgedPart;
      readonly part: WholePart;
      readonly at?: Int32Array | undefined;
    }
  | undefined {
  if (test) return { rows: 'test', part: test };
  if (validation) return { rows: 'validation', part: validation, at: past?.validation };
  return train.kind === 'whole' ? { rows: 'training', part: train, at: past?.train } : undefined;
}

/**
 * Fits the baselines of a run, and judges its network beside them on the rows that test, else on those that
 * validate, else on those that trained. The book's runs have none.
 */
export function baselinesOf(
  prepared: Prepared,
  { weights, epochs }: Pick<Finished, 'weights' | 'epochs'>,
  backend: Backend,
): RunBaselines | undefined {
  const { setup, preprocessing, train, past } = prepared;
  const { spec } = setup;
  const facts = baselineFacts(preprocessing, sizeOf(spec.input), past?.season);
  if (!facts || setup.book) return undefined;
  const pastOf = (at: Int32Array | undefined) => past && at && { ...past, at };
  const rows = learningRows(train, facts.inputs, pastOf(past?.train));
  const fitted = fitBaselines(rows, facts, budgetFor(flopsPerRow(spec) * train.rows * epochs));
  const measured = judgedRows(prepared);
  if (!measured) return { fitted };
  // A passage of a text has a target for each of its tokens.
  if (preprocessing.pieces?.of === 'text') {
    const scores = measurePart(setup, weights, measured.part, backend);
    const judged = judgeLanguage(fitted, measured.part.target, scores, measured.rows);
    return { fitted, ...(judged && { judged }) };
  }
  const outputs = new Predictor({ spec, weights, preprocessing }, backend).run(
    measured.part.x,
    measured.part.rows,
  );
  if (!outputs.every(Number.isFinite)) return { fitted };
  const contest = contestOf(
    { preprocessing, facts, fitted },
    { part: measured.part, rows: measured.rows, past: pastOf(measured.at) },
    outputs,
  );
  return { fitted, judged: judge(contest) };
}

/** A network that was trained without some rows, and what it answers to them. */
export interface HeldOut {
  readonly preprocessing: Preprocessing;
  readonly train: WholePart;
  readonly test: WholePart;
  /** Of the network for the rows held out: probabilities, of two classes also one each, or values. */
  readonly outputs: Float32Array | Float64Array;
}

const joined = (arrays: readonly ArrayLike<number>[]): Float64Array => {
  const out = new Float64Array(arrays.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const array of arrays) {
    out.set(array, at);
    at += array.length;
  }
  return out;
};

/**
 * Networks of a cross-validation beside baselines that were fitted to the same rows, all rows held out
 * together. Undefined where a fold has no baselines, or other ones.
 *
 * @param inputs of a row
 */
export function judgeFolds(folds: readonly HeldOut[], inputs: number): Judged | undefined {
  const answered = folds.map(({ preprocessing, train, test, outputs }) => {
    const facts = baselineFacts(preprocessing, inputs);
    if (!facts) return undefined;
    const fitted = fitBaselines(learningRows(train, inputs), facts, FOLD_BUDGET);
    const { question } = facts;
    const all = question.kind === 'classes' ? ofClasses(outputs, test.rows, question.classes) : outputs;
    return contestOf({ preprocessing, facts, fitted }, { part: test, rows: 'held-out' }, all);
  });
  const contests = answered.filter((contest) => contest !== undefined);
  const [first] = contests;
  if (!first || contests.length < folds.length) return undefined;
  const together = (of: (contest: typeof first) => Contestant | undefined): Contestant | undefined => {
    const all = contests.map(of);
    const found = all.filter((one) => one !== undefined);
    return found.length === all.length
      ? { ...found[0], outputs: joined(found.map(({ outputs }) => outputs)) }
      : undefined;
  };
  return judge({
    ...first,
    actual: joined(contests.map(({ actual }) => actual)),
    rows: contests.reduce((sum, { rows }) => sum + rows, 0),
    baselines: first.baselines.flatMap(
      ({ name }) => together((contest) => contest.baselines.find((one) => one.name === name)) ?? [],
    ),
    network: together(({ network }) => network) ?? first.network,
  });
}
