import { placesOf } from '../layers/embed/columns.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { parameterView } from '../runtime/networkMemory.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { BLOCK, outputOf, someOf } from './rowOutputs.ts';
import type { RowsOfInputs } from './rowOutputs.ts';

/** Whether a layer has bins that are fitted to the training rows. */
export const hasEdges = ({ type, options }: NetworkSpec['layers'][number]): boolean =>
  type === 'embed' && options?.kind === 'ple';

/**
 * Edges between bins with about as many numbers each, in float32: quantiles at even shares, as numpy.quantile,
 * of which equal ones count once. Where there are fewer, the last is repeated.
 */
export function edgesOf(values: Float64Array, bins: number): Float32Array {
  const sorted = Float64Array.from(values).sort();
  const last = sorted.length - 1;
  const different = new Set<number>();
  for (let t = 0; t <= bins; t++) {
    const at = (t * last) / bins;
    const [low, high] = [sorted[Math.floor(at)], sorted[Math.ceil(at)]];
    different.add(Math.fround(low + (high - low) * (at - Math.floor(at))));
  }
  const edges = [...different];
  return Float32Array.from({ length: bins + 1 }, (_, t) => edges[Math.min(t, edges.length - 1)]);
}

/**
 * The bins of the layers `embed:ple` by what they are given for the training rows (Gorishniy et al. 2022).
 *
 * @param weights as they were drawn
 */
export function fitEdges(
  spec: NetworkSpec,
  backend: Backend,
  weights: ReadonlyMap<string, Tensor>,
  rows: RowsOfInputs,
): ReadonlyMap<string, Tensor> {
  const some = someOf(rows);
  const runtime = new Runtime(spec, backend);
  runtime.setWeights(weights);
  const { compiled, bound } = runtime.compile({
    mode: 'predict',
    rows: Math.min(BLOCK, some.rows),
    keepLayers: true,
  });
  for (const { resolved, inputs } of compiled.layers) {
    const { node, options } = resolved;
    const own = runtime.memory.table.states.find(
      ({ layer, key }) => layer.name === node.name && key === 'edges',
    );
    if (!hasEdges(node) || !own) continue;
    const given = outputOf(runtime, { bound, x: compiled.x, output: inputs[0] }, some);
    const width = inputs[0].shape.at(-1) ?? 1;
    const { numbers } = placesOf(String(options.numbers), String(options.categories), width);
    const [count, columns] = own.spec.shape;
    const edges = runtime.floats(parameterView(runtime.memory, own));
    const places = numbers.flatMap(({ first, count: n }) => Array.from({ length: n }, (_, i) => first + i));
    for (const [k, place] of places.entries()) {
      const values = Float64Array.from({ length: given.length / width }, (_, i) => given[i * width + place]);
      for (const [t, edge] of edgesOf(values, count - 1).entries()) edges[t * columns + k] = edge;
    }
  }
  return runtime.weights();
}
