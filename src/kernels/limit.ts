import { byRow, defineKernel, float, int, read, write } from './define.ts';

/** Numbers brought into a range. */
export const limit = defineKernel({
  name: 'limit',
  formula: 'out = min(max(x, least), greatest)',
  args: { x: read(['m', 'n']), out: write(['m', 'n']), m: int, n: int, least: float, greatest: float },
  parallel: byRow,
  flops: ({ m, n }) => 2 * m * n,
  reference({ f, round }, { x, out, m, n, least, greatest }) {
    const [low, high] = [round(least), round(greatest)];
    for (let i = 0; i < m * n; i++) f[out + i] = Math.min(Math.max(f[x + i], low), high);
  },
});

/** Its gradient: none outside of the range. */
export const limitGrad = defineKernel({
  name: 'limitGrad',
  formula: 'dx = dy if least ≤ x ≤ greatest else 0',
  args: {
    x: read(['m', 'n']),
    dy: read(['m', 'n']),
    dx: write(['m', 'n']),
    m: int,
    n: int,
    least: float,
    greatest: float,
  },
  parallel: byRow,
  flops: ({ m, n }) => 2 * m * n,
  reference({ f, round }, { x, dy, dx, m, n, least, greatest }) {
    const [low, high] = [round(least), round(greatest)];
    for (let i = 0; i < m * n; i++) f[dx + i] = f[x + i] >= low && f[x + i] <= high ? f[dy + i] : 0;
  },
});
