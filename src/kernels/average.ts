import { byRow, defineKernel, float, int, read, write } from './define.ts';

/** A tensor times a number: the first term of a weighted mean, and its gradient. */
export const scaled = defineKernel({
  name: 'scaled',
  formula: 'out = α·x',
  args: { x: read(['m', 'n']), out: write(['m', 'n']), m: int, n: int, alpha: float },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f, round }, { x, out, m, n, alpha }) {
    const scale = round(alpha);
    for (let i = 0; i < m * n; i++) f[out + i] = scale * f[x + i];
  },
});

/** The next term of a weighted mean. */
export const addScaled = defineKernel({
  name: 'addScaled',
  formula: 'out = a + α·x',
  args: { a: read(['m', 'n']), x: read(['m', 'n']), out: write(['m', 'n']), m: int, n: int, alpha: float },
  parallel: byRow,
  flops: ({ m, n }) => 2 * m * n,
  reference({ f, round }, { a, x, out, m, n, alpha }) {
    const scale = round(alpha);
    for (let i = 0; i < m * n; i++) f[out + i] = f[a + i] + round(scale * f[x + i]);
  },
});
