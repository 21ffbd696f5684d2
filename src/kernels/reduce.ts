import { byElement, byRow, defineKernel, float, int, read, update, write } from './define.ts';
import { pairwiseSum } from './pairwise.ts';

/** Sum of a vector, in NumPy's pairwise order. */
export const sum = defineKernel({
  name: 'sum',
  formula: 'out = Σ x',
  args: { x: read(['n']), out: write([]), n: int },
  flops: ({ n }) => n,
  reference({ f, round }, { x, out, n }) {
    f[out] = pairwiseSum(f, x, n, round);
  },
});

/** Sum of absolute values: the L1 penalty before its factor. */
export const sumAbs = defineKernel({
  name: 'sumAbs',
  formula: 'out = Σ |x|',
  args: { x: read(['n']), out: write([]), n: int },
  flops: ({ n }) => 2 * n,
  reference({ f, round }, { x, out, n }) {
    f[out] = pairwiseSum(f.slice(x, x + n).map(Math.abs), 0, n, round);
  },
});

/** Sum of squares: the L2 penalty before its factor, and the square of a gradient's norm. */
export const sumSquares = defineKernel({
  name: 'sumSquares',
  formula: 'out = Σ x²',
  args: { x: read(['n']), out: write([]), n: int },
  flops: ({ n }) => 2 * n,
  reference({ f, round }, { x, out, n }) {
    f[out] = pairwiseSum(
      f.slice(x, x + n).map((value) => value * value),
      0,
      n,
      round,
    );
  },
});

/**
 * Scales a gradient so that its norm is at most `limit` (Pascanu et al. 2013;
 * torch.nn.utils.clip_grad_norm_).
 */
export const clipByNorm = defineKernel({
  name: 'clipByNorm',
  formula: 'g *= min(1, limit / √s)',
  args: { g: update(['n']), s: read([]), n: int, limit: float },
  parallel: byElement,
  flops: ({ n }) => n,
  reference({ f, round }, { g, s, n, limit }) {
    const scale = round(limit / round(round(Math.sqrt(f[s])) + 1e-6));
    if (!(scale < 1)) return;
    for (let i = 0; i < n; i++) f[g + i] *= scale;
  },
});

/**
 * 1 where the largest output of a row is its class, else 0. The first of equal outputs wins, as numpy.argmax.
 */
export const argmaxMatch = defineKernel({
  name: 'argmaxMatch',
  formula: 'hit[i] = [argmaxⱼ p[i,j] = target[i]]',
  args: {
    p: read(['m', 'n']),
    target: read(['m'], { element: 'int32' }),
    hit: write(['m']),
    m: int,
    n: int,
  },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f, i: ints }, { p, target, hit, m, n }) {
    for (let i = 0; i < m; i++) {
      let best = 0;
      for (let j = 1; j < n; j++) if (f[p + i * n + j] > f[p + i * n + best]) best = j;
      f[hit + i] = best === ints[target + i] ? 1 : 0;
    }
  },
});

/** Share of a row's outputs on the right side of 0.5. */
export const thresholdMatch = defineKernel({
  name: 'thresholdMatch',
  formula: 'hit[i] = meanⱼ [(p[i,j] > 0.5) = target[i,j]]',
  args: { p: read(['m', 'n']), target: read(['m', 'n']), hit: write(['m']), m: int, n: int },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f, round }, { p, target, hit, m, n }) {
    for (let i = 0; i < m; i++) {
      let right = 0;
      for (let j = i * n; j < (i + 1) * n; j++) if (f[p + j] > 0.5 === f[target + j] > 0.5) right++;
      f[hit + i] = round(right / n);
    }
  },
});

/**
 * Share of a row's outputs nearer to the target than `tolerance`: NNFS' accuracy of a regression (ch. 17).
 */
export const toleranceMatch = defineKernel({
  name: 'toleranceMatch',
  formula: 'hit[i] = meanⱼ [|x[i,j] − target[i,j]| < tolerance]',
  args: {
    x: read(['m', 'n']),
    target: read(['m', 'n']),
    hit: write(['m']),
    m: int,
    n: int,
    tolerance: float,
  },
  parallel: byRow,
  flops: ({ m, n }) => 3 * m * n,
  reference({ f, round }, { x, target, hit, m, n, tolerance }) {
    for (let i = 0; i < m; i++) {
      let near = 0;
      for (let j = i * n; j < (i + 1) * n; j++) if (Math.abs(f[x + j] - f[target + j]) < tolerance) near++;
      f[hit + i] = round(near / n);
    }
  },
});
