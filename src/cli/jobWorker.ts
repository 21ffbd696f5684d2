import { parentPort, workerData } from 'node:worker_threads';
import { referenceBackend } from '../runtime/runtime.ts';
import { wasmBackend } from '../runtime/wasmBackend.ts';
import { runJob } from '../train/job.ts';
import type { Job } from '../train/job.ts';
import { steadyClock } from './clock.ts';
import { asset } from './package.ts';

/** Which kernels a thread of jobs uses. */
export interface JobWorkerData {
  readonly kernels: 'wasm' | 'reference';
  readonly dtype: 'float32' | 'float64';
}

async function serve({ kernels, dtype }: JobWorkerData): Promise<void> {
  const backend =
    kernels === 'reference' || dtype === 'float64'
      ? referenceBackend(dtype)
      : await wasmBackend({ simd: () => asset('simd.wasm'), relaxed: () => asset('relaxed.wasm') });
  const now = steadyClock();
  parentPort?.on('message', (job: Job) => parentPort?.postMessage(runJob(job, backend, now)));
}

// Messages wait until somebody listens.
void serve(workerData as JobWorkerData);
