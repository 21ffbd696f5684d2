import { layers } from '../layers/index.ts';
import type { LayerNode, NetworkSpec } from './spec.ts';

/** The last layer that makes the answers of a network: the one before a mean of its members. */
export const outputNode = (spec: NetworkSpec): LayerNode | undefined =>
  spec.layers.findLast(({ type }) => !layers.get(type).afterOutput);

/** The activation of the output; linear where there is none. */
export function outputActivation(spec: NetworkSpec): string {
  const last = outputNode(spec);
  return last?.type === 'activation' ? String(last.options.function) : 'linear';
}
