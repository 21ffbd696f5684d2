import { usageError } from '../errors.ts';
import { referenceBackend } from '../runtime/runtime.ts';
import type { Backend } from '../runtime/runtime.ts';
import { wasmBackend } from '../runtime/wasmBackend.ts';

/** Which implementation computes, and in which precision. */
export interface KernelOptions {
  /**
   * `wasm`: WebAssembly SIMD. `reference`: TypeScript, which rounds after every operation as NumPy does.
   * `auto`, unless given: WebAssembly where the engine allows it and the precision is float32, else the
   * reference.
   */
  readonly kernels?: 'auto' | 'wasm' | 'reference' | undefined;
  /** Precision of all arithmetic; float32 unless given. float64 runs on the reference kernels. */
  readonly dtype?: 'float32' | 'float64' | undefined;
}

const binaries = {
  simd: async () => (await import('#kernels/simd.wasm')).default,
  relaxed: async () => (await import('#kernels/relaxed.wasm')).default,
};

let compiled: Promise<Backend> | undefined;

/** The kernels of WebAssembly, on the calling thread; compiled once. */
function openWasm(): Promise<Backend> {
  compiled ??= wasmBackend(binaries);
  return compiled;
}

/**
 * The kernels that some options ask for.
 *
 * @throws {NnError} `usage`: WebAssembly together with float64
 */
export async function openKernels({ kernels = 'auto', dtype = 'float32' }: KernelOptions): Promise<Backend> {
  if (dtype === 'float64' && kernels === 'wasm')
    throw usageError('the kernels of WebAssembly compute in float32, not in float64', {
      hint: 'leave out kernels or dtype',
    });
  if (kernels === 'reference' || dtype === 'float64') return referenceBackend(dtype);
  if (kernels === 'wasm') return openWasm();
  try {
    return await openWasm();
  } catch (error) {
    // An engine without SIMD, or a page whose policy forbids WebAssembly.
    if (error instanceof Error && error.name === 'CompileError') return referenceBackend(dtype);
    throw error;
  }
}
