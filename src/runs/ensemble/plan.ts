import type { Context } from '../../host/context.ts';
import type { TrainOptions } from '../../options/train.ts';
import { readData, taskFor } from '../../tasks/index.ts';
import type { Dataset } from '../../tasks/dataset.ts';
import { RandomState } from '../../util/random.ts';
import { foldsOfRows } from './folds.ts';
import type { MemberPlan } from './members.ts';

/** An ensemble that is to be trained: its rows, and its members. */
export interface EnsemblePlan {
  /** With folds, all rows that are not held back train. */
  readonly dataset: Dataset;
  readonly plans: readonly MemberPlan[];
  /** Members validate on folds; else they share the validation rows and differ by their seeds. */
  readonly folds: boolean;
}

/** Whether the user said which rows validate: then all members have these. */
const isDivided = ({ validation, validationSplit, split }: TrainOptions): boolean =>
  validation !== undefined || validationSplit !== undefined || split !== undefined;

/** The options of one of `count` members, of which `threads` are trained at a time: each has its share of the time. */
function memberOptions(o: TrainOptions, count: number, threads: number): TrainOptions {
  if (o.timeLimit === undefined) return o;
  return { ...o, timeLimit: o.timeLimit / Math.ceil(count / threads) };
}

/**
 * Reads the rows and decides which of them train and validate which member.
 *
 * @throws NnError('input' | 'usage')
 */
export async function planEnsemble(
  context: Context,
  argument: string | undefined,
  o: TrainOptions,
): Promise<EnsemblePlan> {
  const { seed, threads = context.machine.facts().cores } = context.global;
  const count = o.ensemble ?? 1;
  const folds = taskFor(o).inOrder === undefined && !isDivided(o);
  const random = new RandomState(seed);
  const dataset = await readData(context, argument, random, folds ? { ...o, validationSplit: 0 } : o);
  const splits = folds ? foldsOfRows(dataset, count, seed) : [];
  const own = memberOptions(o, count, threads);
  return {
    dataset,
    folds,
    plans: Array.from({ length: count }, (_, i) => ({
      dataset,
      o: own,
      split: splits[i],
      seed: (seed + i) % 2 ** 32,
    })),
  };
}
