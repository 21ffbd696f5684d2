import type { FittedBaseline } from '../baselines/fit.ts';
import type { BaselineFacts, BaselineRows, LearningRows, Past } from '../baselines/define.ts';
import { baselines } from '../baselines/index.ts';
import type { Contest, Contestant, JudgedPart } from '../baselines/judge.ts';
import type { Preprocessing } from '../data/preprocessing.ts';
import { unscaled } from '../data/unscale.ts';
import { findSeriesModel } from './series/model.ts';
import type { Part, StreamedPart, WholePart } from '../train/part.ts';

/**
 * What baselines are to answer; undefined for tasks that have none: reconstructions, and data that says nothing about
 * its columns.
 *
 * @param inputs of a row
 * @param season of a series
 */
export function baselineFacts(
  preprocessing: Preprocessing,
  inputs: number,
  season?: number,
): BaselineFacts | undefined {
  const { target, pieces, features } = preprocessing;
  if (pieces?.of === 'inputs') return undefined;
  const numeric = !features.some(({ kind }) => kind === 'text');
  const outputs = findSeriesModel(preprocessing)?.pieces.horizon ?? 1;
  return {
    question:
      target.kind === 'classes'
        ? { kind: 'classes', classes: target.classes.length }
        : { kind: 'values', outputs },
    inputs,
    numeric,
    ...(season !== undefined && { season }),
  };
}

/** Rows of a streamed part that baselines are fitted to at most. */
const STREAMED = 20_000;

/** Some of the rows of a streamed part: blocks from all over the data. */
function loaded(part: StreamedPart, inputs: number): LearningRows {
  const blocks = Math.ceil(part.rows / part.block);
  const some = Math.min(blocks, Math.max(1, Math.floor(STREAMED / part.block)));
  const lengths = Array.from({ length: some }, (_, i) => {
    const from = Math.floor((i * blocks) / some) * part.block;
    return { from, rows: Math.min(part.block, part.rows - from) };
  });
  const rows = lengths.reduce((sum, block) => sum + block.rows, 0);
  const x = new Float32Array(rows * inputs);
  const target = part.target === 'classes' ? new Int32Array(rows) : new Float64Array(rows);
  let at = 0;
  for (const block of lengths) {
    part.load(block.from, block.rows, x.subarray(at * inputs), target.subarray(at));
    at += block.rows;
  }
  return { x, inputs, rows, target };
}

/** The training rows as baselines take them. */
export const learningRows = (part: Part, inputs: number, past?: Past): LearningRows =>
  part.kind === 'streamed'
    ? loaded(part, inputs)
    : { x: part.x, inputs, rows: part.rows, target: part.target, weights: part.weights, past };

/** What fitted baselines answer, values in the unit of the target. */
export function answersOf(
  fitted: readonly FittedBaseline[],
  facts: BaselineFacts,
  { target }: Preprocessing,
  rows: BaselineRows,
): Contestant[] {
  return fitted.flatMap((one): Contestant[] => {
    const baseline = baselines.find(one.name);
    if (!baseline) return [];
    const outputs = baseline.answer(one.parameters, rows, facts.question);
    return [
      {
        name: one.name,
        label: baseline.label(facts),
        fitted: one.rows,
        outputs: target.kind === 'values' ? unscaled(outputs, target) : outputs,
      },
    ];
  });
}

/** The network of a run beside the baselines. */
export const networkContestant = (outputs: ArrayLike<number>, { target }: Preprocessing): Contestant => ({
  name: 'network',
  label: 'this network',
  outputs: target.kind === 'values' ? unscaled(outputs, target) : outputs,
});

/** A contest on rows as a network gets them. */
export function contestOf(
  {
    preprocessing,
    facts,
    fitted,
  }: {
    readonly preprocessing: Preprocessing;
    readonly facts: BaselineFacts;
    readonly fitted: readonly FittedBaseline[];
  },
  {
    part,
    rows,
    past,
  }: { readonly part: WholePart; readonly rows: JudgedPart; readonly past?: Past | undefined },
  outputs: ArrayLike<number>,
): Contest {
  const { target } = preprocessing;
  const { x, rows: count } = part;
  return {
    ...(target.kind === 'classes' && { classes: target.classes }),
    actual: target.kind === 'values' ? unscaled(part.target, target) : part.target,
    rows: count,
    part: rows,
    baselines: answersOf(fitted, facts, preprocessing, { x, inputs: facts.inputs, rows: count, past }),
    network: networkContestant(outputs, preprocessing),
    ...(facts.question.kind === 'values' && { together: facts.question.outputs }),
  };
}
