import { usageError } from '../errors.ts';
import { fitsRows, parseInit } from '../initializers/index.ts';
import { initialize } from '../network/parameters.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { RandomState } from '../util/random.ts';
import { fitToRows } from './dataInit.ts';
import { fitEdges, hasEdges } from './fitEdges.ts';
import { needsAllRows } from './startWeights.ts';
import type { Rows } from './part.ts';
import type { Setup, World } from './setup.ts';

interface Beginning {
  readonly runtime: Runtime;
  readonly setup: Setup;
  readonly world: World;
  readonly rows: Rows;
}

/**
 * Draws the weights that a run begins with into its network, and fits bins and weights to the training rows,
 * where embed:ple or --init data asks for it.
 *
 * @throws NnError('usage') where such rows are streamed
 */
export function beginWeights(
  { runtime, setup, world, rows: { train } }: Beginning,
  random: RandomState,
): void {
  const { spec } = setup;
  const { table, parameters, states } = runtime.memory;
  const init = parseInit(setup.init);
  initialize(spec, table.trainable, runtime.floats(parameters), init, random);
  initialize(spec, table.states, runtime.floats(states), init, random);
  const edges = spec.layers.some(hasEdges);
  const data = fitsRows(init);
  if (!edges && !data) return;
  if (train.kind !== 'whole') {
    if (data) throw needsAllRows();
    throw usageError('embed:ple looks at all training rows, and --stream reads them in windows', {
      hint: 'embed:pbld and embed:linear need no rows',
    });
  }
  if (edges) runtime.setWeights(fitEdges(spec, world.backend, runtime.weights(), train));
  if (data) runtime.setWeights(fitToRows(spec, world.backend, runtime.weights(), train, setup.seed));
}
