import { byElement, byRow, defineKernel, int, intOr, read, write } from './define.ts';
import type { Views } from './define.ts';

/**
 * The row of a table that a number names. Ids arrive as floats, as every other feature does: whole numbers
 * below 2²⁴ are exact in float32, and one kind of data needs one way through files, batches and predictions.
 * −1: no such row.
 */
function rowOf(f: Views['f'], at: number, total: number): number {
  const id = f[at];
  return id >= 0 && id < total ? Math.trunc(id) : -1;
}

/**
 * Rows of a table by their numbers. A number without a row, such as the −1 that fills up short texts, gives
 * zeros.
 */
export const embedding = defineKernel({
  name: 'embedding',
  formula: 'out[i] = w[x[i]]',
  args: {
    x: read(['m']),
    w: read(['total', 'n']),
    out: write(['m', 'n']),
    m: int,
    n: int,
    total: int,
  },
  parallel: byRow,
  flops: () => 0,
  reference({ f }, { x, w, out, m, n, total }) {
    for (let i = 0; i < m; i++) {
      const row = rowOf(f, x + i, total);
      if (row < 0) f.fill(0, out + i * n, out + (i + 1) * n);
      else f.copyWithin(out + i * n, w + row * n, w + (row + 1) * n);
    }
  },
});

/**
 * Gradient of the table: what arrived at each use of a row, added in the order of the uses. Threads divide
 * the columns, since frequent rows would leave one of them all the work.
 */
export const embeddingGrad = defineKernel({
  name: 'embeddingGrad',
  formula: 'dw[r] = Σ dy[i] over all i with x[i] = r',
  args: {
    x: read(['m']),
    dy: read(['m', 'n'], { stride: 'lddy' }),
    dw: write(['total', 'n'], { stride: 'lddw' }),
    m: int,
    n: int,
    total: int,
    lddy: intOr('n'),
    lddw: intOr('n'),
  },
  parallel: byElement,
  flops: ({ m, n }) => m * n,
  reference({ f }, { x, dy, dw, m, n, total, lddy, lddw }) {
    for (let r = 0; r < total; r++) f.fill(0, dw + r * lddw, dw + r * lddw + n);
    for (let i = 0; i < m; i++) {
      const row = rowOf(f, x + i, total);
      if (row < 0) continue;
      for (let j = 0; j < n; j++) f[dw + row * lddw + j] += f[dy + i * lddy + j];
    }
  },
});
