import { byElement, byRow, defineKernel, float, int, intOr, read, update, write } from './define.ts';

/** Batch normalisation of columns (channels): x [m×n] holds every pixel of every image as a row. */

/**
 * Mean and (biased) variance of each column, summed in float64. It reads all rows, so threads divide the
 * columns.
 */
export const columnMoments = defineKernel({
  name: 'columnMoments',
  formula: 'mean[j] = Σᵢ x[i,j] / m;  variance[j] = Σᵢ (x[i,j] − mean[j])² / m',
  args: {
    x: read(['m', 'n'], { stride: 'ldx' }),
    mean: write(['n']),
    variance: write(['n']),
    m: int,
    n: int,
    ldx: intOr('n'),
  },
  parallel: byElement,
  flops: ({ m, n }) => 4 * m * n,
  reference({ f, round }, { x, mean, variance, m, n, ldx }) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let i = 0; i < m; i++) sum += f[x + i * ldx + j];
      f[mean + j] = sum / m;
      let squares = 0;
      for (let i = 0; i < m; i++) squares += round(f[x + i * ldx + j] - f[mean + j]) ** 2;
      f[variance + j] = squares / m;
    }
  },
});

/** Columns with mean 0 and variance 1, scaled and shifted. */
export const batchNorm = defineKernel({
  name: 'batchNorm',
  formula: 'out[i,j] = (x[i,j] − mean[j]) / √(variance[j] + ε) · gain[j] + bias[j]',
  args: {
    x: read(['m', 'n']),
    mean: read(['n']),
    variance: read(['n']),
    gain: read(['n']),
    bias: read(['n']),
    out: write(['m', 'n']),
    m: int,
    n: int,
    epsilon: float,
  },
  parallel: byRow,
  flops: ({ m, n }) => 4 * m * n,
  reference({ f, round }, { x, mean, variance, gain, bias, out, m, n, epsilon }) {
    for (let j = 0; j < n; j++) {
      const scale = round(1 / round(Math.sqrt(round(f[variance + j] + round(epsilon)))));
      for (let i = 0; i < m; i++) {
        const normal = round(round(f[x + i * n + j] - f[mean + j]) * scale);
        f[out + i * n + j] = round(normal * f[gain + j]) + f[bias + j];
      }
    }
  },
});

/** Running statistics: a share of the new ones; the variance without bias, as torch.nn.BatchNorm keeps it. */
export const updateMoments = defineKernel({
  name: 'updateMoments',
  formula:
    'runningMean += α·(mean − runningMean);  runningVariance += α·(variance·m/(m−1) − runningVariance)',
  args: {
    mean: read(['n']),
    variance: read(['n']),
    runningMean: update(['n']),
    runningVariance: update(['n']),
    n: int,
    m: int,
    momentum: float,
  },
  parallel: byElement,
  flops: ({ n }) => 7 * n,
  reference({ f, round }, { mean, variance, runningMean, runningVariance, n, m, momentum }) {
    const share = round(momentum);
    const unbiased = round(m / Math.max(1, m - 1));
    for (let j = 0; j < n; j++) {
      f[runningMean + j] += round(share * round(f[mean + j] - f[runningMean + j]));
      f[runningVariance + j] += round(
        share * round(round(f[variance + j] * unbiased) - f[runningVariance + j]),
      );
    }
  },
});

/** Gradient of the scale, summed in float64. */
export const batchNormGradGain = defineKernel({
  name: 'batchNormGradGain',
  formula: 'dgain[j] = Σᵢ dy[i,j]·x̂[i,j],  x̂ = (x − mean) / √(variance + ε)',
  args: {
    x: read(['m', 'n'], { stride: 'ldx' }),
    dy: read(['m', 'n'], { stride: 'lddy' }),
    mean: read(['n']),
    variance: read(['n']),
    dgain: write(['n']),
    m: int,
    n: int,
    ldx: intOr('n'),
    lddy: intOr('n'),
    epsilon: float,
  },
  parallel: byElement,
  flops: ({ m, n }) => 3 * m * n,
  reference({ f, round }, { x, dy, mean, variance, dgain, m, n, ldx, lddy, epsilon }) {
    for (let j = 0; j < n; j++) {
      const scale = round(1 / round(Math.sqrt(round(f[variance + j] + round(epsilon)))));
      let sum = 0;
      for (let i = 0; i < m; i++) sum += round(f[x + i * ldx + j] - f[mean + j]) * f[dy + i * lddy + j];
      f[dgain + j] = round(sum) * scale;
    }
  },
});

/** Gradient of the input, through mean and variance; `count` is the number of all rows. */
export const batchNormGrad = defineKernel({
  name: 'batchNormGrad',
  formula: 'dx = gain/√(variance + ε) · (dy − dbias/count − x̂·dgain/count)',
  args: {
    x: read(['m', 'n']),
    dy: read(['m', 'n']),
    mean: read(['n']),
    variance: read(['n']),
    gain: read(['n']),
    dgain: read(['n']),
    dbias: read(['n']),
    dx: write(['m', 'n']),
    m: int,
    n: int,
    count: int,
    epsilon: float,
  },
  parallel: byRow,
  flops: ({ m, n }) => 6 * m * n,
  reference({ f, round }, { x, dy, mean, variance, gain, dgain, dbias, dx, m, n, count, epsilon }) {
    for (let j = 0; j < n; j++) {
      const scale = round(1 / round(Math.sqrt(round(f[variance + j] + round(epsilon)))));
      const factor = round(f[gain + j] * scale);
      const ofMean = round(f[dbias + j] / count);
      const ofDeviation = round(scale * round(f[dgain + j] / count));
      for (let i = 0; i < m; i++) {
        const at = i * n + j;
        const centred = round(f[x + at] - f[mean + j]);
        f[dx + at] = factor * round(round(f[dy + at] - ofMean) - round(centred * ofDeviation));
      }
    }
  },
});

/** Gradient of the input where mean and variance are given numbers, as those of prediction are. */
export const batchNormGradRunning = defineKernel({
  name: 'batchNormGradRunning',
  formula: 'dx = gain/√(variance + ε) · dy',
  args: {
    dy: read(['m', 'n']),
    variance: read(['n']),
    gain: read(['n']),
    dx: write(['m', 'n']),
    m: int,
    n: int,
    epsilon: float,
  },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f, round }, { dy, variance, gain, dx, m, n, epsilon }) {
    for (let j = 0; j < n; j++) {
      const scale = round(1 / round(Math.sqrt(round(f[variance + j] + round(epsilon)))));
      const factor = round(f[gain + j] * scale);
      for (let i = 0; i < m; i++) f[dx + i * n + j] = factor * f[dy + i * n + j];
    }
  },
});
