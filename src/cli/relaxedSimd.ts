import { setFlagsFromString } from 'node:v8';

/**
 * Node 20 knows relaxed SIMD behind a flag only; later versions have it and do not know the flag. On Windows Node 20 ends
 * the process when a function is compiled, at its first call, after the flag was set back: there it does without.
 */
const behindFlag = process.versions.node.startsWith('20.') && process.platform !== 'win32';
const FLAG = 'experimental-wasm-relaxed-simd';

/** How many are compiling now. */
let compiling = 0;

/**
 * Runs what compiles WebAssembly, with relaxed SIMD. The flag is set for as long as that takes: V8 refuses the code that is
 * kept from the last run (src/cli/start) to a process that has another flag.
 */
export async function withRelaxedSimd<T>(compile: () => Promise<T>): Promise<T> {
  if (!behindFlag) return compile();
  compiling++;
  setFlagsFromString(`--${FLAG}`);
  try {
    return await compile();
  } finally {
    if (--compiling === 0) setFlagsFromString(`--no-${FLAG}`);
  }
}

/** Switches relaxed SIMD on for threads that compile, whenever they begin. */
export function keepRelaxedSimd(): void {
  compiling++;
  if (behindFlag) setFlagsFromString(`--${FLAG}`);
}
