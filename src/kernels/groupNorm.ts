import { byElement, byRow, defineKernel, float, int, intOr, read, start, write } from './define.ts';

/** Normalisation of each image's channels in groups: x [m × p pixels × c], statistics [m × groups]. */

/**
 * Each group of channels of each image with mean 0 and variance 1, scaled and shifted by channel. Sums in
 * float64.
 */
export const groupNorm = defineKernel({
  name: 'groupNorm',
  formula: 'out = (x − mean)·rstd·gain + bias,  rstd = 1 / √(variance + ε), by image and group of channels',
  args: {
    x: read(['m', 'p', 'c']),
    gain: read(['c']),
    bias: read(['c']),
    out: write(['m', 'p', 'c']),
    mean: write(['m', 'groups']),
    rstd: write(['m', 'groups']),
    m: int,
    p: int,
    c: int,
    groups: int,
    epsilon: float,
  },
  parallel: byRow,
  flops: ({ m, p, c }) => 8 * m * p * c,
  reference({ f, round }, { x, gain, bias, out, mean, rstd, m, p, c, groups, epsilon }) {
    const size = c / groups;
    for (let group = 0; group < m * groups; group++) {
      const first = Math.floor(group / groups) * p * c + (group % groups) * size;
      let sum = 0;
      for (let i = 0; i < p * size; i++) sum += f[x + first + Math.floor(i / size) * c + (i % size)];
      const center = round(sum / (p * size));
      let squares = 0;
      for (let i = 0; i < p * size; i++)
        squares += round(f[x + first + Math.floor(i / size) * c + (i % size)] - center) ** 2;
      const scale = round(1 / round(Math.sqrt(round(round(squares / (p * size)) + round(epsilon)))));
      for (let i = 0; i < p * size; i++) {
        const at = first + Math.floor(i / size) * c + (i % size);
        const channel = at % c;
        const normal = round(round(f[x + at] - center) * scale);
        f[out + at] = round(normal * f[gain + channel]) + f[bias + channel];
      }
      f[mean + group] = center;
      f[rstd + group] = scale;
    }
  },
});

/** Gradient of the scale of each channel, over all pixels of all images; threads divide the channels. */
export const groupNormGradGain = defineKernel({
  name: 'groupNormGradGain',
  formula: 'dgain[j] = Σᵢ dy[i,j]·(x[i,j] − mean)·rstd',
  args: {
    x: read(['rows', 'n'], { stride: 'ldx' }),
    dy: read(['rows', 'n'], { stride: 'lddy' }),
    mean: read(['m', 'groups']),
    rstd: read(['m', 'groups']),
    dgain: write(['n']),
    /** Pixels of all images. */
    rows: int,
    n: int,
    m: int,
    groups: int,
    /** Channels of a group. */
    size: int,
    ldx: intOr('n'),
    lddy: intOr('n'),
    first: start('n'),
  },
  parallel: byElement,
  flops: ({ rows, n }) => 4 * rows * n,
  reference({ f, round }, { x, dy, mean, rstd, dgain, rows, n, m, groups, size, ldx, lddy, first }) {
    const p = rows / m;
    for (let j = 0; j < n; j++) {
      const group = Math.floor((first + j) / size);
      let sum = 0;
      for (let i = 0; i < rows; i++) {
        const at = Math.floor(i / p) * groups + group;
        sum += round(round(f[x + i * ldx + j] - f[mean + at]) * f[rstd + at]) * f[dy + i * lddy + j];
      }
      f[dgain + j] = sum;
    }
  },
});

/** Gradient of the input, through mean and variance of its group. */
export const groupNormGrad = defineKernel({
  name: 'groupNormGrad',
  formula: 'dx = rstd·(d − mean(d) − x̂·mean(d ⊙ x̂)),  d = dy ⊙ gain',
  args: {
    x: read(['m', 'p', 'c']),
    dy: read(['m', 'p', 'c']),
    gain: read(['c']),
    mean: read(['m', 'groups']),
    rstd: read(['m', 'groups']),
    dx: write(['m', 'p', 'c']),
    m: int,
    p: int,
    c: int,
    groups: int,
  },
  parallel: byRow,
  flops: ({ m, p, c }) => 12 * m * p * c,
  reference({ f, round }, { x, dy, gain, mean, rstd, dx, m, p, c, groups }) {
    const size = c / groups;
    for (let group = 0; group < m * groups; group++) {
      const first = Math.floor(group / groups) * p * c + (group % groups) * size;
      const [center, scale] = [f[mean + group], f[rstd + group]];
      const place = (i: number) => first + Math.floor(i / size) * c + (i % size);
      const normal = (at: number) => round(round(f[x + at] - center) * scale);
      const d = (at: number) => round(f[dy + at] * f[gain + (at % c)]);
      let [sum, product] = [0, 0];
      for (let i = 0; i < p * size; i++) {
        const at = place(i);
        sum += d(at);
        product += d(at) * normal(at);
      }
      const [ofMean, ofDeviation] = [round(sum / (p * size)), round(product / (p * size))];
      for (let i = 0; i < p * size; i++) {
        const at = place(i);
        f[dx + at] = scale * round(round(d(at) - ofMean) - round(normal(at) * ofDeviation));
      }
    }
  },
});
