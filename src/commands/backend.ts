import { referenceBackend } from '../model/runtime.ts';
import type { Backend } from '../model/runtime.ts';
import type { Context } from './context.ts';

/** The kernels that --kernels and --dtype ask for; float64 runs on the reference kernels. */
export async function chooseBackend(context: Context): Promise<Backend> {
  const { dtype } = context.global;
  return referenceBackend(dtype);
}
