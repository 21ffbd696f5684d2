import type { BlasSearch } from '../../kernels/blas/library.ts';
import { fasterBlas, installHint } from '../../host/backend.ts';
import type { MachineFacts, Surroundings } from '../../host/machine.ts';
import type { Measured } from './measure.ts';

/** What would make networks faster here, one sentence each. */
export function adviceFor(
  machine: MachineFacts & Partial<Pick<Surroundings, 'distribution'>>,
  relaxed: boolean,
  search: BlasSearch,
  [product]: readonly Measured[],
): string[] {
  const { blas, koffi, named, rejected } = search;
  const advice: string[] = [];
  if (!relaxed) advice.push('update Node.js: this version has no fused multiply-add in WebAssembly');
  if (koffi === undefined) {
    advice.push('npm install koffi, so that a BLAS library can be called for large matrix products');
  } else if (named !== undefined && !blas) {
    advice.push(`NN_BLAS names ${named}: ${rejected[0]?.reason}; correct it, or unset it`);
  } else if (!fasterBlas(search)) {
    advice.push(`for large matrix products, ${installHint(machine.platform, machine.distribution)}`);
  }
  const { insteadOf, core } = blas?.description ?? {};
  if (insteadOf !== undefined)
    advice.push(
      `OpenBLAS is older than this processor and takes it for a ${insteadOf}. nn corrects that for itself; other programs need OPENBLAS_CORETYPE=${core}`,
    );
  const { blas: theirs, wasm: ours } = product?.speeds ?? {};
  if (fasterBlas(search) && theirs !== undefined && ours !== undefined && theirs < ours)
    advice.push('the BLAS library is slower than our own kernels here: use --kernels wasm');
  return advice;
}
