import type { Model } from '../../model/file.ts';
import { referenceBackend, Runtime } from '../../runtime/runtime.ts';

/** What the layers of a network give for one row. */
export interface NetworkPass {
  /** By the name of the layer; absent where no row was given. */
  readonly values?: ReadonlyMap<string, readonly number[]>;
  /** For each dropout layer whether it switches a unit off. */
  readonly off: ReadonlyMap<string, readonly boolean[]>;
}

/**
 * Runs a row through a network in float64.
 *
 * @param x the row as the network gets it; without it only what dropout does is asked
 * @param seed of training, whose first step draws the masks of dropout; absent: in inference mode
 */
export function networkPass(
  { spec, weights }: Pick<Model, 'spec' | 'weights'>,
  x: ArrayLike<number> | undefined,
  seed?: number,
): NetworkPass {
  const runtime = new Runtime(spec, referenceBackend('float64'));
  runtime.setWeights(weights);
  const mode = seed === undefined ? 'predict' : 'train';
  const { compiled, bound } = runtime.compile({ mode, rows: 1, keepLayers: true });
  if (seed !== undefined) runtime.ints(runtime.memory.key)[0] = seed;
  if (x) runtime.floats(compiled.x).set(x);
  const off = new Map<string, boolean[]>();
  bound.observe(({ kernel, layer, tensors }) => {
    if (kernel.name === 'dropoutMask')
      off.set(
        layer,
        Array.from(bound.read(tensors.mask), (kept) => kept === 0),
      );
  });
  if (!x) return { off };
  const outputs = compiled.layers.map(
    ({ resolved, output }) => [resolved.node.name, [...bound.read(output)]] as const,
  );
  return { off, values: new Map<string, readonly number[]>([['input', Array.from(x)], ...outputs]) };
}
