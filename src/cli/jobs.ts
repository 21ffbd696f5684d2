import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { failure } from '../errors.ts';
import type { GlobalOptions } from '../options/globals.ts';
import type { Job, JobAnswer } from '../train/job.ts';
import type { JobWorkerData } from './jobWorker.ts';

function workerFile(): URL {
  const beside = new URL('./jobWorker.js', import.meta.url);
  return existsSync(beside) ? beside : new URL('../../dist/jobWorker.js', import.meta.url);
}

/**
 * Runs jobs side by side, each on one thread. Their answers do not depend on how many run at a time; they
 * arrive in the order in which the jobs end.
 *
 * @param next the job of this number, or undefined when there are no more; asked in order
 */
export async function runJobs(
  { kernels, dtype, threads }: GlobalOptions,
  interrupt: { readonly requested: boolean },
  next: (index: number) => Job | undefined,
  done: (index: number, answer: JobAnswer) => Promise<void>,
): Promise<void> {
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
    const worker = new Worker(workerFile(), { workerData: data });
    try {
      while (work) {
        const { index, job } = work;
        const answer = await new Promise<JobAnswer>((resolve, reject) => {
          worker.removeAllListeners();
          worker.once('message', resolve);
          worker.once('error', reject);
          worker.once('exit', () => reject(failure('a thread ended before its work was done')));
          worker.postMessage(job);
        });
        await (telling = telling.then(() => done(index, answer)));
        work = take();
      }
    } finally {
      await worker.terminate();
    }
  };
  await Promise.all(Array.from({ length: threads ?? availableParallelism() }, lane));
}
