import { atLeast2, atLeast3, Four, is4, One, Three, Two } from './sizes';
import { loadUpTo4, madd, storeUpTo4 } from './vector';

/**
 * Sums of outer products, Σᵢ narrow[i]ᵀ·wide[i], where the rows of one matrix have one to four elements: aᵀ·b
 * for layers with few inputs or few outputs. Nothing is packed: elements of the narrow row are broadcast, the
 * wide row is read in place, and as many accumulators are kept as the registers hold. An element is the chain
 * that tile.ts describes.
 */

/**
 * Sixteen, sixteen, twelve or eight columns of the wide matrix for N = one to four of the narrow one.
 *
 * @param across whether rows of `out` run along the wide matrix, else they run along the narrow one
 */
function strip<N>(
  narrow: usize,
  narrowRow: usize,
  wide: usize,
  wideRow: usize,
  out: usize,
  outRow: usize,
  m: i32,
  across: bool,
): void {
  const zero = f32x4.splat(0);
  let c00 = zero;
  let c01 = zero;
  let c02 = zero;
  let c03 = zero;
  let c10 = zero;
  let c11 = zero;
  let c12 = zero;
  let c13 = zero;
  let c20 = zero;
  let c21 = zero;
  let c22 = zero;
  let c30 = zero;
  let c31 = zero;
  let s1 = zero;
  let s2 = zero;
  let s3 = zero;
  const end = wide + <usize>m * wideRow;
  for (; wide != end; wide += wideRow) {
    const s0 = v128.load32_splat(narrow);
    if (atLeast2<N>()) s1 = v128.load32_splat(narrow, 4);
    if (atLeast3<N>()) s2 = v128.load32_splat(narrow, 8);
    if (is4<N>()) s3 = v128.load32_splat(narrow, 12);
    let v = v128.load(wide);
    c00 = madd(s0, v, c00);
    if (atLeast2<N>()) c10 = madd(s1, v, c10);
    if (atLeast3<N>()) c20 = madd(s2, v, c20);
    if (is4<N>()) c30 = madd(s3, v, c30);
    v = v128.load(wide, 16);
    c01 = madd(s0, v, c01);
    if (atLeast2<N>()) c11 = madd(s1, v, c11);
    if (atLeast3<N>()) c21 = madd(s2, v, c21);
    if (is4<N>()) c31 = madd(s3, v, c31);
    if (!is4<N>()) {
      v = v128.load(wide, 32);
      c02 = madd(s0, v, c02);
      if (atLeast2<N>()) c12 = madd(s1, v, c12);
      if (atLeast3<N>()) c22 = madd(s2, v, c22);
    }
    if (!atLeast3<N>()) {
      v = v128.load(wide, 48);
      c03 = madd(s0, v, c03);
      if (atLeast2<N>()) c13 = madd(s1, v, c13);
    }
    narrow += narrowRow;
  }
  if (across) {
    const down: usize = outRow << 2;
    storeAcross<N>(out, outRow, 4, c00, c10, c20, c30);
    storeAcross<N>(out + down, outRow, 4, c01, c11, c21, c31);
    if (!is4<N>()) storeAcross<N>(out + 2 * down, outRow, 4, c02, c12, c22, zero);
    if (!atLeast3<N>()) storeAcross<N>(out + 3 * down, outRow, 4, c03, c13, zero, zero);
    return;
  }
  storeAlong<N>(out, outRow, 4, c00, c10, c20, c30);
  storeAlong<N>(out + 16, outRow, 4, c01, c11, c21, c31);
  if (!is4<N>()) storeAlong<N>(out + 32, outRow, 4, c02, c12, c22, zero);
  if (!atLeast3<N>()) storeAlong<N>(out + 48, outRow, 4, c03, c13, zero, zero);
}

/** One to four columns of the wide matrix. */
function edge<N>(
  narrow: usize,
  narrowRow: usize,
  wide: usize,
  wideRow: usize,
  out: usize,
  outRow: usize,
  m: i32,
  cols: i32,
  across: bool,
): void {
  let c0 = f32x4.splat(0);
  let c1 = c0;
  let c2 = c0;
  let c3 = c0;
  for (let i = 0; i < m; i++) {
    const v = loadUpTo4(wide, cols);
    c0 = madd(v128.load32_splat(narrow), v, c0);
    if (atLeast2<N>()) c1 = madd(v128.load32_splat(narrow, 4), v, c1);
    if (atLeast3<N>()) c2 = madd(v128.load32_splat(narrow, 8), v, c2);
    if (is4<N>()) c3 = madd(v128.load32_splat(narrow, 12), v, c3);
    narrow += narrowRow;
    wide += wideRow;
  }
  if (across) storeAcross<N>(out, outRow, cols, c0, c1, c2, c3);
  else storeAlong<N>(out, outRow, cols, c0, c1, c2, c3);
}

/** Whether sums are added to what `out` holds; only where its rows run along the wide matrix. */
let adds: bool = false;

// @inline
function keep(out: usize, sum: v128, cols: i32): void {
  storeUpTo4(out, adds ? f32x4.add(loadUpTo4(out, cols), sum) : sum, cols);
}

/** Stores up to four columns of N rows. */
// @inline
function storeAlong<N>(out: usize, outRow: usize, cols: i32, c0: v128, c1: v128, c2: v128, c3: v128): void {
  keep(out, c0, cols);
  if (atLeast2<N>()) keep(out + outRow, c1, cols);
  if (atLeast3<N>()) keep(out + 2 * outRow, c2, cols);
  if (is4<N>()) keep(out + 3 * outRow, c3, cols);
}

/** Stores up to four rows of N columns: the transpose of c0…c3. */
// @inline
function storeAcross<N>(out: usize, outRow: usize, rows: i32, c0: v128, c1: v128, c2: v128, c3: v128): void {
  const cols = is4<N>() ? 4 : atLeast3<N>() ? 3 : atLeast2<N>() ? 2 : 1;
  const t0 = v128.shuffle<f32>(c0, c1, 0, 4, 1, 5);
  const t1 = v128.shuffle<f32>(c2, c3, 0, 4, 1, 5);
  const t2 = v128.shuffle<f32>(c0, c1, 2, 6, 3, 7);
  const t3 = v128.shuffle<f32>(c2, c3, 2, 6, 3, 7);
  storeUpTo4(out, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5), cols);
  if (rows > 1) storeUpTo4(out + outRow, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7), cols);
  if (rows > 2) storeUpTo4(out + 2 * outRow, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5), cols);
  if (rows > 3) storeUpTo4(out + 3 * outRow, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7), cols);
}

function sums<N>(
  narrow: usize,
  narrowRow: usize,
  wide: usize,
  wideRow: usize,
  out: usize,
  outRow: usize,
  m: i32,
  width: i32,
  across: bool,
): void {
  const columns = is4<N>() ? 8 : atLeast3<N>() ? 12 : 16;
  const apart: usize = across ? outRow : 4;
  let j = 0;
  for (; j + columns <= width; j += columns) {
    strip<N>(narrow, narrowRow, wide + ((<usize>j) << 2), wideRow, out + <usize>j * apart, outRow, m, across);
  }
  for (; j < width; j += 4) {
    const to = out + <usize>j * apart;
    edge<N>(narrow, narrowRow, wide + ((<usize>j) << 2), wideRow, to, outRow, m, min(4, width - j), across);
  }
}

/**
 * out = Σᵢ narrow[i]ᵀ·wide[i] over m rows, or its transpose.
 *
 * @param size elements of a narrow row, 1 to 4
 * @param width elements of a wide row
 * @param across whether `out` is [width × size], else [size × width]
 */
export function outerSums(
  narrow: usize,
  narrowRow: usize,
  size: i32,
  wide: usize,
  wideRow: usize,
  width: i32,
  out: usize,
  outRow: usize,
  m: i32,
  across: bool,
): void {
  if (size == 1) sums<One>(narrow, narrowRow, wide, wideRow, out, outRow, m, width, across);
  else if (size == 2) sums<Two>(narrow, narrowRow, wide, wideRow, out, outRow, m, width, across);
  else if (size == 3) sums<Three>(narrow, narrowRow, wide, wideRow, out, outRow, m, width, across);
  else sums<Four>(narrow, narrowRow, wide, wideRow, out, outRow, m, width, across);
}

/** As `outerSums` with rows of `out` along the wide matrix, added to what it holds. */
export function addOuterSums(
  narrow: usize,
  narrowRow: usize,
  size: i32,
  wide: usize,
  wideRow: usize,
  width: i32,
  out: usize,
  outRow: usize,
  m: i32,
): void {
  adds = true;
  outerSums(narrow, narrowRow, size, wide, wideRow, width, out, outRow, m, false);
  adds = false;
}
