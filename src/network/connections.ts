import type { RandomState } from '../util/random.ts';

/** Which weights of a matrix are there. */
export interface Connections {
  /** How many. */
  readonly kept: number;
  readonly pattern: 'random' | 'band';
}

/** Indices of the `kept` largest numbers; among equals those that come first. */
function largest(values: Float64Array, kept: number): Int32Array {
  const order = Int32Array.from(values, (_, i) => i);
  return order.sort((a, b) => values[b] - values[a] || a - b).subarray(0, kept);
}

function clearOthers(weights: Float32Array | Float64Array, kept: Int32Array): void {
  const there = new Uint8Array(weights.length);
  for (const i of kept) there[i] = 1;
  for (let i = 0; i < weights.length; i++) if (there[i] === 0) weights[i] = 0;
}

/**
 * Clears the weights [k × n] that are not connected: at random, or all but those next to the diagonal.
 *
 * @param random drawn from for the random pattern only
 */
export function disconnect(
  weights: Float32Array | Float64Array,
  n: number,
  { kept, pattern }: Connections,
  random: RandomState,
): void {
  if (pattern === 'random') {
    clearOthers(weights, random.permutation(weights.length).subarray(0, kept));
    return;
  }
  const k = weights.length / n;
  // Distance from the diagonal, along the inputs.
  const near = Float64Array.from(
    weights,
    (_, i) => -Math.abs((Math.floor(i / n) + 0.5) / k - ((i % n) + 0.5) / n),
  );
  clearOthers(weights, largest(near, kept));
}

/** Clears all but the `kept` largest weights by magnitude (Han et al. 2015). */
export function pruneSmallest(weights: Float32Array | Float64Array, kept: number): void {
  clearOthers(weights, largest(Float64Array.from(weights, Math.abs), kept));
}
