import type * as V8 from 'node:v8';
import { folderBeside, userFolder } from './cacheFolder.ts';
import { cacheName, readCache, writeCache } from './codeCache.ts';
import type { Compiled } from './codeCache.ts';
import { createLoader } from './loader.ts';
import type { Loader } from './loader.ts';

/** A hash of the program, which the build fills in. */
declare const PROGRAM: string;

/** Exit codes of commands that were carried out. */
const DONE = new Set([0, 1]);

/**
 * Starts the program; resolves when the command has ended. What V8 compiles is kept after the first time, and V8 has
 * less to do the next one. Nothing depends on it.
 */
export function start(): Promise<void> {
  const name = process.env.NN_CODE_CACHE === '0' ? undefined : cacheName(PROGRAM, process.argv.slice(2));
  const folders = [folderBeside(__dirname), userFolder()].filter((folder) => folder !== undefined);
  const compiled = name === undefined ? undefined : readCache(folders, name);
  const loader = createLoader(__dirname, compiled, require);
  const { ended } = loader.load('main.cjs') as { readonly ended: Promise<void> };
  if (name !== undefined)
    process.once('exit', (code) => {
      if (DONE.has(code)) keepCompiled(loader, (made) => writeCache(folders, name, made));
    });
  return ended;
}

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
