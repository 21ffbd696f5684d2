/**
 * Edges between `count` bins that hold about the same number of values each: the inner quantiles, between two
 * values in proportion, as scikit-learn's KBinsDiscretizer(strategy='quantile'). Bins without width are left
 * out, so there may be fewer.
 *
 * @param values NaN is missing
 */
export function quantileEdges(values: Float64Array, count: number): number[] {
  const sorted = values.filter((value) => Number.isFinite(value)).sort();
  if (sorted.length === 0) return [];
  const least = 1e-8 * (sorted[sorted.length - 1] - sorted[0]);
  const edges: number[] = [];
  for (let i = 0; i <= count; i++) {
    const at = (i / count) * (sorted.length - 1);
    const below = Math.floor(at);
    const low = sorted[below];
    const high = sorted[Math.min(below + 1, sorted.length - 1)];
    const edge = low + (high - low) * (at - below);
    const last = edges.at(-1);
    if (last === undefined || edge - last > least) edges.push(edge);
  }
  return edges.slice(1, -1);
}

/** The bin of a value, from 0: a value on an edge is in the bin above it. */
export function binOf(edges: readonly number[], value: number): number {
  let low = 0;
  let high = edges.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (value < edges[middle]) high = middle;
    else low = middle + 1;
  }
  return low;
}
