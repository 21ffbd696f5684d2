import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import type { Compiled } from './codeCache.ts';

/** Code that is run with what Node.js gives a CommonJS module. */
type Body = (
  exports: unknown,
  require: (name: string) => unknown,
  module: { exports: unknown },
  file: string,
  folder: string,
) => void;

interface Loaded {
  readonly module: { exports: unknown };
  readonly script: Script;
}

/** Loads the chunks of the program, each at most once. */
export interface Loader {
  load(name: string): unknown;
  /** Whether all chunks that were loaded took the code they were given. */
  complete(): boolean;
  /** Code for all chunks that were loaded, of the functions that were called. */
  compiled(): Compiled;
}

/**
 * A loader like that of Node.js for CommonJS modules, but one that takes compiled code.
 *
 * @param folder where the chunks lie
 * @param compiled code by the names of chunks
 * @param others loads what is no chunk
 */
export function createLoader(
  folder: string,
  compiled: Compiled | undefined,
  others: (name: string) => unknown,
): Loader {
  const loaded = new Map<string, Loaded>();
  let complete = true;
  const load = (name: string): unknown => {
    const known = loaded.get(name);
    if (known) return known.module.exports;
    const filename = path.join(folder, name);
    // The build writes ASCII, which needs no decoding.
    const source = `(function(exports,require,module,__filename,__dirname){${readFileSync(filename, 'latin1')}\n})`;
    const cachedData = compiled?.get(name);
    const script = new Script(source, { filename, ...(cachedData && { cachedData }) });
    // Code that is refused later is refused because of a flag that was set meanwhile.
    if (!cachedData || (script.cachedDataRejected && loaded.size === 0)) complete = false;
    const module = { exports: {} };
    loaded.set(name, { module, script });
    (script.runInThisContext() as Body).call(
      module.exports,
      module.exports,
      required,
      module,
      filename,
      folder,
    );
    return module.exports;
  };
  const required = (name: string) => (name.startsWith('./') ? load(name.slice(2)) : others(name));
  return {
    load,
    complete: () => complete,
    compiled() {
      const all = new Map(compiled);
      for (const [name, { script }] of loaded) all.set(name, script.createCachedData());
      return all;
    },
  };
}
