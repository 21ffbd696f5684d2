import { pruneSmallest } from './connections.ts';
import type { LayerNode, NetworkSpec } from './spec.ts';
import { float64Of } from '../tensor/numbers.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { resolve } from './graph.ts';

/** A network without its smallest weights. */
export interface Pruned {
  readonly spec: NetworkSpec;
  readonly weights: ReadonlyMap<string, Tensor>;
  /** Weights of the layers that were pruned, and how many of them are left. */
  readonly layers: readonly { readonly name: string; readonly all: number; readonly kept: number }[];
}

/**
 * Removes the smallest weights of every dense layer by magnitude (Han et al. 2015, "Learning both Weights and
 * Connections"); the layers become sparse ones under their names. Biases stay.
 *
 * @param share of the weights of each layer that goes, in [0, 1)
 */
export function pruned(spec: NetworkSpec, weights: ReadonlyMap<string, Tensor>, share: number): Pruned {
  const left = new Map(weights);
  const report: { name: string; all: number; kept: number }[] = [];
  const layers = resolve(spec, 1, 'predict').map(({ node }): LayerNode => {
    const name = `${node.name}.weight`;
    const tensor = weights.get(name);
    if ((node.type !== 'dense' && node.type !== 'sparse') || !tensor) return node;
    const all = tensor.data.length;
    const data = float64Of(tensor.data);
    const there = data.reduce((n, value) => n + (value === 0 ? 0 : 1), 0);
    const kept = Math.max(1, Math.min(there, Math.round((1 - share) * all)));
    pruneSmallest(data, kept);
    left.set(name, { ...tensor, data });
    report.push({ name: node.name, all, kept });
    const { units, bias } = node.options;
    const density = kept / all;
    const options = { units, density, ...(bias === false && { bias }) };
    return { ...node, type: 'sparse', options };
  });
  return { spec: { ...spec, layers }, weights: left, layers: report };
}
