import { byElement, byRow, defineKernel, int, read, update, write } from './define.ts';

/** Inputs that `sparseMatmul` takes at most: so many rows of 32 fit the workspace of WebAssembly. */
export const MOST_SPARSE_INPUTS = 2048;

/**
 * The elements of a matrix that are not zero, column by column in the order of their rows (compressed sparse
 * columns).
 */
export const compressColumns = defineKernel({
  name: 'compressColumns',
  formula: 'values, rows = those of w ≠ 0, column by column;  ends[j] = where column j ends',
  args: {
    w: read(['k', 'n']),
    values: write(['kept']),
    rows: write(['kept'], { element: 'int32' }),
    ends: write(['n'], { element: 'int32' }),
    k: int,
    n: int,
    /** As many as there are; what is missing is filled with zeros. */
    kept: int,
  },
  flops: () => 0,
  reference({ f, i: ints }, { w, values, rows, ends, k, n, kept }) {
    let at = 0;
    for (let j = 0; j < n; j++) {
      for (let p = 0; p < k && at < kept; p++) {
        const value = f[w + p * n + j];
        if (value === 0) continue;
        f[values + at] = value;
        ints[rows + at] = p;
        at++;
      }
      ints[ends + j] = at;
    }
    f.fill(0, values + at, values + kept);
    ints.fill(0, rows + at, rows + kept);
  },
});

/** a·w for a matrix whose columns are compressed: one multiplication for each element that is not zero. */
export const sparseMatmul = defineKernel({
  name: 'sparseMatmul',
  formula: 'out[i,j] = Σ a[i, rows]·values over column j',
  args: {
    a: read(['m', 'k']),
    values: read(['kept']),
    rows: read(['kept'], { element: 'int32' }),
    ends: read(['n'], { element: 'int32' }),
    out: write(['m', 'n']),
    m: int,
    k: int,
    n: int,
    kept: int,
  },
  parallel: byRow,
  multiplyAdds: true,
  flops: ({ m, kept }) => 2 * m * kept,
  reference({ f, i: ints }, { a, values, rows, ends, out, m, k, n }) {
    for (let row = 0; row < m; row++) {
      let at = 0;
      for (let j = 0; j < n; j++) {
        let sum = 0;
        for (; at < ints[ends + j]; at++) sum += f[a + row * k + ints[rows + at]] * f[values + at];
        f[out + row * n + j] = sum;
      }
    }
  },
});

/** Gradients of weights that are zero are zero: a connection that is not there does not come to be. */
export const keepZeros = defineKernel({
  name: 'keepZeros',
  formula: 'g = g ⊙ [w ≠ 0]',
  args: { w: read(['n']), g: update(['n']), n: int },
  parallel: byElement,
  flops: () => 0,
  reference({ f }, { w, g, n }) {
    for (let i = 0; i < n; i++) if (f[w + i] === 0) f[g + i] = 0;
  },
});
