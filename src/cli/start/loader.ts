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

/** Loads the chunks of the program, each at most once. */
export interface Loader {
  load(name: string): unknown;
  /** Whether nothing better could be kept than what was given. */
  complete(): boolean;
  /**
   * What to keep for the next time. A command that was loaded chunk by chunk leaves one script of them, whose functions V8
   * has not seen running yet; the next time it has, and leaves those too.
   */
  compiled(): Compiled;
}

/** What a loader is made of. */
interface Place {
  /** Where the chunks lie, for their names. */
  readonly folder: string;
  /** Compiled code of the last time. */
  readonly kept: Compiled | undefined;
  /** The source of a chunk. */
  readonly read: (name: string) => string;
  /** Loads what is no chunk. */
  readonly others: (name: string) => unknown;
}

/** A loader like that of Node.js for CommonJS modules, but one that takes compiled code. */
export function createLoader({ folder, kept, read, others }: Place): Loader {
  const sourceOf = (name: string) =>
    `(function(exports,require,module,__filename,__dirname){${read(name)}\n})`;
  const script =
    kept &&
    new Script(kept.source, {
      filename: path.join(folder, 'program'),
      cachedData: kept.code,
    });
  const bodies = new Map<string, Body>();
  if (script && script.cachedDataRejected === false) {
    const functions = script.runInThisContext() as Body[];
    kept?.names.forEach((name, i) => bodies.set(name, functions[i]));
  }
  const known = bodies.size;
  const modules = new Map<string, { exports: unknown }>();
  const load = (name: string): unknown => {
    const before = modules.get(name);
    if (before) return before.exports;
    // Joined without path.join, which walks through every letter.
    const filename = folder + path.sep + name;
    let body = bodies.get(name);
    if (!body) {
      body = new Script(sourceOf(name), { filename }).runInThisContext() as Body;
      bodies.set(name, body);
    }
    const module = { exports: {} };
    modules.set(name, module);
    body.call(module.exports, module.exports, required, module, filename, folder);
    return module.exports;
  };
  const required = (name: string) => (name.startsWith('./') ? load(name.slice(2)) : others(name));
  const whole = () => bodies.size === known;
  return {
    load,
    complete: () => whole() && kept?.warm === true,
    compiled() {
      if (script && kept && whole()) return { ...kept, warm: true, code: script.createCachedData() };
      const names = [...bodies.keys()];
      const source = `[${names.map(sourceOf).join(',')}]`;
      const code = new Script(source, { filename: path.join(folder, 'program') }).createCachedData();
      return { warm: false, names, source, code };
    },
  };
}
