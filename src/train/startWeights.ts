import { usageError } from '../errors.ts';
import { fitsRows, parseInit } from '../initializers/index.ts';
import { drawWeights } from '../network/parameters.ts';
import { referenceBackend } from '../runtime/runtime.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { fitToRows } from './dataInit.ts';
import type { Part } from './part.ts';
import { randomOf } from './setup.ts';
import type { Setup } from './setup.ts';

/** What says that --init data and --stream contradict each other. */
export const needsAllRows = () =>
  usageError('--init data looks at all training rows, and --stream reads them in windows', {
    hint: 'leave out --init data',
  });

/**
 * The weights that a run begins with: drawn, and fitted to its rows where --init data asks for it.
 *
 * @throws NnError('usage') where such rows are streamed
 */
export function startWeights(
  setup: Setup,
  train: Part,
  dtype: 'float32' | 'float64',
): ReadonlyMap<string, Tensor> {
  const init = parseInit(setup.init);
  const drawn = drawWeights(setup.spec, init, randomOf(setup), dtype);
  if (!fitsRows(init)) return drawn;
  if (train.kind !== 'whole') throw needsAllRows();
  return fitToRows(setup.spec, referenceBackend(dtype), drawn, train, setup.seed);
}
