import { ADD_BIAS, MASK, RELU } from './epilogue';
import { outerSums } from './outer';
import { BLOCK_ROWS, nextStrip, packPanels } from './pack';
import { blockOf, product } from './product';
import { panels8 } from './tile';
import { loadUpTo4, storeUpTo4 } from './vector';

/**
 * From this many rows of the result on it pays to copy a strip of b, so that the loop over the sum reads
 * memory in order.
 */
const PACK_ROWS: i32 = 24;

export function matmul(
  a: usize,
  b: usize,
  out: usize,
  m: i32,
  k: i32,
  n: i32,
  lda: i32,
  ldb: i32,
  ldo: i32,
): void {
  product(a, b, out, m, k, n, lda << 2, ldb << 2, ldo << 2, false, 0, 0, 0, 0);
}

/** out [m×k] = a [m×n] · b [k×n]ᵀ */
export function matmulTB(
  a: usize,
  b: usize,
  out: usize,
  m: i32,
  k: i32,
  n: i32,
  lda: i32,
  ldb: i32,
  ldo: i32,
): void {
  product(a, b, out, m, n, k, lda << 2, ldb << 2, ldo << 2, true, 0, 0, 0, 0);
}

/** Activation codes: 0 linear, 1 relu. */
export function denseForward(
  x: usize,
  w: usize,
  b: usize,
  out: usize,
  m: i32,
  k: i32,
  n: i32,
  act: i32,
  ldx: i32,
  ldo: i32,
): void {
  const flags = act == 1 ? ADD_BIAS | RELU : ADD_BIAS;
  product(x, w, out, m, k, n, ldx << 2, n << 2, ldo << 2, false, flags, b, 0, 0);
}

/** dx [m×k] = (dy [m×n] · w [k×n]ᵀ) ⊙ [y > 0] */
export function denseGradInput(
  dy: usize,
  w: usize,
  y: usize,
  dx: usize,
  m: i32,
  k: i32,
  n: i32,
  lddy: i32,
  ldy: i32,
  lddx: i32,
): void {
  product(dy, w, dx, m, n, k, lddy << 2, n << 2, lddx << 2, true, MASK, 0, y, ldy << 2);
}

/** out [k×n] = a [m×k]ᵀ · b [m×n] */
export function matmulTA(
  a: usize,
  b: usize,
  out: usize,
  m: i32,
  k: i32,
  n: i32,
  lda: i32,
  ldb: i32,
  ldo: i32,
): void {
  const aRow: usize = lda << 2;
  const bRow: usize = ldb << 2;
  const outRow: usize = ldo << 2;
  if (k == 0) return;
  if (k <= 4) {
    outerSums(a, aRow, k, b, bRow, n, out, outRow, m, false);
    return;
  }
  const narrow = n & 7 && (n & 7) <= 4 ? n & 7 : 0;
  const wide = n - narrow;
  if (narrow) {
    const column = (<usize>wide) << 2;
    outerSums(b + column, bRow, narrow, a, aRow, k, out + column, outRow, m, true);
  }
  if (wide == 0) return;
  const block = blockOf(m);
  let i = 0;
  do {
    const steps = min(block, m - i);
    const resume = i > 0;
    const bBlock = b + <usize>i * bRow;
    const aBlock = a + <usize>i * aRow;
    for (let p = 0; p < k; p += BLOCK_ROWS) {
      const rows = min(BLOCK_ROWS, k - p);
      const panels = packPanels(aBlock + ((<usize>p) << 2), aRow, rows, steps);
      for (let j = 0; j < wide; j += 8) {
        const cols = min(8, wide - j);
        let strip = bBlock + ((<usize>j) << 2);
        let step = bRow;
        if (cols < 8 || rows >= PACK_ROWS) {
          strip = nextStrip(strip, bRow, j, wide, steps);
          step = 32;
        }
        const to = out + <usize>p * outRow + ((<usize>j) << 2);
        panels8(panels, strip, step, to, outRow, rows, steps, cols, resume, false);
      }
    }
    i += block;
  } while (i < m);
}

/** x[i,j] += b[j] */
export function addBias(x: usize, b: usize, m: i32, n: i32): void {
  for (let i = 0; i < m; i++) {
    let j = 0;
    for (; j + 4 <= n; j += 4) {
      const at = (<usize>j) << 2;
      v128.store(x + at, f32x4.add(v128.load(x + at), v128.load(b + at)));
    }
    const at = (<usize>j) << 2;
    if (j < n) storeUpTo4(x + at, f32x4.add(loadUpTo4(x + at, n - j), loadUpTo4(b + at, n - j)), n - j);
    x += (<usize>n) << 2;
  }
}

/** out[j] = Σᵢ x[i,j], added row by row. Sixteen columns at a time keep four chains of additions going. */
export function sumRows(x: usize, out: usize, m: i32, n: i32, ldx: i32): void {
  const row = (<usize>ldx) << 2;
  let j = 0;
  for (; j + 16 <= n; j += 16) {
    let at = x + ((<usize>j) << 2);
    let s0 = f32x4.splat(0);
    let s1 = s0;
    let s2 = s0;
    let s3 = s0;
    for (let i = 0; i < m; i++) {
      s0 = f32x4.add(s0, v128.load(at));
      s1 = f32x4.add(s1, v128.load(at, 16));
      s2 = f32x4.add(s2, v128.load(at, 32));
      s3 = f32x4.add(s3, v128.load(at, 48));
      at += row;
    }
    const to = out + ((<usize>j) << 2);
    v128.store(to, s0);
    v128.store(to, s1, 16);
    v128.store(to, s2, 32);
    v128.store(to, s3, 48);
  }
  for (; j < n; j += 4) {
    let at = x + ((<usize>j) << 2);
    let s = f32x4.splat(0);
    for (let i = 0; i < m; i++) {
      s = f32x4.add(s, loadUpTo4(at, n - j));
      at += row;
    }
    storeUpTo4(out + ((<usize>j) << 2), s, n - j);
  }
}
