import { epilogue, maskAt, maskStride, storeEdge, storeFull } from './epilogue';
import { loadUpTo4, madd } from './vector';

/**
 * Register tiles of the matrix products. An element of a result is one chain
 *
 *     c = a[0]·b[0];  c = c + a[1]·b[1];  c = c + a[2]·b[2]; …
 *
 * in the order of the summed index, in full tiles and at edges, in one block or resumed from `out` after
 * several. Only `dots`, which makes the last one to four columns, runs four such chains side by side. Either
 * way an element is a function of its row, its column and the widths of the matrices; where in a tile its row
 * lies, or how rows are divided between threads, changes no bit of it.
 *
 * Four rows by eight columns, one step of the sum per turn of the loop: 8 accumulators, 2 vectors of b and 1
 * of a fit the 15 vector registers V8 hands out on x64. Longer unrolling was measured slower, 6×8 faster on
 * one machine and half as fast on another.
 *
 * A tile that sticks out over the last row computes that row several times and stores the same numbers
 * several times; columns over the edge are zeros in the packed strip and are not stored.
 */

/**
 * out[i, 0…cols) = Σ a[i, p]·b[p, 0…8) for m rows.
 *
 * @param a first row; rows `aRow` bytes apart, the summed index contiguous
 * @param b strip of eight columns, `bStep` bytes between steps of the sum
 * @param cols how many of the eight columns exist in `out`
 * @param resume whether `out` holds the sums so far
 * @param last whether these are the last terms, so that the epilogue applies
 */
export function rows8(
  a: usize,
  aRow: usize,
  b: usize,
  bStep: usize,
  out: usize,
  outRow: usize,
  m: i32,
  k: i32,
  cols: i32,
  resume: bool,
  last: bool,
): void {
  const flags = last ? epilogue : 0;
  const bEnd = b + <usize>k * bStep;
  for (let i = 0; i < m; i += 4) {
    const o0 = out + <usize>i * outRow;
    const o1 = i + 1 < m ? o0 + outRow : o0;
    const o2 = i + 2 < m ? o1 + outRow : o1;
    const o3 = i + 3 < m ? o2 + outRow : o2;
    let c00 = f32x4.splat(0);
    let c01 = c00;
    let c10 = c00;
    let c11 = c00;
    let c20 = c00;
    let c21 = c00;
    let c30 = c00;
    let c31 = c00;
    if (resume) {
      c00 = loadUpTo4(o0, cols);
      c01 = loadUpTo4(o0 + 16, cols - 4);
      c10 = loadUpTo4(o1, cols);
      c11 = loadUpTo4(o1 + 16, cols - 4);
      c20 = loadUpTo4(o2, cols);
      c21 = loadUpTo4(o2 + 16, cols - 4);
      c30 = loadUpTo4(o3, cols);
      c31 = loadUpTo4(o3 + 16, cols - 4);
    }
    let a0 = a + <usize>i * aRow;
    let a1 = i + 1 < m ? a0 + aRow : a0;
    let a2 = i + 2 < m ? a1 + aRow : a1;
    let a3 = i + 3 < m ? a2 + aRow : a2;
    for (let bp = b; bp != bEnd; bp += bStep) {
      const b0 = v128.load(bp);
      const b1 = v128.load(bp, 16);
      let s = v128.load32_splat(a0);
      c00 = madd(s, b0, c00);
      c01 = madd(s, b1, c01);
      s = v128.load32_splat(a1);
      c10 = madd(s, b0, c10);
      c11 = madd(s, b1, c11);
      s = v128.load32_splat(a2);
      c20 = madd(s, b0, c20);
      c21 = madd(s, b1, c21);
      s = v128.load32_splat(a3);
      c30 = madd(s, b0, c30);
      c31 = madd(s, b1, c31);
      a0 += 4;
      a1 += 4;
      a2 += 4;
      a3 += 4;
    }
    const y0 = maskAt + <usize>i * maskStride;
    const y1 = i + 1 < m ? y0 + maskStride : y0;
    const y2 = i + 2 < m ? y1 + maskStride : y1;
    const y3 = i + 3 < m ? y2 + maskStride : y2;
    if (cols == 8) {
      storeFull(o0, c00, c01, flags, y0);
      storeFull(o1, c10, c11, flags, y1);
      storeFull(o2, c20, c21, flags, y2);
      storeFull(o3, c30, c31, flags, y3);
    } else {
      storeEdge(o0, c00, c01, cols, flags, y0);
      storeEdge(o1, c10, c11, cols, flags, y1);
      storeEdge(o2, c20, c21, cols, flags, y2);
      storeEdge(o3, c30, c31, cols, flags, y3);
    }
  }
}

/**
 * One tile whose four rows lie side by side in `a`, [k × 4]: one pointer instead of four. Rows that do not
 * exist repeat the last one. A function of its own: inside a loop over tiles, V8 unrolls the loop over the
 * sum and orders it badly.
 *
 * @param rows how many of the four rows exist in `out`
 * @param mask the first row of the epilogue's mask
 */
function tile8(
  a: usize,
  b: usize,
  bStep: usize,
  out: usize,
  outRow: usize,
  rows: i32,
  cols: i32,
  k: i32,
  resume: bool,
  flags: i32,
  mask: usize,
): void {
  const o1 = rows > 1 ? out + outRow : out;
  const o2 = rows > 2 ? o1 + outRow : o1;
  const o3 = rows > 3 ? o2 + outRow : o2;
  let c00 = f32x4.splat(0);
  let c01 = c00;
  let c10 = c00;
  let c11 = c00;
  let c20 = c00;
  let c21 = c00;
  let c30 = c00;
  let c31 = c00;
  if (resume) {
    c00 = loadUpTo4(out, cols);
    c01 = loadUpTo4(out + 16, cols - 4);
    c10 = loadUpTo4(o1, cols);
    c11 = loadUpTo4(o1 + 16, cols - 4);
    c20 = loadUpTo4(o2, cols);
    c21 = loadUpTo4(o2 + 16, cols - 4);
    c30 = loadUpTo4(o3, cols);
    c31 = loadUpTo4(o3 + 16, cols - 4);
  }
  const bEnd = b + <usize>k * bStep;
  for (; b != bEnd; b += bStep) {
    const b0 = v128.load(b);
    const b1 = v128.load(b, 16);
    let s = v128.load32_splat(a);
    c00 = madd(s, b0, c00);
    c01 = madd(s, b1, c01);
    s = v128.load32_splat(a, 4);
    c10 = madd(s, b0, c10);
    c11 = madd(s, b1, c11);
    s = v128.load32_splat(a, 8);
    c20 = madd(s, b0, c20);
    c21 = madd(s, b1, c21);
    s = v128.load32_splat(a, 12);
    c30 = madd(s, b0, c30);
    c31 = madd(s, b1, c31);
    a += 16;
  }
  const y1 = rows > 1 ? mask + maskStride : mask;
  const y2 = rows > 2 ? y1 + maskStride : y1;
  const y3 = rows > 3 ? y2 + maskStride : y2;
  if (cols == 8) {
    storeFull(out, c00, c01, flags, mask);
    storeFull(o1, c10, c11, flags, y1);
    storeFull(o2, c20, c21, flags, y2);
    storeFull(o3, c30, c31, flags, y3);
  } else {
    storeEdge(out, c00, c01, cols, flags, mask);
    storeEdge(o1, c10, c11, cols, flags, y1);
    storeEdge(o2, c20, c21, cols, flags, y2);
    storeEdge(o3, c30, c31, cols, flags, y3);
  }
}

/** As rows8 for m rows of a that lie in panels of four, [panels × k × 4]. */
export function panels8(
  panels: usize,
  b: usize,
  bStep: usize,
  out: usize,
  outRow: usize,
  m: i32,
  k: i32,
  cols: i32,
  resume: bool,
  last: bool,
): void {
  const flags = last ? epilogue : 0;
  const bytes = (<usize>k) << 4;
  let mask = maskAt;
  for (let i = 0; i < m; i += 4) {
    tile8(panels, b, bStep, out, outRow, min(4, m - i), cols, k, resume, flags, mask);
    panels += bytes;
    out += outRow << 2;
    mask += maskStride << 2;
  }
}
