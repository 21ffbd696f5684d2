import type { TrainOptions } from '../../options/train.ts';
import type { Dataset } from '../../tasks/dataset.ts';
import { counted } from '../../util/plural.ts';
import { count } from '../../util/quantity.ts';
import type { Prepared } from '../decide.ts';
import { foldsOfRows } from './folds.ts';
import { prepareMember } from './members.ts';
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

/** Whether members validate on folds: rows may be divided at random, and the user did not say which validate. */
export const usesFolds = (o: TrainOptions, inOrder: boolean): boolean => !inOrder && !isDivided(o);

/**
 * Decides which rows train and validate which member.
 *
 * @param dataset with folds all rows that are not held back train
 * @throws NnError('usage') for fewer rows than folds
 */
export function memberPlans(
  dataset: Dataset,
  o: TrainOptions,
  { seed, threads, folds }: { readonly seed: number; readonly threads: number; readonly folds: boolean },
): EnsemblePlan {
  const all = o.ensemble ?? 1;
  const splits = folds ? foldsOfRows(dataset, all, seed) : [];
  const own = memberOptions(o, all, threads);
  return {
    dataset,
    folds,
    plans: Array.from({ length: all }, (_, i) => ({
      dataset,
      o: own,
      split: splits[i],
      seed: (seed + i) % 2 ** 32,
    })),
  };
}

/** The choices that all members share, with the rows of the whole. */
export function preparedOf({ dataset, plans, folds }: EnsemblePlan, seed: number): Prepared {
  const first = prepareMember(plans[0]);
  const { train, validation, profile } = dataset;
  const held = plans[0].split?.validation.length ?? 0;
  const messages = profile.messages.map(([label, text]): readonly [string, string] =>
    label === 'split' && folds
      ? [
          label,
          `${counted(train.rows, 'row')} in ${count(plans.length)} folds of about ${count(held)}, each validates a member`,
        ]
      : [label, text],
  );
  return {
    ...first,
    train,
    validation,
    profile: { ...profile, messages },
    setup: { ...first.setup, seed },
  };
}
