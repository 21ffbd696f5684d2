import { extent } from './chart.ts';

/** How many numbers lie between neighbouring edges; the last bin has its upper edge too (numpy.histogram). */
export function binned(values: ArrayLike<number>, bins: number): { edges: number[]; heights: number[] } {
  const { low, high } = extent(values);
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + (i / bins) * (high - low));
  const heights = edges.slice(1).fill(0);
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) continue;
    heights[Math.min(bins - 1, Math.floor(((values[i] - low) / (high - low)) * bins))]++;
  }
  return { edges, heights };
}
