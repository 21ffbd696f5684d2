import { normalAt, streamOf, uniformAt } from './counter.ts';
import { byRow, defineKernel, float, int, read, start, write } from './define.ts';

const key = read(['two'], { element: 'int32' });

/**
 * Random numbers of different uses in one step are told apart by the stream; each row has numbers of its own.
 */
const ROW = 1 << 20;

/** Adds normal noise: jitter of tables, images and sequences. */
export const addNoise = defineKernel({
  name: 'addNoise',
  formula: 'out = x + σ·N(0, 1)',
  args: {
    key,
    x: read(['m', 'n']),
    out: write(['m', 'n']),
    m: int,
    n: int,
    two: int,
    stream: int,
    sigma: float,
    first: start('m'),
  },
  parallel: byRow,
  flops: ({ m, n }) => 40 * m * n,
  reference({ f, i: ints, round }, { key: k, x, out, m, n, stream, sigma, first }) {
    const base = streamOf(ints[k], ints[k + 1], stream);
    for (let i = 0; i < m * n; i++) f[out + i] = f[x + i] + round(sigma * normalAt(base, first * n + i));
  },
});

/** Multiplies every row by one random factor near 1. */
export const scaleRandomly = defineKernel({
  name: 'scaleRandomly',
  formula: 'out[i] = x[i]·(1 + σ·N(0, 1))',
  args: {
    key,
    x: read(['m', 'n']),
    out: write(['m', 'n']),
    m: int,
    n: int,
    two: int,
    stream: int,
    sigma: float,
    first: start('m'),
  },
  parallel: byRow,
  flops: ({ m, n }) => m * n,
  reference({ f, i: ints, round }, { key: k, x, out, m, n, stream, sigma, first }) {
    const base = streamOf(ints[k], ints[k + 1], stream);
    for (let i = 0; i < m; i++) {
      const factor = round(1 + sigma * normalAt(base, first + i));
      for (let j = 0; j < n; j++) f[out + i * n + j] = f[x + i * n + j] * factor;
    }
  },
});

/** Keeps a random stretch of `keep` time steps of every row and sets the others to 0. */
export const cropTime = defineKernel({
  name: 'cropTime',
  formula: 'out[i,t] = x[i,t] inside a random stretch, else 0',
  args: {
    key,
    x: read(['m', 'time', 'n']),
    out: write(['m', 'time', 'n']),
    m: int,
    time: int,
    n: int,
    keep: int,
    two: int,
    stream: int,
    first: start('m'),
  },
  parallel: byRow,
  flops: ({ m, time, n }) => m * time * n,
  reference({ f, i: ints }, { key: k, x, out, m, time, n, keep, stream, first }) {
    const base = streamOf(ints[k], ints[k + 1], stream);
    for (let i = 0; i < m; i++) {
      const from = Math.floor(uniformAt(base, first + i) * (time - keep + 1));
      for (let t = 0; t < time; t++) {
        const inside = t >= from && t < from + keep;
        const at = (i * time + t) * n;
        for (let j = 0; j < n; j++) f[out + at + j] = inside ? f[x + at + j] : 0;
      }
    }
  },
});

/** Sets a random square of every image to the mean of the image (DeVries and Taylor 2017). */
export const cutout = defineKernel({
  name: 'cutout',
  formula: 'out = x, a random square of it the mean of x',
  args: {
    key,
    x: read(['m', 'h', 'w', 'c']),
    out: write(['m', 'h', 'w', 'c']),
    m: int,
    h: int,
    w: int,
    c: int,
    size: int,
    two: int,
    stream: int,
    first: start('m'),
  },
  parallel: byRow,
  flops: ({ m, h, w, c }) => m * h * w * c,
  reference({ f, i: ints, round }, { key: k, x, out, m, h, w, c, size, stream, first }) {
    const base = streamOf(ints[k], ints[k + 1], stream);
    const pixels = h * w * c;
    for (let i = 0; i < m; i++) {
      const image = x + i * pixels;
      let mean = 0;
      for (let p = 0; p < pixels; p++) mean += f[image + p] / pixels;
      mean = round(mean);
      const top = Math.floor(uniformAt(base, 2 * (first + i)) * (h + size)) - size;
      const left = Math.floor(uniformAt(base, 2 * (first + i) + 1) * (w + size)) - size;
      for (let row = 0; row < h; row++) {
        for (let column = 0; column < w; column++) {
          const hidden = row >= top && row < top + size && column >= left && column < left + size;
          const at = (row * w + column) * c;
          for (let channel = 0; channel < c; channel++)
            f[out + i * pixels + at + channel] = hidden ? mean : f[image + at + channel];
        }
      }
    }
  },
});

/**
 * Moves, turns, enlarges and mirrors every image at random, with bilinear interpolation; beyond the border
 * its nearest pixels go on.
 */
export const warpImages = defineKernel({
  name: 'warpImages',
  formula: 'out = x at randomly moved, turned, enlarged and mirrored places',
  args: {
    key,
    x: read(['m', 'h', 'w', 'c']),
    out: write(['m', 'h', 'w', 'c']),
    m: int,
    h: int,
    w: int,
    c: int,
    two: int,
    stream: int,
    shift: float,
    radians: float,
    zoom: float,
    flip: int,
    first: start('m'),
  },
  parallel: byRow,
  flops: ({ m, h, w, c }) => 20 * m * h * w * c,
  reference(
    { f, i: ints, round },
    { key: k, x, out, m, h, w, c, stream, shift, radians, zoom, flip, first },
  ) {
    const base = streamOf(ints[k], ints[k + 1], stream);
    for (let i = 0; i < m; i++) {
      const numbers = (first + i) * 8;
      const within = (at: number, most: number) => (2 * uniformAt(base, numbers + at) - 1) * most;
      const [dx, dy, angle] = [within(0, shift), within(1, shift), within(2, radians)];
      const scale = 1 / (1 + within(3, zoom));
      const mirror = flip === 1 && uniformAt(base, numbers + 4) < 0.5 ? -1 : 1;
      const [cos, sin] = [Math.cos(angle) * scale, Math.sin(angle) * scale];
      const [middleX, middleY] = [(w - 1) / 2, (h - 1) / 2];
      const image = x + i * h * w * c;
      for (let row = 0; row < h; row++) {
        for (let column = 0; column < w; column++) {
          const [u, v] = [(column - middleX) * mirror - dx, row - middleY - dy];
          const sx = Math.min(w - 1, Math.max(0, cos * u + sin * v + middleX));
          const sy = Math.min(h - 1, Math.max(0, cos * v - sin * u + middleY));
          const [x0, y0] = [Math.floor(sx), Math.floor(sy)];
          const [x1, y1] = [Math.min(w - 1, x0 + 1), Math.min(h - 1, y0 + 1)];
          const [fx, fy] = [sx - x0, sy - y0];
          for (let channel = 0; channel < c; channel++) {
            const pixel = (py: number, px: number) => f[image + (py * w + px) * c + channel];
            const upper = pixel(y0, x0) * (1 - fx) + pixel(y0, x1) * fx;
            const lower = pixel(y1, x0) * (1 - fx) + pixel(y1, x1) * fx;
            f[out + ((i * h + row) * w + column) * c + channel] = round(upper * (1 - fy) + lower * fy);
          }
        }
      }
    }
  },
});

/** Beta(α, α) by Jöhnk's method (1964), from the numbers of one row. */
function betaAt(stream: number, row: number, alpha: number): number {
  for (let at = row * ROW; ; at += 2) {
    const a = uniformAt(stream, at) ** (1 / alpha);
    const b = uniformAt(stream, at + 1) ** (1 / alpha);
    if (a + b > 0 && a + b <= 1) return a / (a + b);
  }
}

/** How much of itself every row keeps in mixup: λ of Beta(α, α), taken at least a half, and 1 − λ. */
export const mixupShares = defineKernel({
  name: 'mixupShares',
  formula: 'own = max(λ, 1−λ), λ ~ Beta(α, α);  other = 1 − own',
  args: {
    key,
    own: write(['m']),
    other: write(['m']),
    m: int,
    two: int,
    stream: int,
    alpha: float,
    first: start('m'),
  },
  parallel: byRow,
  flops: ({ m }) => 40 * m,
  reference({ f, i: ints, round }, { key: k, own, other, m, stream, alpha, first }) {
    const base = streamOf(ints[k], ints[k + 1], stream);
    for (let i = 0; i < m; i++) {
      const share = betaAt(base, first + i, alpha);
      f[own + i] = round(Math.max(share, 1 - share));
      f[other + i] = 1 - f[own + i];
    }
  },
});

/**
 * Mixes every row of a batch with the next one, the last with the first; a shuffled batch makes that a random
 * pair.
 */
export const mixRows = defineKernel({
  name: 'mixRows',
  formula: 'out[i] = own[i]·x[i] + other[i]·x[i + 1]',
  args: {
    x: read(['total', 'n']),
    own: read(['m']),
    other: read(['m']),
    out: write(['m', 'n']),
    m: int,
    n: int,
    total: int,
    first: start('m'),
  },
  parallel: byRow,
  flops: ({ m, n }) => 3 * m * n,
  reference({ f, round }, { x, own, other, out, m, n, total, first }) {
    for (let i = 0; i < m; i++) {
      const mine = x + (first + i) * n;
      const next = x + ((first + i + 1) % total) * n;
      for (let j = 0; j < n; j++)
        f[out + i * n + j] = round(f[own + i] * f[mine + j]) + round(f[other + i] * f[next + j]);
    }
  },
});

/** The class of the next row, the partner in mixup. */
export const nextLabels = defineKernel({
  name: 'nextLabels',
  formula: 'out[i] = label[i + 1]',
  args: {
    label: read(['total'], { element: 'int32' }),
    out: write(['m'], { element: 'int32' }),
    m: int,
    total: int,
    first: start('m'),
  },
  parallel: byRow,
  flops: () => 0,
  reference({ i: ints }, { label, out, m, total, first }) {
    for (let i = 0; i < m; i++) ints[out + i] = ints[label + ((first + i + 1) % total)];
  },
});
