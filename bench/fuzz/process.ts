import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import path from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { Finding } from './define.ts';
import { temporary } from './folder.ts';

/** Milliseconds without a sign of life after which an input hangs; other things may run beside. */
const HANGS = 60_000;
/** Megabytes of its heap. */
const HEAP = 1024;

/** The inputs that a process runs: [from, from + runs), for so many seconds. */
export interface Part {
  readonly name: string;
  readonly seed: number;
  readonly from: number;
  readonly runs: number;
  readonly seconds: number;
}

/** How far a process came, and at which block it was when it ended without being done. */
interface Done {
  readonly inputs: number;
  readonly accepted: number;
  readonly broken?: { readonly block: number; readonly how: 'hang' | 'crash'; readonly detail: string };
}

interface Told {
  readonly number?: number;
  readonly finding?: Finding;
  readonly inputs?: number;
  readonly accepted?: number;
}

const root = fileURLToPath(new URL('../../', import.meta.url));

/** The targets in one file, two folders below the project as they are here: modules that a loader compiles one by one are slow. */
export async function bundle(): Promise<string> {
  const worker = path.join(root, '.cache', `fuzz-${process.pid}`, 'worker.mjs');
  process.on('exit', () => rmSync(path.dirname(worker), { recursive: true, force: true }));
  await build({
    absWorkingDir: root,
    entryPoints: ['bench/fuzz/worker.ts'],
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    outfile: worker,
    logLevel: 'warning',
    external: ['@resvg/resvg-js'],
    banner: {
      js: "import{createRequire as madeRequire}from'node:module';const require=madeRequire(import.meta.url);",
    },
  });
  return worker;
}

/** Runs inputs in a process of their own, which is ended when one hangs. */
export function runPart(
  worker: string,
  { name, seed, from, runs, seconds }: Part,
  block: number,
  found: (finding: Finding) => void,
): Promise<Done> {
  const folder = mkdtempSync(path.join(temporary(), 'nn-fuzz-'));
  const numbers = [seed, from, runs, block, seconds].map(String);
  const child = spawn(
    process.execPath,
    ['--expose-gc', `--max-old-space-size=${HEAP}`, worker, name, ...numbers],
    { stdio: ['ignore', 'inherit', 'inherit', 'pipe'], env: { ...process.env, NN_FUZZ_FOLDER: folder } },
  );
  let number = from;
  let [inputs, accepted]: (number | undefined)[] = [];
  let alive = performance.now();
  let hung = false;
  createInterface({ input: child.stdio[3] as Readable }).on('line', (line) => {
    const told = JSON.parse(line) as Told;
    alive = performance.now();
    number = told.number ?? number;
    if (told.finding) found(told.finding);
    ({ inputs = inputs, accepted = accepted } = told);
  });
  const watch = setInterval(() => {
    hung = performance.now() - alive > HANGS;
    if (hung) child.kill('SIGKILL');
  }, 500);
  return new Promise((resolve) => {
    child.on('close', (code, signal) => {
      clearInterval(watch);
      rmSync(folder, { recursive: true, force: true });
      if (inputs !== undefined) return resolve({ inputs, accepted: accepted ?? 0 });
      const detail = `the process ended with ${code ?? signal}`;
      const broken = { block: number, how: hung ? 'hang' : 'crash', detail } as const;
      return resolve({ inputs: number - from, accepted: accepted ?? 0, broken });
    });
  });
}
