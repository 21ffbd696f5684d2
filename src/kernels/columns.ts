import { byElement, byRow, defineKernel, float, int, intOr, read, write } from './define.ts';

/** A tensor times a number. */
export const times = defineKernel({
  name: 'times',
  formula: 'out = α·x',
  args: { x: read(['m', 'n']), out: write(['m', 'n']), m: int, n: int, alpha: float },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f, round }, { x, out, m, n, alpha }) {
    const factor = round(alpha);
    for (let i = 0; i < m * n; i++) f[out + i] = factor * f[x + i];
  },
});

/** Every column times a number of its own. */
export const scaleColumns = defineKernel({
  name: 'scaleColumns',
  formula: 'out[i,j] = x[i,j]·s[j]',
  args: { x: read(['m', 'n']), s: read(['n']), out: write(['m', 'n']), m: int, n: int },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f }, { x, s, out, m, n }) {
    for (let i = 0; i < m; i++) for (let j = 0; j < n; j++) f[out + i * n + j] = f[x + i * n + j] * f[s + j];
  },
});

/** The gradient of the numbers of `scaleColumns`: row by row, as sumRows. */
export const columnProducts = defineKernel({
  name: 'columnProducts',
  formula: 'out[j] = Σᵢ x[i,j]·dy[i,j]',
  args: {
    x: read(['m', 'n'], { stride: 'ldx' }),
    dy: read(['m', 'n'], { stride: 'lddy' }),
    out: write(['n']),
    m: int,
    n: int,
    ldx: intOr('n'),
    lddy: intOr('n'),
  },
  parallel: byElement,
  flops: ({ m, n }) => 2 * m * n,
  reference({ f, round }, { x, dy, out, m, n, ldx, lddy }) {
    f.fill(0, out, out + n);
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) f[out + j] += round(f[x + i * ldx + j] * f[dy + i * lddy + j]);
  },
});

/** Between x and h, each column by a share of its own: x where it is 0, h where it is 1. */
export const blend = defineKernel({
  name: 'blend',
  formula: 'out[i,j] = x[i,j] + a[j]·(h[i,j] − x[i,j])',
  args: {
    x: read(['m', 'n']),
    h: read(['m', 'n']),
    a: read(['n']),
    out: write(['m', 'n']),
    m: int,
    n: int,
  },
  parallel: byRow,
  flops: ({ m, n }) => 3 * m * n,
  reference({ f, round }, { x, h, a, out, m, n }) {
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        const at = i * n + j;
        f[out + at] = f[x + at] + round(f[a + j] * round(f[h + at] - f[x + at]));
      }
  },
});

/** The gradient of x in `blend`, where `through` is what comes back through h. */
export const blendGrad = defineKernel({
  name: 'blendGrad',
  formula: 'dx[i,j] = dy[i,j] − a[j]·dy[i,j] + through[i,j]',
  args: {
    dy: read(['m', 'n']),
    through: read(['m', 'n']),
    a: read(['n']),
    dx: write(['m', 'n']),
    m: int,
    n: int,
  },
  parallel: byRow,
  flops: ({ m, n }) => 3 * m * n,
  reference({ f, round }, { dy, through, a, dx, m, n }) {
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        const at = i * n + j;
        f[dx + at] = round(f[dy + at] - round(f[a + j] * f[dy + at])) + f[through + at];
      }
  },
});

/** The gradient of the shares of `blend`: row by row, as sumRows. */
export const blendGradShare = defineKernel({
  name: 'blendGradShare',
  formula: 'da[j] = Σᵢ dy[i,j]·(h[i,j] − x[i,j])',
  args: {
    x: read(['m', 'n'], { stride: 'ldx' }),
    h: read(['m', 'n'], { stride: 'ldh' }),
    dy: read(['m', 'n'], { stride: 'lddy' }),
    da: write(['n']),
    m: int,
    n: int,
    ldx: intOr('n'),
    ldh: intOr('n'),
    lddy: intOr('n'),
  },
  parallel: byElement,
  flops: ({ m, n }) => 3 * m * n,
  reference({ f, round }, { x, h, dy, da, m, n, ldx, ldh, lddy }) {
    f.fill(0, da, da + n);
    for (let i = 0; i < m; i++)
      for (let j = 0; j < n; j++) {
        const change = round(f[h + i * ldh + j] - f[x + i * ldx + j]);
        f[da + j] += round(f[dy + i * lddy + j] * change);
      }
  },
});
