import type { Job, JobAnswer } from '../train/job.ts';

/** Training runs side by side. */
export interface Jobs {
  /**
   * Runs jobs, each on a thread of its own, until there are no more or the user stops it.
   *
   * @param next the job with this index; called in order
   * @param done receives each answer as it arrives
   */
  run(
    next: (index: number) => Job | undefined,
    done: (index: number, answer: JobAnswer) => Promise<void>,
  ): Promise<void>;
}
