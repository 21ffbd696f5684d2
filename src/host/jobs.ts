import type { Job, JobAnswer } from '../train/job.ts';

/** How many jobs there are, and what they are called. */
export interface JobCount {
  readonly what: string;
  readonly total: number;
  /** Done before. */
  readonly before?: number;
}

/** Training runs side by side. */
export interface Jobs {
  /**
   * Runs jobs, each on a thread of its own, until there are no more or the user stops it.
   *
   * @param next the job with this index; called in order
   * @param done receives each answer as it arrives
   * @param work how progress is told, where the caller does not tell it
   */
  run(
    next: (index: number) => Job | undefined,
    done: (index: number, answer: JobAnswer) => Promise<void>,
    work?: JobCount,
  ): Promise<void>;
}
