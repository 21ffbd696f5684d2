import { defineKernel, int, read, write } from './define.ts';

/** The edges of the t-th of some bins of column k. */
interface Bin {
  readonly edges: number;
  readonly t: number;
  readonly k: number;
  readonly c: number;
  readonly bins: number;
}

/** Where a bin begins, how wide it is (0: there are fewer bins), and whether none follows. */
function binAt(f: Float32Array | Float64Array, { edges, t, k, c, bins }: Bin) {
  const at = edges + t * c + k;
  const [low, high] = [f[at], f[at + c]];
  return { low, width: high - low, last: t === bins - 1 || !(f[at + 2 * c] > high) };
}

/**
 * Each of c numbers as how far it has come in each bin of its own: 1 in those below it, 0 in those above. The
 * first is not limited below, the last not above; where edges at the end repeat, there are fewer bins.
 */
export const piecewise = defineKernel({
  name: 'piecewise',
  formula: 'out[i,c,t] = min(1, max(0, (x[i,c] − e[t,c]) / (e[t+1,c] − e[t,c])))',
  args: {
    x: read(['m', 'c']),
    edges: read(['e', 'c']),
    out: write(['m', 'c', 'bins']),
    m: int,
    c: int,
    bins: int,
    e: int,
  },
  flops: ({ m, c, bins }) => 4 * m * c * bins,
  reference({ f, round }, { x, edges, out, m, c, bins }) {
    for (let i = 0; i < m * c; i++) {
      for (let t = 0; t < bins; t++) {
        const { low, width, last } = binAt(f, { edges, t, k: i % c, c, bins });
        let share = width > 0 ? round(round(f[x + i] - low) / round(width)) : 0;
        if (t > 0) share = Math.max(share, 0);
        if (!last) share = Math.min(share, 1);
        f[out + i * bins + t] = share;
      }
    }
  },
});

/** The gradient of its numbers. */
export const piecewiseGradInput = defineKernel({
  name: 'piecewiseGradInput',
  formula: 'dx[i,c] = Σₜ dy[i,c,t] / (e[t+1,c] − e[t,c]), of the bins that x is in',
  args: {
    x: read(['m', 'c']),
    edges: read(['e', 'c']),
    dy: read(['m', 'c', 'bins']),
    dx: write(['m', 'c']),
    m: int,
    c: int,
    bins: int,
    e: int,
  },
  flops: ({ m, c, bins }) => 4 * m * c * bins,
  reference({ f }, { x, edges, dy, dx, m, c, bins }) {
    for (let i = 0; i < m * c; i++) {
      let sum = 0;
      for (let t = 0; t < bins; t++) {
        const { low, width, last } = binAt(f, { edges, t, k: i % c, c, bins });
        const value = f[x + i];
        const inside = (t === 0 || value > low) && (last || value < low + width);
        if (width > 0 && inside) sum += f[dy + i * bins + t] / width;
      }
      f[dx + i] = sum;
    }
  },
});
