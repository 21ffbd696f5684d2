import type * as V8 from 'node:v8';
import { folderBeside, userFolder } from './cacheFolder.ts';
import { cacheName, readCache, writeCache } from './codeCache.ts';
import type { Compiled } from './codeCache.ts';
import { createLoader } from './loader.ts';
import type { Loader } from './loader.ts';

// The program, as package.json names it: loads its chunks and runs the command of the process. What V8 compiles is kept
// after the first time, and V8 has less to do the next one; nothing depends on it.

/** A hash of the program, which the build fills in. */
declare const PROGRAM: string;

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

async function start(): Promise<void> {
  const name = process.env.NN_CODE_CACHE === '0' ? undefined : cacheName(PROGRAM, process.argv.slice(2));
  const folders = [folderBeside(__dirname), userFolder()].filter((folder) => folder !== undefined);
  const kept = name === undefined ? undefined : readCache(folders, name);
  const loader = createLoader(__dirname, kept, require);
  if (name !== undefined)
    process.once('exit', (code) => {
      if (DONE.has(code)) keepCompiled(loader, (made) => writeCache(folders, name, made));
    });
  const { ended } = loader.load('main.cjs') as { readonly ended: Promise<void> };
  await ended;
}

start().catch((error: unknown) => {
  // What the program itself reports ends in its exit code; here it could not even be loaded.
  const system = error instanceof Error && 'syscall' in error;
  const reason = error instanceof Error ? error.message : String(error);
  process.stderr.write(`error: nn ${system ? 'cannot start' : 'itself failed'}: ${reason}\n`);
  process.exitCode = system ? 2 : 70;
});
