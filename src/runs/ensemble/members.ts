import type { Split } from '../../data/split.ts';
import { failure, usageError } from '../../errors.ts';
import type { Context } from '../../host/context.ts';
import type { TrainOptions } from '../../options/train.ts';
import type { Dataset } from '../../tasks/dataset.ts';
import type { Epoch } from '../../train/events.ts';
import type { Finished } from '../../train/fit.ts';
import type { Job } from '../../train/job.ts';
import { partRows } from '../../train/partRows.ts';
import { RandomState } from '../../util/random.ts';
import { decide } from '../decide.ts';
import type { Prepared } from '../decide.ts';

/** A network that is to be trained beside others: with which options, on which rows, from which seed. */
export interface MemberPlan {
  /** Preprocessing is fitted to all its training rows; members may have datasets of their own, of the same rows. */
  readonly dataset: Dataset;
  readonly o: TrainOptions;
  /** Of the training rows, by their place among them, those that train it and those that validate it; absent: as the dataset is divided. */
  readonly split?: Split | undefined;
  /** Of its weights, the order of its rows, its dropout. */
  readonly seed: number;
}

/** A network that was trained beside others. */
export interface Member {
  readonly plan: MemberPlan;
  /** Every choice made, with the rows of its own. */
  readonly prepared: Prepared;
  readonly epochs: readonly Epoch[];
  readonly finished: Finished;
  readonly ms: number;
  /** Of the rows of `split` that validate it, row-major. */
  readonly outputs?: Float32Array | Float64Array | undefined;
}

/** What training leaves of a member. */
export type MemberAnswer = Pick<Member, 'epochs' | 'finished' | 'ms' | 'outputs'>;

/**
 * Every choice of a member, and its rows.
 *
 * @throws NnError('usage')
 */
export function prepareMember({ dataset, o, split, seed }: MemberPlan): Prepared {
  const { train } = dataset;
  if (train.kind === 'streamed') throw usageError('streamed rows cannot train several networks');
  const own = split
    ? { train: partRows(train, split.train), validation: partRows(train, split.validation) }
    : { train, validation: dataset.validation };
  return decide({ ...dataset, ...own }, new RandomState(seed).snapshot(), seed, o);
}

/** The member as a job for a thread. */
function jobOf({ setup, train, validation }: Prepared, { split }: MemberPlan): Job {
  if (train.kind === 'streamed') throw new Error('streamed rows cannot be posted to a thread');
  return { setup, train, validation, ...(split && { test: validation }) };
}

/** What a caller of `trainMembers` may want. */
export interface MemberWatch {
  /** Members that were trained before, by their place. */
  readonly known?: ReadonlyMap<number, MemberAnswer>;
  /** Told of each member when it is trained. */
  readonly done?: (index: number, member: Member) => Promise<void>;
  /** No further member is begun from then on. */
  readonly enough?: () => boolean;
}

/**
 * Trains networks side by side, each on one thread: the same numbers for any number of threads. Where the user
 * interrupts it, and where it is enough, members that were not begun are absent.
 *
 * @returns in the order of the plans
 * @throws NnError('failed') when one of them cannot be trained, NnError('usage') of its options
 */
export async function trainMembers(
  { jobs }: Pick<Context, 'jobs'>,
  plans: readonly MemberPlan[],
  { known = new Map(), done, enough }: MemberWatch = {},
): Promise<(Member | undefined)[]> {
  const prepared = plans.map(prepareMember);
  const memberOf = (i: number, answer: MemberAnswer): Member => ({
    plan: plans[i],
    prepared: prepared[i],
    ...answer,
  });
  const members: (Member | undefined)[] = plans.map((_, i) => {
    const before = known.get(i);
    return before && memberOf(i, before);
  });
  const open = plans.flatMap((_, i) => (known.has(i) ? [] : [i]));
  await jobs.run(
    (at) => (at < open.length && !enough?.() ? jobOf(prepared[open[at]], plans[open[at]]) : undefined),
    async (at, answer) => {
      const index = open[at];
      if (answer.kind === 'failed') throw failure(`member ${index + 1}: ${answer.message}`, answer);
      const member = memberOf(index, answer);
      members[index] = member;
      await done?.(index, member);
    },
    { what: 'members', total: plans.length, before: known.size },
  );
  return members;
}
