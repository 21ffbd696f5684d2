import { activations } from '../activations/index.ts';
import type { AnyKernel } from '../kernels/define.ts';
import { kernels as shared, kernelsOf } from '../kernels/index.ts';
import { losses } from '../losses/index.ts';
import * as adagrad from '../optimizers/adagrad.ts';
import * as adam from '../optimizers/adam.ts';
import * as amsgrad from '../optimizers/amsgrad.ts';
import * as nadam from '../optimizers/nadam.ts';
import * as rmsprop from '../optimizers/rmsprop.ts';
import * as sgd from '../optimizers/sgd.ts';

const all: readonly AnyKernel[] = [
  ...shared,
  ...activations.all.flatMap(({ forward, backward }) => (backward ? [forward, backward] : [forward])),
  ...losses.all.flatMap(({ forward, backward }) => [forward, backward]),
  ...kernelsOf([sgd, adagrad, rmsprop, adam, amsgrad, nadam]),
];

/**
 * Every kernel of the program by name: what overlays of WebAssembly and BLAS implement, tests and benchmarks
 * run.
 */
export const kernels: ReadonlyMap<string, AnyKernel> = new Map(all.map((kernel) => [kernel.name, kernel]));
