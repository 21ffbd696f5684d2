import { byRow, defineKernel, int, read, start, write } from './define.ts';
import type { Views } from './define.ts';
import { biasActivation } from './fused.ts';

/**
 * Convolution of images in the layout batch × height × width × channels with filters [kh, kw, channels of a
 * group, n]. A sequence is an image of height 1.
 */

/**
 * Extents that all three kernels share; `x` is the larger image [m,h,w,c], `out` the smaller one [m,oh,ow,n].
 */
const geometry = {
  m: int,
  h: int,
  w: int,
  c: int,
  kh: int,
  kw: int,
  /** Channels of one group: c / groups. */
  cg: int,
  n: int,
  oh: int,
  ow: int,
  strideY: int,
  strideX: int,
  padTop: int,
  padLeft: int,
  dilationY: int,
  dilationX: int,
} as const;

type Numbers = Readonly<Record<keyof typeof geometry, number>>;

/** Products of a filter's element with an element of the image, those outside of the image included. */
const products = ({ m, kh, kw, cg, n, oh, ow }: Readonly<Record<string, number>>) =>
  m * oh * ow * kh * kw * cg * n;

/** Offset of the image's element that filter tap (i, j) meets at output (y, x); −1 outside of the image. */
function meets(g: Numbers, image: number, y: number, x: number, i: number, j: number): number {
  const row = y * g.strideY - g.padTop + i * g.dilationY;
  const column = x * g.strideX - g.padLeft + j * g.dilationX;
  if (row < 0 || row >= g.h || column < 0 || column >= g.w) return -1;
  return ((image * g.h + row) * g.w + column) * g.c;
}

/** Each element is summed in float64 and rounded once, as a matrix product's. */
export const conv2d = defineKernel({
  name: 'conv2d',
  formula: 'out[y,x,o] = Σᵢⱼ꜀ x[y·s+i·d−p, x·s+j·d−p, c]·filter[i,j,c,o]',
  args: {
    x: read(['m', 'h', 'w', 'c']),
    filter: read(['kh', 'kw', 'cg', 'n']),
    out: write(['m', 'oh', 'ow', 'n']),
    ...geometry,
  },
  parallel: byRow,
  multiplyAdds: true,
  flops: (extents) => 2 * products(extents),
  reference({ f }, { x, filter, out, ...g }) {
    const ng = (g.n * g.cg) / g.c;
    const sums = new Float64Array(g.n);
    for (let pixel = 0; pixel < g.m * g.oh * g.ow; pixel++) {
      const image = Math.floor(pixel / (g.oh * g.ow));
      const y = Math.floor(pixel / g.ow) % g.oh;
      sums.fill(0);
      for (let tap = 0; tap < g.kh * g.kw; tap++) {
        const at = meets(g, image, y, pixel % g.ow, Math.floor(tap / g.kw), tap % g.kw);
        if (at < 0) continue;
        for (let p = 0; p < g.cg; p++) {
          const row = filter + (tap * g.cg + p) * g.n;
          for (let o = 0; o < g.n; o++) sums[o] += f[x + at + Math.floor(o / ng) * g.cg + p] * f[row + o];
        }
      }
      for (let o = 0; o < g.n; o++) f[out + pixel * g.n + o] = sums[o];
    }
  },
});

/** Sums for one image of dx in float64, because several taps add to one element. */
function gradInput(views: Views, dy: number, filter: number, dx: number, g: Numbers): void {
  const { f } = views;
  const ng = (g.n * g.cg) / g.c;
  const size = g.h * g.w * g.c;
  const sums = new Float64Array(size);
  for (let image = 0; image < g.m; image++) {
    sums.fill(0);
    for (let pixel = 0; pixel < g.oh * g.ow; pixel++) {
      const from = dy + (image * g.oh * g.ow + pixel) * g.n;
      for (let tap = 0; tap < g.kh * g.kw; tap++) {
        const y = Math.floor(pixel / g.ow);
        const at = meets(g, 0, y, pixel % g.ow, Math.floor(tap / g.kw), tap % g.kw);
        if (at < 0) continue;
        for (let o = 0; o < g.n; o++) {
          const channel = at + Math.floor(o / ng) * g.cg;
          for (let p = 0; p < g.cg; p++)
            sums[channel + p] += f[from + o] * f[filter + (tap * g.cg + p) * g.n + o];
        }
      }
    }
    for (let i = 0; i < size; i++) f[dx + image * size + i] = sums[i];
  }
}

/** Gradient of the image; read forwards it is the transposed convolution (Zeiler et al. 2010). */
export const conv2dGradInput = defineKernel({
  name: 'conv2dGradInput',
  formula: 'dx[y·s+i·d−p, x·s+j·d−p, c] = Σᵢⱼₒ dy[y,x,o]·filter[i,j,c,o]',
  args: {
    dy: read(['m', 'oh', 'ow', 'n']),
    filter: read(['kh', 'kw', 'cg', 'n']),
    dx: write(['m', 'h', 'w', 'c']),
    ...geometry,
  },
  parallel: byRow,
  multiplyAdds: true,
  flops: (extents) => 2 * products(extents),
  reference(views, { dy, filter, dx, ...g }) {
    gradInput(views, dy, filter, dx, g);
  },
});

/** Gradient of the filters: k = kh·kw·cg rows, counted as in memory. */
export const conv2dGradFilter = defineKernel({
  name: 'conv2dGradFilter',
  formula: 'dfilter[i,j,c,o] = Σ_yx x[y·s+i·d−p, x·s+j·d−p, c]·dy[y,x,o]',
  args: {
    x: read(['m', 'h', 'w', 'c']),
    dy: read(['m', 'oh', 'ow', 'n']),
    dfilter: write(['k', 'n']),
    k: int,
    ...geometry,
    first: start('k'),
  },
  parallel: { phase: 'out', axis: 'k' },
  multiplyAdds: true,
  flops: ({ m, oh, ow, k, n }) => 2 * m * oh * ow * k * n,
  reference({ f }, { x, dy, dfilter, k, first, ...g }) {
    const ng = (g.n * g.cg) / g.c;
    const sums = new Float64Array(g.n);
    for (let row = 0; row < k; row++) {
      const tap = Math.floor((first + row) / g.cg);
      const p = (first + row) % g.cg;
      sums.fill(0);
      for (let pixel = 0; pixel < g.m * g.oh * g.ow; pixel++) {
        const image = Math.floor(pixel / (g.oh * g.ow));
        const y = Math.floor(pixel / g.ow) % g.oh;
        const at = meets(g, image, y, pixel % g.ow, Math.floor(tap / g.kw), tap % g.kw);
        if (at < 0) continue;
        const from = dy + pixel * g.n;
        for (let o = 0; o < g.n; o++) sums[o] += f[x + at + Math.floor(o / ng) * g.cg + p] * f[from + o];
      }
      for (let o = 0; o < g.n; o++) f[dfilter + row * g.n + o] = sums[o];
    }
  },
});

/** Convolution, bias and relu in one pass, with the roundings of the three. */
export const convForward = defineKernel({
  name: 'convForward',
  formula: 'out = act(x ∗ filter + b)',
  args: {
    x: read(['m', 'h', 'w', 'c']),
    filter: read(['kh', 'kw', 'cg', 'n']),
    b: read(['n']),
    out: write(['m', 'oh', 'ow', 'n']),
    ...geometry,
    act: int,
  },
  parallel: byRow,
  multiplyAdds: true,
  flops: (extents) => 2 * products(extents) + extents.m * extents.oh * extents.ow * extents.n,
  reference(views, { b, act, ...args }) {
    const { out, m, oh, ow, n } = args;
    conv2d.reference(views, args);
    biasActivation.reference(views, { x: out, b, m: m * oh * ow, n, act, ldx: n });
  },
});
