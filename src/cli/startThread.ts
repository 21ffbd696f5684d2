import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkerOptions } from 'node:worker_threads';
import { executable } from './executable.ts';

/** The bundled program of a thread: beside this bundle or, when run from source, in dist. */
function threadFile(name: string): string {
  const beside = new URL(`./${name}`, import.meta.url);
  return fileURLToPath(existsSync(beside) ? beside : new URL(`../../dist/${name}`, import.meta.url));
}

/** A thread that runs a chunk of the program. */
export function startThread(name: 'worker' | 'jobWorker', options: WorkerOptions): Worker {
  const chunk = `${name}.cjs`;
  const whole = executable();
  return whole
    ? new Worker(whole.threadScript, { ...options, eval: true, argv: [chunk] })
    : new Worker(threadFile(chunk), options);
}
