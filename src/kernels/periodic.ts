import { byRow, defineKernel, int, read, write } from './define.ts';

const TWO_PI = 2 * Math.PI;

/** Each of c numbers as f cosines of its own frequencies and phases. */
export const periodic = defineKernel({
  name: 'periodic',
  formula: 'out[i,c,j] = cos(2π·x[i,c]·w[c,j] + b[c,j])',
  args: {
    x: read(['m', 'c']),
    w: read(['c', 'f']),
    b: read(['c', 'f']),
    out: write(['m', 'c', 'f']),
    m: int,
    c: int,
    f: int,
  },
  parallel: byRow,
  flops: ({ m, c, f }) => 4 * m * c * f,
  reference({ f: floats, round }, { x, w, b, out, m, c, f }) {
    for (let i = 0; i < m * c; i++) {
      const at = (i % c) * f;
      const turned = round(round(TWO_PI) * floats[x + i]);
      for (let j = 0; j < f; j++) {
        const angle = round(round(turned * floats[w + at + j]) + floats[b + at + j]);
        floats[out + i * f + j] = Math.cos(angle);
      }
    }
  },
});

/** The gradients of its frequencies and phases, summed over the rows. */
export const periodicGrad = defineKernel({
  name: 'periodicGrad',
  formula: 'db[c,j] = −Σᵢ dy[i,c,j]·sin(2π·x·w + b),  dw[c,j] = −Σᵢ dy[i,c,j]·sin(2π·x·w + b)·2π·x',
  args: {
    x: read(['m', 'c']),
    w: read(['c', 'f']),
    b: read(['c', 'f']),
    dy: read(['m', 'c', 'f']),
    dw: write(['c', 'f']),
    db: write(['c', 'f']),
    m: int,
    c: int,
    f: int,
  },
  flops: ({ m, c, f }) => 8 * m * c * f,
  reference({ f: floats, round }, { x, w, b, dy, dw, db, m, c, f }) {
    floats.fill(0, dw, dw + c * f);
    floats.fill(0, db, db + c * f);
    for (let i = 0; i < m * c; i++) {
      const at = (i % c) * f;
      const turned = round(round(TWO_PI) * floats[x + i]);
      for (let j = 0; j < f; j++) {
        const angle = round(round(turned * floats[w + at + j]) + floats[b + at + j]);
        const slope = round(floats[dy + i * f + j] * round(-Math.sin(angle)));
        floats[db + at + j] += slope;
        floats[dw + at + j] += round(slope * turned);
      }
    }
  },
});

/** The gradient of its numbers. */
export const periodicGradInput = defineKernel({
  name: 'periodicGradInput',
  formula: 'dx[i,c] = −2π·Σⱼ dy[i,c,j]·sin(2π·x·w + b)·w[c,j]',
  args: {
    x: read(['m', 'c']),
    w: read(['c', 'f']),
    b: read(['c', 'f']),
    dy: read(['m', 'c', 'f']),
    dx: write(['m', 'c']),
    m: int,
    c: int,
    f: int,
  },
  parallel: byRow,
  flops: ({ m, c, f }) => 8 * m * c * f,
  reference({ f: floats, round }, { x, w, b, dy, dx, m, c, f }) {
    for (let i = 0; i < m * c; i++) {
      const at = (i % c) * f;
      const turned = round(round(TWO_PI) * floats[x + i]);
      let sum = 0;
      for (let j = 0; j < f; j++) {
        const angle = round(round(turned * floats[w + at + j]) + floats[b + at + j]);
        sum -= floats[dy + i * f + j] * round(Math.sin(angle)) * floats[w + at + j];
      }
      floats[dx + i] = round(TWO_PI) * round(sum);
    }
  },
});
