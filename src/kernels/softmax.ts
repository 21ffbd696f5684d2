import { byRow, defineKernel, int, read, write } from './define.ts';
import { pairwiseSum } from './pairwise.ts';
import type { Views } from './define.ts';

function rowMax(f: Views['f'], offset: number, n: number): number {
  let max = f[offset];
  for (let j = 1; j < n; j++) if (f[offset + j] > max) max = f[offset + j];
  return max;
}

/**
 * Softmax of one row, in the order of NNFS ch. 4: subtract the row's maximum, exponentiate, divide by the
 * sum; every step rounded. Returns the maximum and the sum, from which a caller gets log-probabilities.
 */
export function softmaxRow({ f, round }: Views, x: number, out: number, n: number) {
  const max = rowMax(f, x, n);
  for (let j = 0; j < n; j++) f[out + j] = Math.exp(round(f[x + j] - max));
  const total = pairwiseSum(f, out, n, round);
  for (let j = 0; j < n; j++) f[out + j] /= total;
  return { max, total };
}

/** Probabilities of each row. */
export const softmax = defineKernel({
  name: 'softmax',
  formula: 'out[i,j] = exp(x[i,j]) / Σₖ exp(x[i,k])',
  args: { x: read(['m', 'n']), out: write(['m', 'n']), m: int, n: int },
  parallel: byRow,
  flops: ({ m, n }) => 5 * m * n,
  reference(views, { x, out, m, n }) {
    for (let i = 0; i < m; i++) softmaxRow(views, x + i * n, out + i * n, n);
  },
});

/** Jacobian of softmax times dy, without building it: dx = s ⊙ (dy − Σ dy·s). */
export const softmaxGrad = defineKernel({
  name: 'softmaxGrad',
  formula: 'dx[i,j] = s[i,j]·(dy[i,j] − Σₖ dy[i,k]·s[i,k])',
  args: { s: read(['m', 'n']), dy: read(['m', 'n']), dx: write(['m', 'n']), m: int, n: int },
  parallel: byRow,
  flops: ({ m, n }) => 4 * m * n,
  reference({ f, round }, { s, dy, dx, m, n }) {
    for (let i = 0; i < m; i++) {
      const row = i * n;
      let dot = 0;
      for (let j = row; j < row + n; j++) dot += f[dy + j] * f[s + j];
      dot = round(dot);
      for (let j = row; j < row + n; j++) f[dx + j] = f[s + j] * round(f[dy + j] - dot);
    }
  },
});

/** Logarithm of softmax, by the log-sum-exp of each row. */
export const logSoftmax = defineKernel({
  name: 'logSoftmax',
  formula: 'out[i,j] = x[i,j] − log Σₖ exp(x[i,k])',
  args: { x: read(['m', 'n']), out: write(['m', 'n']), m: int, n: int },
  parallel: byRow,
  flops: ({ m, n }) => 5 * m * n,
  reference(views, { x, out, m, n }) {
    const { f, round } = views;
    for (let i = 0; i < m; i++) {
      const max = rowMax(f, x + i * n, n);
      for (let j = 0; j < n; j++) f[out + i * n + j] = Math.exp(round(f[x + i * n + j] - max));
      const log = round(Math.log(pairwiseSum(f, out + i * n, n, round)));
      for (let j = 0; j < n; j++) f[out + i * n + j] = round(f[x + i * n + j] - max) - log;
    }
  },
});

/** Gradient of logSoftmax; `s` is its output. */
export const logSoftmaxGrad = defineKernel({
  name: 'logSoftmaxGrad',
  formula: 'dx[i,j] = dy[i,j] − exp(s[i,j])·Σₖ dy[i,k]',
  args: { s: read(['m', 'n']), dy: read(['m', 'n']), dx: write(['m', 'n']), m: int, n: int },
  parallel: byRow,
  flops: ({ m, n }) => 4 * m * n,
  reference({ f, round }, { s, dy, dx, m, n }) {
    for (let i = 0; i < m; i++) {
      const row = i * n;
      let total = 0;
      for (let j = row; j < row + n; j++) total += f[dy + j];
      total = round(total);
      for (let j = row; j < row + n; j++) f[dx + j] = f[dy + j] - round(round(Math.exp(f[s + j])) * total);
    }
  },
});
