import { referenceBackend } from '../model/runtime.ts';
import type { Backend } from '../model/runtime.ts';
import type { Context } from './context.ts';

/**
 * The kernels that --kernels and --dtype ask for; float64 runs on the reference kernels.
 *
 * @param exact whether `auto` means the reference kernels, whose every digit is NumPy's: for commands that show numbers
 */
export async function chooseBackend(context: Context, exact = false): Promise<Backend> {
  const { dtype, kernels } = context.global;
  if (dtype === 'float64' || kernels === 'reference' || (exact && kernels === 'auto'))
    return referenceBackend(dtype);
  const { wasmBackend } = await import('../model/wasmBackend.ts');
  return wasmBackend(
    {
      simd: () => context.asset('simd.wasm'),
      relaxed: () => context.asset('relaxed.wasm'),
    },
    await context.threads(),
  );
}
