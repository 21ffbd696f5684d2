import { availableParallelism } from 'node:os';
import type { Worker } from 'node:worker_threads';
import { failure } from '../errors.ts';
import type { Interrupt } from '../host/clock.ts';
import type { GlobalOptions } from '../options/globals.ts';
import type { Job, JobAnswer } from '../train/job.ts';
import type { JobWorkerData } from './jobWorker.ts';
import { startThread } from './startThread.ts';

/** Milliseconds between two looks at whether the user wants to stop. */
const LOOK = 50;

/** What a thread makes of a job; undefined where the user did not want to wait for it. */
async function answerOf(worker: Worker, job: Job, interrupt: Interrupt): Promise<JobAnswer | undefined> {
  let look: ReturnType<typeof setInterval> | undefined;
  try {
    return await new Promise((resolve, reject) => {
      look = setInterval(() => interrupt.requested && resolve(undefined), LOOK);
      worker.removeAllListeners();
      worker.once('message', resolve);
      worker.once('error', reject);
      worker.once('exit', () => reject(failure('a thread ended before its work was done')));
      worker.postMessage(job);
    });
  } finally {
    clearInterval(look);
    worker.removeAllListeners();
  }
}

/**
 * Runs jobs side by side, each on one thread. Their answers do not depend on how many run at a time; they
 * arrive in the order in which the jobs end. When the user interrupts them, those that run are given up.
 *
 * @param next the job of this number, or undefined when there are no more; asked in order
 */
export async function runJobs(
  { kernels, dtype, threads }: GlobalOptions,
  interrupt: Interrupt,
  next: (index: number) => Job | undefined,
  done: (index: number, answer: JobAnswer) => Promise<void>,
): Promise<void> {
  interrupt.heed();
  const data: JobWorkerData = { kernels: kernels === 'reference' ? 'reference' : 'wasm', dtype };
  let asked = 0;
  // One answer is dealt with at a time, since that writes files.
  let telling = Promise.resolve();
  const take = () => {
    const index = asked++;
    const job = interrupt.requested ? undefined : next(index);
    return job && { index, job };
  };
  const lane = async () => {
    let work = take();
    if (!work) return;
    const worker = startThread('jobWorker', { workerData: data });
    try {
      while (work) {
        const { index, job } = work;
        const answer = await answerOf(worker, job, interrupt);
        if (!answer) return;
        await (telling = telling.then(() => done(index, answer)));
        work = take();
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads ?? availableParallelism() }, lane));
}
