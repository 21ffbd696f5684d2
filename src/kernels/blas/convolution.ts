import type { Windows } from '../wasm/load.ts';
import { PLAIN, TRANSPOSED } from './product.ts';
import type { Call, MatrixProduct } from './product.ts';
import { chunkOf } from './rule.ts';
import type { Product } from './rule.ts';

type Numbers = Readonly<Record<string, number>>;

const pixelsOf = ({ oh, ow }: Numbers) => oh * ow;
const windowOf = ({ kh, kw, cg }: Numbers) => kh * kw * cg;
const ofGroup = ({ n, c, cg }: Numbers) => (n * cg) / c;

/** The product that a convolution is for one image, as a library sees it. */
export const convolutions: Readonly<Record<string, (numbers: Numbers) => Product>> = {
  conv2d: (g) => ({ rows: pixelsOf(g), cols: ofGroup(g), inner: windowOf(g) }),
  convForward: (g) => ({ rows: pixelsOf(g), cols: ofGroup(g), inner: windowOf(g), finished: true }),
  conv2dGradInput: (g) => ({ rows: pixelsOf(g), cols: windowOf(g), inner: ofGroup(g), transposed: true }),
  conv2dGradFilter: (g) => ({ rows: windowOf(g), cols: ofGroup(g), inner: pixelsOf(g) }),
};

/** How many images, or rows of a filter's gradient, one call computes: images whose windows fit the workspace. */
export function chunkOfConvolution(kernel: string, numbers: Numbers, { windowsAtOnce }: Windows): number {
  if (kernel === 'conv2dGradFilter') return chunkOf(numbers.k);
  return Math.max(1, Math.floor(windowsAtOnce(windowOf(numbers)) / pixelsOf(numbers)));
}

/**
 * Convolutions as products of a library: our own kernels lay the windows of some pixels out as rows, in the workspace of
 * this thread. Nothing is allocated by a call.
 *
 * @param finish adds the bias and applies the activation
 * @param clear fills a matrix with a number
 */
export function convolutionCalls(
  product: MatrixProduct,
  { setGeometry, layWindows, addWindows, windowsAtOnce, patchesAt }: Windows,
  finish: Call,
  clear: Call,
): Readonly<Record<string, Call>> {
  const rowsAt = patchesAt();
  let pixels = 0;
  let groups = 1;
  /** Elements of a window, of the channels of one group. */
  let k = 0;
  /** Filters of one group, and of all. */
  let ng = 0;
  let n = 0;
  let most = 1;
  const begin: Call = (m, h, w, c, kh, kw, cg, filters, oh, ow, sy, sx, py, px, dy, dx) => {
    setGeometry(m, h, w, c, kh, kw, cg, oh, ow, sy, sx, py, px, dy, dx);
    pixels = m * oh * ow;
    groups = c / cg;
    k = kh * kw * cg;
    n = filters;
    ng = n / groups;
    most = Math.max(1, windowsAtOnce(k));
  };
  const forward: Call = (x, filter, out) => {
    for (let pixel = 0; pixel < pixels; pixel += most) {
      const count = Math.min(most, pixels - pixel);
      for (let group = 0; group < groups; group++) {
        const column = 4 * group * ng;
        layWindows(x, pixel, count, group);
        const to = out + 4 * pixel * n + column;
        product(PLAIN, PLAIN, count, ng, k, rowsAt, k, filter + column, n, to, n);
      }
    }
  };
  return {
    conv2d(x, filter, out, m, h, w, c, kh, kw, cg, filters, oh, ow, sy, sx, py, px, dy, dx) {
      begin(m, h, w, c, kh, kw, cg, filters, oh, ow, sy, sx, py, px, dy, dx);
      forward(x, filter, out);
    },
    convForward(x, filter, b, out, m, h, w, c, kh, kw, cg, filters, oh, ow, sy, sx, py, px, dy, dx, act) {
      begin(m, h, w, c, kh, kw, cg, filters, oh, ow, sy, sx, py, px, dy, dx);
      forward(x, filter, out);
      finish(out, b, pixels, n, act, n);
    },
    conv2dGradInput(grad, filter, to, m, h, w, c, kh, kw, cg, filters, oh, ow, sy, sx, py, px, dy, dx) {
      begin(m, h, w, c, kh, kw, cg, filters, oh, ow, sy, sx, py, px, dy, dx);
      clear(to, m, h * w * c, 0);
      for (let pixel = 0; pixel < pixels; pixel += most) {
        const count = Math.min(most, pixels - pixel);
        for (let group = 0; group < groups; group++) {
          const column = 4 * group * ng;
          const from = grad + 4 * pixel * n + column;
          product(PLAIN, TRANSPOSED, count, k, ng, from, n, filter + column, n, rowsAt, k);
          addWindows(to, pixel, count, group);
        }
      }
    },
    conv2dGradFilter(
      x,
      grad,
      to,
      rows,
      m,
      h,
      w,
      c,
      kh,
      kw,
      cg,
      filters,
      oh,
      ow,
      sy,
      sx,
      py,
      px,
      dy,
      dx,
      first,
    ) {
      begin(m, h, w, c, kh, kw, cg, filters, oh, ow, sy, sx, py, px, dy, dx);
      // A batch without pixels leaves zeros.
      if (pixels === 0) clear(to, rows, n, 0);
      for (let pixel = 0; pixel < pixels; pixel += most) {
        const count = Math.min(most, pixels - pixel);
        for (let group = 0; group < groups; group++) {
          const column = 4 * group * ng;
          layWindows(x, pixel, count, group);
          const from = grad + 4 * pixel * n + column;
          const windows = rowsAt + 4 * first;
          product(TRANSPOSED, PLAIN, rows, ng, count, windows, k, from, n, to + column, n, pixel > 0 ? 1 : 0);
        }
      }
    },
  };
}
