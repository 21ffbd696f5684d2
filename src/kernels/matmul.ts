import { byElement, byRow, defineKernel, int, intOr, read, update, write } from './define.ts';

/**
 * Matrix product, as numpy.dot of two matrices. Each element is summed in float64 and rounded once: what
 * numpy.dot gives after nnfs.init(), and independent of how the work is divided.
 */
export const matmul = defineKernel({
  name: 'matmul',
  formula: 'out = a·b',
  args: {
    a: read(['m', 'k'], { stride: 'lda' }),
    b: read(['k', 'n'], { stride: 'ldb' }),
    out: write(['m', 'n'], { stride: 'ldo' }),
    m: int,
    k: int,
    n: int,
    lda: intOr('k'),
    ldb: intOr('n'),
    ldo: intOr('n'),
  },
  parallel: byRow,
  multiplyAdds: true,
  flops: ({ m, k, n }) => 2 * m * k * n,
  reference({ f }, { a, b, out, m, k, n, lda, ldb, ldo }) {
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let p = 0; p < k; p++) sum += f[a + i * lda + p] * f[b + p * ldb + j];
        f[out + i * ldo + j] = sum;
      }
    }
  },
});

/** Product with the first matrix transposed: the gradient of weights, dW = xᵀ·dy. */
export const matmulTA = defineKernel({
  name: 'matmulTA',
  formula: 'out = aᵀ·b',
  args: {
    a: read(['m', 'k'], { stride: 'lda' }),
    b: read(['m', 'n'], { stride: 'ldb' }),
    out: write(['k', 'n'], { stride: 'ldo' }),
    m: int,
    k: int,
    n: int,
    lda: intOr('k'),
    ldb: intOr('n'),
    ldo: intOr('n'),
  },
  parallel: { phase: 'out', axis: 'k' },
  multiplyAdds: true,
  flops: ({ m, k, n }) => 2 * m * k * n,
  reference({ f }, { a, b, out, m, k, n, lda, ldb, ldo }) {
    for (let p = 0; p < k; p++) {
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (let i = 0; i < m; i++) sum += f[a + i * lda + p] * f[b + i * ldb + j];
        f[out + p * ldo + j] = sum;
      }
    }
  },
});

/** Product with the second matrix transposed: the gradient of a layer's input, dx = dy·Wᵀ. */
export const matmulTB = defineKernel({
  name: 'matmulTB',
  formula: 'out = a·bᵀ',
  args: {
    a: read(['m', 'n'], { stride: 'lda' }),
    b: read(['k', 'n'], { stride: 'ldb' }),
    out: write(['m', 'k'], { stride: 'ldo' }),
    m: int,
    k: int,
    n: int,
    lda: intOr('n'),
    ldb: intOr('n'),
    ldo: intOr('k'),
  },
  parallel: byRow,
  multiplyAdds: true,
  flops: ({ m, k, n }) => 2 * m * k * n,
  reference({ f }, { a, b, out, m, k, n, lda, ldb, ldo }) {
    for (let i = 0; i < m; i++) {
      for (let p = 0; p < k; p++) {
        let sum = 0;
        for (let j = 0; j < n; j++) sum += f[a + i * lda + j] * f[b + p * ldb + j];
        f[out + i * ldo + p] = sum;
      }
    }
  },
});

/** Adds a bias to every row, in place. */
export const addBias = defineKernel({
  name: 'addBias',
  formula: 'x[i,j] += b[j]',
  args: { x: update(['m', 'n']), b: read(['n']), m: int, n: int },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f }, { x, b, m, n }) {
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) f[x + i * n + j] += f[b + j];
  },
});

/** Sum over rows, added row by row as numpy.sum(axis=0) does: the gradient of a bias. */
export const sumRows = defineKernel({
  name: 'sumRows',
  formula: 'out[j] = Σᵢ x[i,j]',
  args: { x: read(['m', 'n'], { stride: 'ldx' }), out: write(['n']), m: int, n: int, ldx: intOr('n') },
  parallel: byElement,
  flops: ({ m, n }) => m * n,
  reference({ f }, { x, out, m, n, ldx }) {
    for (let j = 0; j < n; j++) f[out + j] = 0;
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) f[out + j] += f[x + i * ldx + j];
  },
});
