import { byRow, defineKernel, int, read, start, write } from './define.ts';

const indices = read(['total'], { element: 'int32' });
const position = read([], { element: 'int32' });

/** Rows of a data set in the order of `index`, from `cursor` on: one batch. */
export const gatherRows = defineKernel({
  name: 'gatherRows',
  formula: 'out[i] = source[index[cursor + i]]',
  args: {
    source: read(['total', 'n']),
    index: indices,
    cursor: position,
    out: write(['m', 'n']),
    m: int,
    n: int,
    total: int,
    first: start('m'),
  },
  parallel: byRow,
  flops: () => 0,
  reference({ f, i: ints }, { source, index, cursor, out, m, n, first }) {
    for (let i = 0; i < m; i++) {
      const row = ints[index + ints[cursor] + first + i];
      f.copyWithin(out + i * n, source + row * n, source + (row + 1) * n);
    }
  },
});

/** Class labels of one batch: `n` for each row, 1 unless every step of a sequence has its own. */
export const gatherLabels = defineKernel({
  name: 'gatherLabels',
  formula: 'out[i] = source[index[cursor + i]]',
  args: {
    source: read(['total', 'n'], { element: 'int32' }),
    index: indices,
    cursor: position,
    out: write(['m', 'n'], { element: 'int32' }),
    m: int,
    n: int,
    total: int,
    first: start('m'),
  },
  parallel: byRow,
  flops: () => 0,
  reference({ i: ints }, { source, index, cursor, out, m, n, first }) {
    for (let i = 0; i < m; i++) {
      const row = ints[index + ints[cursor] + first + i];
      ints.copyWithin(out + i * n, source + row * n, source + (row + 1) * n);
    }
  },
});
