import { ADD_BIAS, RELU, setEpilogue } from './epilogue';
import { addOuterSums } from './outer';
import { BLOCK_K, BLOCK_ROWS, nextStrip, packPanels, patchesAt, PATCH_FLOATS } from './pack';
import { addFloats, copyFloats, eachRow, setGeometry, zeroFloats } from './patches';
import { product } from './product';
import { panels8 } from './tile';

/**
 * Convolution as a product of matrices: the windows of some output pixels are laid out as rows (im2col),
 * kh·kw·cg elements each, as many as the workspace holds. What an element of the result is a sum of, and in
 * which order, does not depend on how many pixels that are.
 */

@unmanaged
class Copy {
  @inline
  run(row: usize, image: usize, n: i32): void {
    copyFloats(row, image, n);
  }
  @inline
  outside(row: usize, n: i32): void {
    zeroFloats(row, n);
  }
}

@unmanaged
class Add {
  @inline
  run(row: usize, image: usize, n: i32): void {
    addFloats(image, row, n);
  }
  @inline
  outside(row: usize, n: i32): void {}
}

/** @param k elements of a window, of the channels of one group */
function convolve(
  x: usize,
  filter: usize,
  out: usize,
  pixels: i32,
  k: i32,
  groups: i32,
  n: i32,
  flags: i32,
  bias: usize,
): void {
  const ng = n / groups;
  const most = max(1, PATCH_FLOATS / k);
  const outRow = (<usize>n) << 2;
  for (let pixel = 0; pixel < pixels; pixel += most) {
    const rows = min(most, pixels - pixel);
    for (let group = 0; group < groups; group++) {
      eachRow<Copy>(x, patchesAt(), pixel, rows, group);
      const column = (<usize>(group * ng)) << 2;
      const to = out + <usize>pixel * outRow + column;
      product(
        patchesAt(),
        filter + column,
        to,
        rows,
        k,
        ng,
        (<usize>k) << 2,
        outRow,
        outRow,
        false,
        flags,
        bias + column,
        0,
        0,
      );
    }
  }
}

export function conv2d(
  x: usize,
  filter: usize,
  out: usize,
  m: i32,
  h: i32,
  w: i32,
  c: i32,
  kh: i32,
  kw: i32,
  cg: i32,
  n: i32,
  oh: i32,
  ow: i32,
  strideY: i32,
  strideX: i32,
  padTop: i32,
  padLeft: i32,
  dilationY: i32,
  dilationX: i32,
): void {
  const pixels = setGeometry(
    m,
    h,
    w,
    c,
    kh,
    kw,
    cg,
    oh,
    ow,
    strideY,
    strideX,
    padTop,
    padLeft,
    dilationY,
    dilationX,
  );
  convolve(x, filter, out, pixels, kh * kw * cg, c / cg, n, 0, 0);
}

/** Activation codes: 0 linear, 1 relu. */
export function convForward(
  x: usize,
  filter: usize,
  b: usize,
  out: usize,
  m: i32,
  h: i32,
  w: i32,
  c: i32,
  kh: i32,
  kw: i32,
  cg: i32,
  n: i32,
  oh: i32,
  ow: i32,
  strideY: i32,
  strideX: i32,
  padTop: i32,
  padLeft: i32,
  dilationY: i32,
  dilationX: i32,
  act: i32,
): void {
  const pixels = setGeometry(
    m,
    h,
    w,
    c,
    kh,
    kw,
    cg,
    oh,
    ow,
    strideY,
    strideX,
    padTop,
    padLeft,
    dilationY,
    dilationX,
  );
  convolve(x, filter, out, pixels, kh * kw * cg, c / cg, n, act == 1 ? ADD_BIAS | RELU : ADD_BIAS, b);
}

export function conv2dGradInput(
  dy: usize,
  filter: usize,
  dx: usize,
  m: i32,
  h: i32,
  w: i32,
  c: i32,
  kh: i32,
  kw: i32,
  cg: i32,
  n: i32,
  oh: i32,
  ow: i32,
  strideY: i32,
  strideX: i32,
  padTop: i32,
  padLeft: i32,
  dilationY: i32,
  dilationX: i32,
): void {
  const pixels = setGeometry(
    m,
    h,
    w,
    c,
    kh,
    kw,
    cg,
    oh,
    ow,
    strideY,
    strideX,
    padTop,
    padLeft,
    dilationY,
    dilationX,
  );
  const k = kh * kw * cg;
  const groups = c / cg;
  const ng = n / groups;
  const most = max(1, PATCH_FLOATS / k);
  const row = (<usize>n) << 2;
  zeroFloats(dx, m * h * w * c);
  for (let pixel = 0; pixel < pixels; pixel += most) {
    const rows = min(most, pixels - pixel);
    for (let group = 0; group < groups; group++) {
      const column = (<usize>(group * ng)) << 2;
      const from = dy + <usize>pixel * row + column;
      product(from, filter + column, patchesAt(), rows, ng, k, row, row, (<usize>k) << 2, true, 0, 0, 0, 0);
      eachRow<Add>(dx, patchesAt(), pixel, rows, group);
    }
  }
}

/**
 * Windows of at most this many elements are multiplied where they lie: packing costs more than the products.
 */
const SMALL_WINDOW: i32 = 16;
/** Pixels whose gradients stay in the L1 cache while the elements of a window pass. */
const SMALL_BLOCK: i32 = 128;

function smallGradFilter(
  x: usize,
  dy: usize,
  dfilter: usize,
  k: i32,
  all: i32,
  n: i32,
  pixels: i32,
  first: i32,
): void {
  const row = (<usize>n) << 2;
  const patchRow = (<usize>all) << 2;
  zeroFloats(dfilter, k * n);
  for (let pixel = 0; pixel < pixels; pixel += SMALL_BLOCK) {
    const count = min(SMALL_BLOCK, pixels - pixel);
    eachRow<Copy>(x, patchesAt(), pixel, count, 0);
    for (let p = 0; p < k; p += 4) {
      const windows = patchesAt() + ((<usize>(first + p)) << 2);
      addOuterSums(
        windows,
        patchRow,
        min(4, k - p),
        dy + <usize>pixel * row,
        row,
        n,
        dfilter + <usize>p * row,
        row,
        count,
      );
    }
  }
}

/**
 * Lays out as many windows at a time as fit, and adds their products with dy for one group of filters after
 * another.
 */
// @inline
function largeGradFilter(
  x: usize,
  dy: usize,
  dfilter: usize,
  k: i32,
  all: i32,
  groups: i32,
  n: i32,
  pixels: i32,
  first: i32,
): void {
  const ng = n / groups;
  const most = max(1, min(BLOCK_K, PATCH_FLOATS / all));
  const row = (<usize>n) << 2;
  const patchRow = (<usize>all) << 2;
  setEpilogue(0, 0, 0, 0);
  let pixel = 0;
  do {
    const steps = min(most, pixels - pixel);
    for (let group = 0; group < groups; group++) {
      eachRow<Copy>(x, patchesAt(), pixel, steps, group);
      const column = (<usize>(group * ng)) << 2;
      const from = dy + <usize>pixel * row + column;
      for (let p = 0; p < k; p += BLOCK_ROWS) {
        const rows = min(BLOCK_ROWS, k - p);
        const panels = packPanels(patchesAt() + ((<usize>(first + p)) << 2), patchRow, rows, steps);
        for (let j = 0; j < ng; j += 8) {
          const strip = nextStrip(from + ((<usize>j) << 2), row, j, ng, steps);
          const to = dfilter + <usize>p * row + column + ((<usize>j) << 2);
          panels8(panels, strip, 32, to, row, rows, steps, min(8, ng - j), pixel > 0, false);
        }
      }
    }
    pixel += most;
  } while (pixel < pixels);
}

/** Rows `first` to `first + k` of the filter's gradient. */
export function conv2dGradFilter(
  x: usize,
  dy: usize,
  dfilter: usize,
  k: i32,
  m: i32,
  h: i32,
  w: i32,
  c: i32,
  kh: i32,
  kw: i32,
  cg: i32,
  n: i32,
  oh: i32,
  ow: i32,
  strideY: i32,
  strideX: i32,
  padTop: i32,
  padLeft: i32,
  dilationY: i32,
  dilationX: i32,
  first: i32,
): void {
  const pixels = setGeometry(
    m,
    h,
    w,
    c,
    kh,
    kw,
    cg,
    oh,
    ow,
    strideY,
    strideX,
    padTop,
    padLeft,
    dilationY,
    dilationX,
  );
  const all = kh * kw * cg;
  const groups = c / cg;
  if (all <= SMALL_WINDOW && groups == 1) smallGradFilter(x, dy, dfilter, k, all, n, pixels, first);
  else largeGradFilter(x, dy, dfilter, k, all, groups, n, pixels, first);
}

/**
 * Lays out the windows of `count` output pixels from `pixel` on as rows at `patchesAt`, for products that a
 * library computes. Called after `setGeometry`, for as many pixels as `windowsAtOnce` says.
 */
export function im2col(images: usize, pixel: i32, count: i32, group: i32): void {
  eachRow<Copy>(images, patchesAt(), pixel, count, group);
}

/** Adds rows made by im2col to the elements of the images that they are windows of. */
export function col2im(images: usize, pixel: i32, count: i32, group: i32): void {
  eachRow<Add>(images, patchesAt(), pixel, count, group);
}

/** Windows of k elements that the workspace holds. */
export function windowsAtOnce(k: i32): i32 {
  return PATCH_FLOATS / k;
}
