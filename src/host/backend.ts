import { failure, inputError, usageError } from '../errors.ts';
import type { Blas, BlasSearch } from '../kernels/blas/library.ts';
import { referenceBackend } from '../runtime/runtime.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { BlasUse } from '../runtime/wasmBackend.ts';
import type { Context } from './context.ts';

/** The ports that kernels are chosen and loaded through. */
export type Computing = Pick<Context, 'files' | 'global' | 'machine' | 'screen'>;

/** What a command wants from its kernels. */
export interface Needs {
  /** `auto` means the reference kernels, whose every digit is NumPy's: for commands that show numbers. */
  readonly exact?: boolean;
  /** Expected floating-point operations; absent: too few to load a library for. */
  readonly flops?: number;
}

/**
 * Loading a library takes 15 to 90 ms. It halves the time of large products, and our kernels do this much in
 * 100 ms.
 */
const WORTH_LOADING = 4e9;

/** How packages are installed, by the name of a distribution or what it is like. */
const installers: Readonly<Record<string, string>> = {
  debian: 'apt install libopenblas0',
  fedora: 'dnf install openblas',
  rhel: 'dnf install openblas',
  arch: 'pacman -S openblas',
  alpine: 'apk add openblas',
  suse: 'zypper install libopenblas0',
};

/**
 * How to get a library, on each platform.
 *
 * @param distribution as in Surroundings
 */
export function installHint(platform: string, distribution: readonly string[] = []): string {
  if (platform === 'darwin')
    return 'macOS has one built in (Accelerate); brew install openblas brings another';
  if (platform === 'win32') return 'put libopenblas.dll of an OpenBLAS release on the PATH';
  const known = distribution.find((name) => Object.hasOwn(installers, name));
  if (known !== undefined) return `install OpenBLAS: ${installers[known]}`;
  return 'install OpenBLAS: apt install libopenblas0, dnf install openblas, or apk add openblas';
}

/** Why no library can be used. */
export function missingBlas({ koffi, named, rejected }: BlasSearch, platform: string): Error {
  const demand = 'no BLAS library for --kernels blas';
  if (koffi === undefined)
    return failure(`${demand}: the package koffi, which calls it, is not installed for this platform`, {
      hint: 'npm install koffi, or leave --kernels away',
    });
  if (named !== undefined)
    return inputError(`${demand}: NN_BLAS names ${named}: ${rejected[0]?.reason ?? 'it cannot be used'}`, {
      hint: 'point NN_BLAS at a library with cblas_sgemm, or unset it to look for one',
    });
  const names = rejected.map(({ path }) => path.split('/').at(-1)).join(', ');
  return failure(`${demand}: none of ${names} could be used`, {
    hint: `${installHint(platform)}; or set NN_BLAS to the path of one; nn doctor says more`,
  });
}

/** The library that `auto` may use; one that is slower than our kernels only when NN_BLAS names it. */
export function fasterBlas({ blas, named }: BlasSearch): Blas | undefined {
  return blas?.description.slow === undefined || named !== undefined ? blas : undefined;
}

/** A search in one line. */
function describeSearch(search: BlasSearch): string {
  const { blas, named, koffi, rejected } = search;
  if (koffi === undefined) return 'none: koffi is not installed';
  const { name, path, slow } = blas?.description ?? {};
  if (fasterBlas(search)) return `${name}, ${path}`;
  if (slow !== undefined) return `not used: ${name}, ${path}: ${slow}`;
  return named === undefined ? 'none found' : `none: NN_BLAS names ${named}: ${rejected[0]?.reason}`;
}

function openFaster({ global, machine, screen }: Computing): Blas | undefined {
  const search = machine.blas();
  if (global.verbose) screen.note(`blas        ${describeSearch(search)}`);
  return fasterBlas(search);
}

function blasUse(computing: Computing, flops: number): BlasUse | undefined {
  const { global, machine } = computing;
  const { kernels } = global;
  if (kernels === 'blas') {
    const search = machine.blas();
    if (!search.blas) throw missingBlas(search, machine.facts().platform);
    return { always: true, open: () => search.blas };
  }
  if (kernels !== 'auto' || flops < WORTH_LOADING) return undefined;
  let opened: { blas: Blas | undefined } | undefined;
  return { always: false, open: () => (opened ??= { blas: openFaster(computing) }).blas };
}

/** The kernels that --kernels and --dtype ask for; float64 runs on the reference kernels. */
export async function chooseBackend(computing: Computing, needs: Needs = {}): Promise<Backend> {
  const { files, global, machine } = computing;
  const { dtype, kernels } = global;
  if (dtype === 'float64' && kernels === 'blas')
    throw usageError('--kernels blas computes in float32, not in float64', {
      hint: 'leave one of --kernels and --dtype away',
    });
  if (dtype === 'float64' || kernels === 'reference' || (needs.exact && kernels === 'auto'))
    return referenceBackend(dtype);
  const blas = blasUse(computing, needs.flops ?? 0);
  const { wasmBackend } = await import('../runtime/wasmBackend.ts');
  const binaries = {
    simd: () => files.asset('simd.wasm'),
    relaxed: () => files.asset('relaxed.wasm'),
  };
  const threads = await machine.threads();
  return machine.withWasm(() => wasmBackend(binaries, threads, blas));
}
