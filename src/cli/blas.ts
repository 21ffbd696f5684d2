import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type * as KoffiModule from 'koffi';
import {
  candidates,
  coreForFlags,
  identify,
  isSlowCore,
  oneThread,
  threadSetters,
} from '../kernels/blas/library.ts';
import type {
  Blas,
  BlasDescription,
  BlasSearch,
  Questions,
  Rejected,
  Sgemm,
} from '../kernels/blas/library.ts';
import { executable } from './executable.ts';

type Koffi = typeof KoffiModule;
type Library = KoffiModule.LibraryHandle;

/** koffi is optional: a machine it has no binary for runs without. */
function loadKoffi(): Koffi {
  return (executable()?.native('koffi') ?? createRequire(import.meta.url)('koffi')) as Koffi;
}

/**
 * Why a library cannot be loaded; the systems say "no such file" in many words, also of a library it needs.
 */
function reasonOf(error: unknown): string {
  const [line] = (error instanceof Error ? error.message : String(error)).split('\n');
  const reason = line.replace(/^Failed to load shared library: /, '');
  const needed = /^(\S+): cannot open shared object file/.exec(reason)?.[1];
  if (needed !== undefined) return `it needs ${needed}, which is not there`;
  return /no such file/i.test(reason) ? 'there is no such library' : reason;
}

/** The function of this signature, or undefined. */
function tryFunction<T>(library: Library, signature: string): T | undefined {
  try {
    return library.func(signature) as T;
  } catch {
    return undefined;
  }
}

function questionsFor(library: Library): Questions {
  return {
    has(symbol) {
      try {
        library.symbol(symbol);
        return true;
      } catch {
        return false;
      }
    },
    text: (symbol) => tryFunction<() => string>(library, `const char *${symbol}()`)?.(),
    number: (symbol) => tryFunction<() => number>(library, `int ${symbol}()`)?.(),
  };
}

/** The library as calls; its own threads are switched off. Throws when it has no cblas_sgemm. */
function bindLibrary(koffi: Koffi, library: Library, description: BlasDescription): Blas {
  const tensor = 'uintptr_t';
  const sgemm = tryFunction<Sgemm>(
    library,
    `void cblas_sgemm(int, int, int, int, int, int, float, ${tensor}, int, ${tensor}, int, float, ${tensor}, int)`,
  );
  if (!sgemm) throw new Error('it has no cblas_sgemm');
  for (const name of threadSetters) tryFunction<(n: number) => void>(library, `void ${name}(int)`)?.(1);
  return { description, sgemm, addressOf: (buffer) => Number(koffi.address(new Uint8Array(buffer))) };
}

/**
 * Whether it multiplies: a library of another integer size, or a damaged one, may load and compute nonsense.
 */
function multiplies({ sgemm, addressOf }: Blas): boolean {
  const memory = new Float32Array(64).fill(Number.NaN);
  memory.set([1, 2, 3, 4, 5, 6], 0);
  memory.set([1, 0, 2, 0, 1, 3], 16);
  const base = addressOf(memory.buffer);
  sgemm(101, 111, 112, 2, 2, 3, 1, base, 3, base + 64, 3, 0, base + 128, 3);
  const result = [...memory.subarray(32, 37)];
  return [7, 11, Number.NaN, 16, 23].every((value, i) => Object.is(value, result[i]));
}

/** Where the system found a library it was asked for by name. */
function placeOf(name: string): string {
  const stem = path.basename(name).replace(/\.so.*$/, '');
  try {
    const maps = readFileSync('/proc/self/maps', 'utf8');
    const files = maps.split('\n').map((line) => line.slice(line.indexOf('/')));
    return files.find((file) => path.basename(file).startsWith(stem)) ?? name;
  } catch {
    return name;
  }
}

function processorFlags(): ReadonlySet<string> {
  try {
    const line = /^flags\s*:(.*)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? '';
    return new Set(line.trim().split(/\s+/));
  } catch {
    return new Set();
  }
}

/** Which kernels an OpenBLAS should take instead of those it took, being older than the processor. */
function betterCore(library: Library): { core: string; insteadOf: string } | undefined {
  if (process.env.OPENBLAS_CORETYPE !== undefined) return undefined;
  const insteadOf = questionsFor(library).text('openblas_get_corename');
  if (insteadOf === undefined || !isSlowCore(insteadOf)) return undefined;
  const core = coreForFlags(processorFlags());
  return core === undefined ? undefined : { core, insteadOf };
}

function open(koffi: Koffi, name: string): Blas {
  let library = koffi.load(name);
  const better = betterCore(library);
  if (better) {
    // It chooses while it loads.
    library.unload();
    process.env.OPENBLAS_CORETYPE = better.core;
    library = koffi.load(name);
  }
  const description = identify(placeOf(name), questionsFor(library));
  const blas = bindLibrary(koffi, library, {
    ...description,
    ...(better && { insteadOf: better.insteadOf }),
  });
  if (!multiplies(blas)) throw new Error('it multiplies wrongly');
  return blas;
}

/** Folders of the environment in which libraries lie that the system does not find by name. */
function folders(): string[] {
  const { CONDA_PREFIX, MKLROOT } = process.env;
  return [CONDA_PREFIX, MKLROOT].filter((root) => root !== undefined).map((root) => path.join(root, 'lib'));
}

/**
 * Looks for a BLAS library: the one that NN_BLAS names, else the first one that is faster than our own
 * kernels, else the first one at all. Whatever fails is listed, nothing throws. Sets the environment
 * variables that keep libraries from starting threads, so it belongs into the main thread.
 */
export function findBlas(load: () => Koffi = loadKoffi): BlasSearch {
  const rejected: Rejected[] = [];
  const named = process.env.NN_BLAS || undefined;
  let koffi: Koffi;
  try {
    koffi = load();
  } catch {
    return { rejected, ...(named !== undefined && { named }) };
  }
  Object.assign(process.env, oneThread);
  const found = { rejected, koffi: koffi.version };
  let slow: Blas | undefined;
  for (const name of named === undefined ? candidates(process.platform, folders()) : [named]) {
    try {
      const blas = open(koffi, name);
      if (named !== undefined) return { ...found, named, blas };
      if (blas.description.slow === undefined) return { ...found, blas };
      slow ??= blas;
      const { path: file, slow: reason } = blas.description;
      if (rejected.every((other) => other.path !== file)) rejected.push({ path: file, reason });
    } catch (error) {
      rejected.push({ path: name, reason: reasonOf(error) });
    }
  }
  return { ...found, ...(slow && { blas: slow }), ...(named !== undefined && { named }) };
}

/** Opens a library that `findBlas` found, for instance in another thread. */
export function openBlas(description: BlasDescription): Blas {
  const koffi = loadKoffi();
  return bindLibrary(koffi, koffi.load(description.path), description);
}
