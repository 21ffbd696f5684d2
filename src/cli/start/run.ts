import type * as V8 from 'node:v8';
import type { Compiled } from './codeCache.ts';
import type { Loader } from './loader.ts';

/** Exit codes of commands that were carried out. */
const DONE = new Set<number | string>([0, 1]);

/** Code that was compiled under a flag would be refused by a process that begins without it. */
function keepCompiled(loader: Loader, write: (compiled: Compiled) => void): void {
  if (loader.complete()) return;
  try {
    if (process.versions.node.startsWith('20.'))
      (require('node:v8') as typeof V8).setFlagsFromString('--no-experimental-wasm-relaxed-simd');
    write(loader.compiled());
  } catch {
    // The next start is as slow as this one.
  }
}

async function run(loader: Loader): Promise<void> {
  const { ended } = loader.load('main.cjs') as { readonly ended: Promise<void> };
  await ended;
  // Nothing is open any more: V8 need not give its memory back piece by piece, which takes as long as a short command.
  if (process.getActiveResourcesInfo().length === 0) process.exit();
}

/**
 * Runs the command of the process.
 *
 * @param write keeps what V8 compiled
 */
export function runProgram(loader: Loader, write: ((compiled: Compiled) => void) | undefined): void {
  if (write)
    process.once('exit', (code) => {
      if (DONE.has(code)) keepCompiled(loader, write);
    });
  run(loader).catch((error: unknown) => {
    // What the program itself reports ends in its exit code; here it could not even be loaded.
    const system = error instanceof Error && 'syscall' in error;
    const reason = error instanceof Error ? error.message : String(error);
    process.stderr.write(`error: nn ${system ? 'cannot start' : 'itself failed'}: ${reason}\n`);
    process.exitCode = system ? 2 : 70;
  });
}
