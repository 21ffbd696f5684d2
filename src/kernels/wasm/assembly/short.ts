import {
  ADD_BIAS,
  biasAt,
  epilogue,
  MASK,
  masked,
  maskAt,
  maskStride,
  storeEdge,
  storeNarrow,
} from './epilogue';
import { atLeast2, atLeast3, Four, is4, One, Three, Two } from './sizes';
import { loadPart, loadUpTo4, madd } from './vector';

/**
 * Products with few terms (`thin8`) and products with few columns (`dots`); tile.ts says what an element is.
 */

/**
 * As rows8 for sums of K = one to four terms: a strip of eight columns of b stays in registers and rows of
 * `out` stream past. Strips that are narrower have a loop of their own (`thinEdge`): the code of their stores
 * would cost this one its registers.
 *
 * @param E epilogue: One none, Two bias, Three bias and relu, Four mask
 */
function thin<K, E>(a: usize, aRow: usize, b: usize, bStep: usize, out: usize, outRow: usize, m: i32): void {
  const zero = f32x4.splat(0);
  const b00 = v128.load(b);
  const b01 = v128.load(b, 16);
  let b10 = zero;
  let b11 = zero;
  let b20 = zero;
  let b21 = zero;
  let b30 = zero;
  let b31 = zero;
  if (atLeast2<K>()) {
    b10 = v128.load(b + bStep);
    b11 = v128.load(b + bStep, 16);
  }
  if (atLeast3<K>()) {
    b20 = v128.load(b + 2 * bStep);
    b21 = v128.load(b + 2 * bStep, 16);
  }
  if (is4<K>()) {
    b30 = v128.load(b + 3 * bStep);
    b31 = v128.load(b + 3 * bStep, 16);
  }
  let bias0 = zero;
  let bias1 = zero;
  if (atLeast2<E>() && !is4<E>()) {
    bias0 = v128.load(biasAt);
    bias1 = v128.load(biasAt, 16);
  }
  const yRow = maskStride;
  let y = maskAt;
  const end = out + <usize>m * outRow;
  for (; out != end; out += outRow) {
    let s = v128.load32_splat(a);
    let lo = f32x4.mul(s, b00);
    let hi = f32x4.mul(s, b01);
    if (atLeast2<K>()) {
      s = v128.load32_splat(a, 4);
      lo = madd(s, b10, lo);
      hi = madd(s, b11, hi);
    }
    if (atLeast3<K>()) {
      s = v128.load32_splat(a, 8);
      lo = madd(s, b20, lo);
      hi = madd(s, b21, hi);
    }
    if (is4<K>()) {
      s = v128.load32_splat(a, 12);
      lo = madd(s, b30, lo);
      hi = madd(s, b31, hi);
    }
    if (is4<E>()) {
      lo = masked(lo, v128.load(y));
      hi = masked(hi, v128.load(y, 16));
      y += yRow;
    } else if (atLeast2<E>()) {
      lo = f32x4.add(lo, bias0);
      hi = f32x4.add(hi, bias1);
      if (atLeast3<E>()) {
        lo = f32x4.pmax(lo, zero);
        hi = f32x4.pmax(hi, zero);
      }
    }
    v128.store(out, lo);
    v128.store(out, hi, 16);
    a += aRow;
  }
}

/** The same for strips of fewer than eight columns, with any epilogue. */
function thinEdge(
  a: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  out: usize,
  outRow: usize,
  m: i32,
  k: i32,
  cols: i32,
): void {
  const flags = epilogue;
  let y = maskAt;
  for (let i = 0; i < m; i++) {
    let s = v128.load32_splat(a);
    let lo = f32x4.mul(s, v128.load(b));
    let hi = f32x4.mul(s, v128.load(b, 16));
    let strip = b;
    for (let p = 1; p < k; p++) {
      strip += bStep;
      s = v128.load32_splat(a + ((<usize>p) << 2));
      lo = madd(s, v128.load(strip), lo);
      hi = madd(s, v128.load(strip, 16), hi);
    }
    storeEdge(out, lo, hi, cols, flags, y);
    a += aRow;
    out += outRow;
    y += maskStride;
  }
}

function thinFor<E>(
  a: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  out: usize,
  outRow: usize,
  m: i32,
  k: i32,
): void {
  if (k == 1) thin<One, E>(a, aRow, b, bStep, out, outRow, m);
  else if (k == 2) thin<Two, E>(a, aRow, b, bStep, out, outRow, m);
  else if (k == 3) thin<Three, E>(a, aRow, b, bStep, out, outRow, m);
  else thin<Four, E>(a, aRow, b, bStep, out, outRow, m);
}

/** Dispatches to the loop for this many terms and columns and this epilogue. */
export function thin8(
  a: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  out: usize,
  outRow: usize,
  m: i32,
  k: i32,
  cols: i32,
): void {
  if (cols < 8) thinEdge(a, aRow, b, bStep, out, outRow, m, k, cols);
  else if (epilogue == 0) thinFor<One>(a, aRow, b, bStep, out, outRow, m, k);
  else if (epilogue == ADD_BIAS) thinFor<Two>(a, aRow, b, bStep, out, outRow, m, k);
  else if (epilogue & MASK) thinFor<Four>(a, aRow, b, bStep, out, outRow, m, k);
  else thinFor<Three>(a, aRow, b, bStep, out, outRow, m, k);
}

/**
 * out[i, 0…cols) for m rows and at most four columns, by inner products: four sums side by side along the
 * summed index, added at the end as (0 + 2) + (1 + 3). Wastes no lane on columns that do not exist.
 *
 * @param b the columns, each contiguous along the sum, `bColumn` bytes apart
 * @param N the number of columns
 * @param resume whether `out` holds the sums so far
 * @param last whether these are the last terms, so that the epilogue applies
 */
function dotsOf<N>(
  a: usize,
  aRow: usize,
  b: usize,
  bColumn: usize,
  out: usize,
  outRow: usize,
  m: i32,
  k: i32,
  resume: bool,
  last: bool,
): void {
  const cols = is4<N>() ? 4 : atLeast3<N>() ? 3 : atLeast2<N>() ? 2 : 1;
  const flags = last ? epilogue : 0;
  const whole = ((<usize>k) & ~3) << 2;
  const rest = k & 3;
  for (let i = 0; i < m; i += 2) {
    const o0 = out + <usize>i * outRow;
    const o1 = i + 1 < m ? o0 + outRow : o0;
    let c00 = f32x4.splat(0);
    let c01 = c00;
    let c02 = c00;
    let c03 = c00;
    let c10 = c00;
    let c11 = c00;
    let c12 = c00;
    let c13 = c00;
    let a0 = a + <usize>i * aRow;
    let a1 = i + 1 < m ? a0 + aRow : a0;
    let b0 = b;
    let b1 = b + bColumn;
    let b2 = b1 + bColumn;
    let b3 = b2 + bColumn;
    const end = a0 + whole;
    for (; a0 != end; a0 += 16) {
      const u0 = v128.load(a0);
      const u1 = v128.load(a1);
      let v = v128.load(b0);
      c00 = madd(u0, v, c00);
      c10 = madd(u1, v, c10);
      if (atLeast2<N>()) {
        v = v128.load(b1);
        c01 = madd(u0, v, c01);
        c11 = madd(u1, v, c11);
        b1 += 16;
      }
      if (atLeast3<N>()) {
        v = v128.load(b2);
        c02 = madd(u0, v, c02);
        c12 = madd(u1, v, c12);
        b2 += 16;
      }
      if (is4<N>()) {
        v = v128.load(b3);
        c03 = madd(u0, v, c03);
        c13 = madd(u1, v, c13);
        b3 += 16;
      }
      a1 += 16;
      b0 += 16;
    }
    if (rest) {
      const u0 = loadPart(a0, rest);
      const u1 = loadPart(a1, rest);
      let v = loadPart(b0, rest);
      c00 = madd(u0, v, c00);
      c10 = madd(u1, v, c10);
      if (atLeast2<N>()) {
        v = loadPart(b1, rest);
        c01 = madd(u0, v, c01);
        c11 = madd(u1, v, c11);
      }
      if (atLeast3<N>()) {
        v = loadPart(b2, rest);
        c02 = madd(u0, v, c02);
        c12 = madd(u1, v, c12);
      }
      if (is4<N>()) {
        v = loadPart(b3, rest);
        c03 = madd(u0, v, c03);
        c13 = madd(u1, v, c13);
      }
    }
    let s0 = sumLanes(c00, c01, c02, c03);
    let s1 = sumLanes(c10, c11, c12, c13);
    if (resume) {
      s0 = f32x4.add(loadUpTo4(o0, cols), s0);
      s1 = f32x4.add(loadUpTo4(o1, cols), s1);
    }
    const y0 = maskAt + <usize>i * maskStride;
    storeNarrow(o0, s0, cols, flags, y0);
    storeNarrow(o1, s1, cols, flags, i + 1 < m ? y0 + maskStride : y0);
  }
}

/** The sums of the lanes of four vectors. */
// @inline
function sumLanes(c0: v128, c1: v128, c2: v128, c3: v128): v128 {
  const t0 = f32x4.add(v128.shuffle<f32>(c0, c1, 0, 4, 1, 5), v128.shuffle<f32>(c0, c1, 2, 6, 3, 7));
  const t1 = f32x4.add(v128.shuffle<f32>(c2, c3, 0, 4, 1, 5), v128.shuffle<f32>(c2, c3, 2, 6, 3, 7));
  return f32x4.add(v128.shuffle<f32>(t0, t1, 0, 1, 4, 5), v128.shuffle<f32>(t0, t1, 2, 3, 6, 7));
}

/** Dispatches to the loop for this many columns. */
export function dots(
  a: usize,
  aRow: usize,
  b: usize,
  bColumn: usize,
  out: usize,
  outRow: usize,
  m: i32,
  k: i32,
  cols: i32,
  resume: bool,
  last: bool,
): void {
  if (cols == 1) dotsOf<One>(a, aRow, b, bColumn, out, outRow, m, k, resume, last);
  else if (cols == 2) dotsOf<Two>(a, aRow, b, bColumn, out, outRow, m, k, resume, last);
  else if (cols == 3) dotsOf<Three>(a, aRow, b, bColumn, out, outRow, m, k, resume, last);
  else dotsOf<Four>(a, aRow, b, bColumn, out, outRow, m, k, resume, last);
}
