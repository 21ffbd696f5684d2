import type { Jobs } from '../host/jobs.ts';
import type { TrainOptions as TrainValues } from '../options/train.ts';
import { ensembleOutcome } from '../runs/ensemble/outcome.ts';
import { trainMembers } from '../runs/ensemble/members.ts';
import { memberPlans, preparedOf } from '../runs/ensemble/plan.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { Dataset } from '../tasks/dataset.ts';
import type { Epoch } from '../train/events.ts';
import { runJob } from '../train/job.ts';
import { now, pause } from './machine.ts';

/** What training an ensemble needs to know. */
interface Ensembling {
  /** Is told of the epochs of a member when it is trained. */
  readonly onEpoch?: ((epoch: Epoch) => void) | undefined;
  /** No further member is begun from then on. */
  readonly signal?: AbortSignal | undefined;
  readonly seed: number;
  readonly backend: Backend;
  readonly dtype: 'float32' | 'float64';
}

/**
 * Trains the members of an ensemble one after the other, and joins them: the numbers of `nn train --ensemble`.
 *
 * @param folds whether members validate on folds of the training rows
 */
export async function trainEnsemble(
  dataset: Dataset,
  values: TrainValues,
  folds: boolean,
  { seed, backend, dtype, onEpoch, signal }: Ensembling,
) {
  const plan = memberPlans(dataset, values, { seed, threads: 1, folds });
  const jobs: Jobs = {
    async run(...[next, done]: Parameters<Jobs['run']>) {
      for (let index = 0; ; index++) {
        const job = index > 0 && signal?.aborted ? undefined : next(index);
        if (!job) return;
        const answer = runJob(job, backend, now);
        if (answer.kind === 'done') for (const epoch of answer.epochs) onEpoch?.(epoch);
        await done(index, answer);
        await pause();
      }
    },
  };
  const found = await trainMembers({ jobs }, plan.plans);
  const members = found.filter((member) => member !== undefined);
  const prepared = preparedOf(plan, seed);
  return { members, outcome: ensembleOutcome(prepared, members, backend, { dtype }) };
}
