import { byRow, defineKernel, int, read, write } from './define.ts';
import type { Views } from './define.ts';

/**
 * Windows over images in the layout batch × height × width × channels. A sequence is an image of height 1.
 */

const geometry = {
  m: int,
  h: int,
  w: int,
  c: int,
  kh: int,
  kw: int,
  oh: int,
  ow: int,
  strideY: int,
  strideX: int,
  padTop: int,
  padLeft: int,
} as const;

type Numbers = Readonly<Record<keyof typeof geometry, number>>;

const elements = ({ m, oh, ow, c, kh, kw }: Readonly<Record<string, number>>) => m * oh * ow * c * kh * kw;

/**
 * Every element of every window: `seen(window, place, at)` with the offset of the window's element in the
 * smaller image, the place in the window counted row by row, and the offset of the element in the larger
 * image. Outside of it nothing is seen.
 */
function eachElement(g: Numbers, seen: (window: number, place: number, at: number) => void): void {
  for (let pixel = 0; pixel < g.m * g.oh * g.ow; pixel++) {
    const image = Math.floor(pixel / (g.oh * g.ow));
    const top = (Math.floor(pixel / g.ow) % g.oh) * g.strideY - g.padTop;
    const left = (pixel % g.ow) * g.strideX - g.padLeft;
    for (let place = 0; place < g.kh * g.kw; place++) {
      const y = top + Math.floor(place / g.kw);
      const x = left + (place % g.kw);
      if (y < 0 || y >= g.h || x < 0 || x >= g.w) continue;
      const at = ((image * g.h + y) * g.w + x) * g.c;
      for (let channel = 0; channel < g.c; channel++) seen(pixel * g.c + channel, place, at + channel);
    }
  }
}

/**
 * The largest element of each window and its place in it. The first of equals wins; NaN wins over numbers
 * (torch).
 */
export const maxPool = defineKernel({
  name: 'maxPool',
  formula: 'out[y,x] = maxᵢⱼ x[y·s+i−p, x·s+j−p];  place[y,x] = the (i,j) of it',
  args: {
    x: read(['m', 'h', 'w', 'c']),
    out: write(['m', 'oh', 'ow', 'c']),
    place: write(['m', 'oh', 'ow', 'c'], { element: 'int32' }),
    ...geometry,
  },
  parallel: byRow,
  flops: elements,
  reference({ f, i: ints }, { x, out, place, ...g }) {
    const size = g.m * g.oh * g.ow * g.c;
    f.fill(-Infinity, out, out + size);
    ints.fill(-1, place, place + size);
    eachElement(g, (window, here, at) => {
      const value = f[x + at];
      if (ints[place + window] >= 0 && !(value > f[out + window]) && !Number.isNaN(value)) return;
      f[out + window] = value;
      ints[place + window] = here;
    });
  },
});

function gradMax(
  { f, i: ints, round }: Views,
  { dy, place, dx, ...g }: Numbers & { readonly dy: number; readonly place: number; readonly dx: number },
): void {
  f.fill(0, dx, dx + g.m * g.h * g.w * g.c);
  eachElement(g, (window, here, at) => {
    if (ints[place + window] === here) f[dx + at] = round(f[dx + at] + f[dy + window]);
  });
}

/** Gradient of maxPool: each window gives its gradient to the element it took. */
export const maxPoolGrad = defineKernel({
  name: 'maxPoolGrad',
  formula: 'dx[y·s+i−p, x·s+j−p] += dy[y,x]·[(i,j) = place[y,x]]',
  args: {
    dy: read(['m', 'oh', 'ow', 'c']),
    place: read(['m', 'oh', 'ow', 'c'], { element: 'int32' }),
    dx: write(['m', 'h', 'w', 'c']),
    ...geometry,
  },
  parallel: byRow,
  flops: elements,
  reference: gradMax,
});

/**
 * Gradient of maxPool and of the relu before it, whose output it pooled to `y`: where the largest element is
 * positive the relu let it pass.
 */
export const maxPoolReluGrad = defineKernel({
  name: 'maxPoolReluGrad',
  formula: 'dx[y·s+i−p, x·s+j−p] += dy[y,x]·[(i,j) = place[y,x]]·[y[y,x] > 0]',
  args: {
    y: read(['m', 'oh', 'ow', 'c']),
    dy: read(['m', 'oh', 'ow', 'c']),
    place: read(['m', 'oh', 'ow', 'c'], { element: 'int32' }),
    dx: write(['m', 'h', 'w', 'c']),
    ...geometry,
  },
  parallel: byRow,
  flops: elements,
  reference({ f, i: ints, round }, { y, dy, place, dx, ...g }) {
    f.fill(0, dx, dx + g.m * g.h * g.w * g.c);
    eachElement(g, (window, here, at) => {
      if (ints[place + window] === here && f[y + window] > 0) f[dx + at] = round(f[dx + at] + f[dy + window]);
    });
  },
});

/**
 * Sums of windows, divided by `divisor`: the mean when it is the size of a window. Outside of the image are
 * zeros.
 */
export const sumPool = defineKernel({
  name: 'sumPool',
  formula: 'out[y,x] = Σᵢⱼ x[y·s+i−p, x·s+j−p] / divisor',
  args: { x: read(['m', 'h', 'w', 'c']), out: write(['m', 'oh', 'ow', 'c']), ...geometry, divisor: int },
  parallel: byRow,
  flops: elements,
  reference({ f, round }, { x, out, divisor, ...g }) {
    const size = g.m * g.oh * g.ow * g.c;
    f.fill(0, out, out + size);
    eachElement(g, (window, _, at) => (f[out + window] = round(f[out + window] + f[x + at])));
    for (let i = 0; i < size; i++) f[out + i] /= divisor;
  },
});

/**
 * Every window's number given to all of its elements: the gradient of sumPool, and the repetition of pixels.
 */
export const spread = defineKernel({
  name: 'spread',
  formula: 'dx[y·s+i−p, x·s+j−p] += dy[y,x] / divisor',
  args: { dy: read(['m', 'oh', 'ow', 'c']), dx: write(['m', 'h', 'w', 'c']), ...geometry, divisor: int },
  parallel: byRow,
  flops: elements,
  reference({ f, round }, { dy, dx, divisor, ...g }) {
    f.fill(0, dx, dx + g.m * g.h * g.w * g.c);
    eachElement(g, (window, _, at) => (f[dx + at] = round(f[dx + at] + round(f[dy + window] / divisor))));
  },
});
