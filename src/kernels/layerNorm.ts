import { byElement, byRow, defineKernel, float, int, intOr, read, write } from './define.ts';

/**
 * Each row with mean 0 and variance 1, then scaled and shifted by column (Ba et al. 2016). Sums in float64.
 */
export const layerNorm = defineKernel({
  name: 'layerNorm',
  formula: 'out[i,j] = (x[i,j] − meanᵢ)·rstdᵢ·gain[j] + bias[j],  rstd = 1 / √(variance + ε)',
  args: {
    x: read(['m', 'n']),
    gain: read(['n']),
    bias: read(['n']),
    out: write(['m', 'n']),
    mean: write(['m']),
    rstd: write(['m']),
    m: int,
    n: int,
    epsilon: float,
  },
  parallel: byRow,
  flops: ({ m, n }) => 8 * m * n,
  reference({ f, round }, { x, gain, bias, out, mean, rstd, m, n, epsilon }) {
    for (let i = 0; i < m; i++) {
      const row = i * n;
      let sum = 0;
      for (let j = row; j < row + n; j++) sum += f[x + j];
      const center = round(sum / n);
      let squares = 0;
      for (let j = row; j < row + n; j++) squares += round(f[x + j] - center) ** 2;
      const scale = round(1 / Math.sqrt(round(squares / n) + epsilon));
      for (let j = 0; j < n; j++)
        f[out + row + j] = round(round(round(f[x + row + j] - center) * scale) * f[gain + j]) + f[bias + j];
      f[mean + i] = center;
      f[rstd + i] = scale;
    }
  },
});

/** Gradient of a normalised row, through its mean and its variance. */
export const layerNormGrad = defineKernel({
  name: 'layerNormGrad',
  formula: 'dx = rstd·(d − mean(d) − x̂·mean(d ⊙ x̂)),  d = dy ⊙ gain',
  args: {
    x: read(['m', 'n']),
    gain: read(['n']),
    mean: read(['m']),
    rstd: read(['m']),
    dy: read(['m', 'n']),
    dx: write(['m', 'n']),
    m: int,
    n: int,
  },
  parallel: byRow,
  flops: ({ m, n }) => 12 * m * n,
  reference({ f, round }, { x, gain, mean, rstd, dy, dx, m, n }) {
    for (let i = 0; i < m; i++) {
      const row = i * n;
      const [center, scale] = [f[mean + i], f[rstd + i]];
      const normal = (j: number) => round(round(f[x + row + j] - center) * scale);
      const d = (j: number) => round(f[dy + row + j] * f[gain + j]);
      let [sum, product] = [0, 0];
      for (let j = 0; j < n; j++) {
        sum += d(j);
        product += d(j) * normal(j);
      }
      const [first, second] = [round(sum / n), round(product / n)];
      for (let j = 0; j < n; j++)
        f[dx + row + j] = scale * round(round(d(j) - first) - round(normal(j) * second));
    }
  },
});

/** Gradient of the gain: row by row, as sumRows. */
export const layerNormGradGain = defineKernel({
  name: 'layerNormGradGain',
  formula: 'dgain[j] = Σᵢ dy[i,j]·(x[i,j] − meanᵢ)·rstdᵢ',
  args: {
    x: read(['m', 'n'], { stride: 'ldx' }),
    mean: read(['m']),
    rstd: read(['m']),
    dy: read(['m', 'n'], { stride: 'lddy' }),
    dgain: write(['n']),
    m: int,
    n: int,
    ldx: intOr('n'),
    lddy: intOr('n'),
  },
  parallel: byElement,
  flops: ({ m, n }) => 4 * m * n,
  reference({ f, round }, { x, mean, rstd, dy, dgain, m, n, ldx, lddy }) {
    f.fill(0, dgain, dgain + n);
    for (let i = 0; i < m; i++) {
      for (let j = 0; j < n; j++) {
        const normal = round(round(f[x + i * ldx + j] - f[mean + i]) * f[rstd + i]);
        f[dgain + j] += round(f[dy + i * lddy + j] * normal);
      }
    }
  },
});
