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

/**
 * How many images, or rows of a filter's gradient, one call computes: images whose windows fit the workspace.
 */
export function chunkOfConvolution(kernel: string, numbers: Numbers, { windowsAtOnce }: Windows): number {
  if (kernel === 'conv2dGradFilter') return chunkOf(numbers.k);
  return Math.max(1, Math.floor(windowsAtOnce(windowOf(numbers)) / pixelsOf(numbers)));
}

/** Convolutions as products of matrices: the extents of the call at work, and its loops over windows. */
class Convolution {
  readonly #product: MatrixProduct;
  readonly #windows: Windows;
  readonly #rowsAt: number;
  /** Output pixels of all images. */
  pixels = 0;
  /** Filters of all groups. */
  n = 0;
  #groups = 1;
  /** Elements of a window, of the channels of one group. */
  #k = 0;
  /** Filters of one group. */
  #ng = 0;
  /** Windows that are laid out at once. */
  #most = 1;

  constructor(product: MatrixProduct, windows: Windows) {
    this.#product = product;
    this.#windows = windows;
    this.#rowsAt = windows.patchesAt();
  }

  /** Takes the extents of a call, in the order of the kernels' arguments. */
  begin: Call = (m, h, w, c, kh, kw, cg, n, oh, ow, sy, sx, py, px, dy, dx) => {
    this.#windows.setGeometry(m, h, w, c, kh, kw, cg, oh, ow, sy, sx, py, px, dy, dx);
    this.pixels = m * oh * ow;
    this.n = n;
    this.#groups = c / cg;
    this.#k = kh * kw * cg;
    this.#ng = n / this.#groups;
    this.#most = Math.max(1, this.#windows.windowsAtOnce(this.#k));
  };

  /** out = windows(x) · filter */
  forward(x: number, filter: number, out: number): void {
    const { n, pixels } = this;
    const k = this.#k;
    const ng = this.#ng;
    for (let pixel = 0; pixel < pixels; pixel += this.#most) {
      const count = Math.min(this.#most, pixels - pixel);
      for (let group = 0; group < this.#groups; group++) {
        const column = 4 * group * ng;
        this.#windows.im2col(x, pixel, count, group);
        const to = out + 4 * pixel * n + column;
        this.#product(PLAIN, PLAIN, count, ng, k, this.#rowsAt, k, filter + column, n, to, n);
      }
    }
  }

  /** windows(dx) += dy · filterᵀ */
  addInputGradient(dy: number, filter: number, dx: number): void {
    const { n, pixels } = this;
    const k = this.#k;
    const ng = this.#ng;
    for (let pixel = 0; pixel < pixels; pixel += this.#most) {
      const count = Math.min(this.#most, pixels - pixel);
      for (let group = 0; group < this.#groups; group++) {
        const column = 4 * group * ng;
        const from = dy + 4 * pixel * n + column;
        this.#product(PLAIN, TRANSPOSED, count, k, ng, from, n, filter + column, n, this.#rowsAt, k);
        this.#windows.col2im(dx, pixel, count, group);
      }
    }
  }

  /** Rows `first` to `first + rows` of dfilter = windows(x)ᵀ · dy */
  filterGradient(x: number, dy: number, dfilter: number, rows: number, first: number): void {
    const { n, pixels } = this;
    const k = this.#k;
    const ng = this.#ng;
    const windows = this.#rowsAt + 4 * first;
    for (let pixel = 0; pixel < pixels; pixel += this.#most) {
      const count = Math.min(this.#most, pixels - pixel);
      const beta = pixel > 0 ? 1 : 0;
      for (let group = 0; group < this.#groups; group++) {
        const column = 4 * group * ng;
        this.#windows.im2col(x, pixel, count, group);
        const from = dy + 4 * pixel * n + column;
        this.#product(TRANSPOSED, PLAIN, rows, ng, count, windows, k, from, n, dfilter + column, n, beta);
      }
    }
  }
}

/**
 * Convolutions as products of a library: our own kernels write the windows of some pixels as rows (im2col),
 * in the workspace of this thread. Nothing is allocated by a call.
 *
 * @param finish adds the bias and applies the activation
 * @param clear fills a matrix with a number
 */
export function convolutionCalls(
  product: MatrixProduct,
  windows: Windows,
  finish: Call,
  clear: Call,
): Readonly<Record<string, Call>> {
  const work = new Convolution(product, windows);
  return {
    conv2d(x, filter, out, m, h, w, c, kh, kw, cg, n, oh, ow, sy, sx, py, px, dy, dx) {
      work.begin(m, h, w, c, kh, kw, cg, n, oh, ow, sy, sx, py, px, dy, dx);
      work.forward(x, filter, out);
    },
    convForward(x, filter, b, out, m, h, w, c, kh, kw, cg, n, oh, ow, sy, sx, py, px, dy, dx, act) {
      work.begin(m, h, w, c, kh, kw, cg, n, oh, ow, sy, sx, py, px, dy, dx);
      work.forward(x, filter, out);
      finish(out, b, work.pixels, n, act, n);
    },
    conv2dGradInput(grad, filter, to, m, h, w, c, kh, kw, cg, n, oh, ow, sy, sx, py, px, dy, dx) {
      work.begin(m, h, w, c, kh, kw, cg, n, oh, ow, sy, sx, py, px, dy, dx);
      clear(to, m, h * w * c, 0);
      work.addInputGradient(grad, filter, to);
    },
    conv2dGradFilter(x, grad, to, k, m, h, w, c, kh, kw, cg, n, oh, ow, sy, sx, py, px, dy, dx, first) {
      work.begin(m, h, w, c, kh, kw, cg, n, oh, ow, sy, sx, py, px, dy, dx);
      // A batch without pixels leaves zeros.
      if (work.pixels === 0) clear(to, k, n, 0);
      work.filterGradient(x, grad, to, k, first);
    },
  };
}
