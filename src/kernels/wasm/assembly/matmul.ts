import { ADD_BIAS, MASK, RELU, setEpilogue } from './epilogue';
import { outerSums } from './outer';
import {
  BLOCK_K,
  BLOCK_ROWS,
  packBias,
  packColumns,
  packPanels,
  packStrip,
  packTransposed,
  panelAt,
  stripAt,
} from './pack';
import { dots, thin8 } from './short';
import { columns8, rows8 } from './tile';
import { loadUpTo4, storeUpTo4 } from './vector';

/** Rows of a that stay in the L2 cache while strips of b pass. */
const BLOCK_M: i32 = 256;
/** From this many rows on it pays to copy a strip of b, so that the loop over the sum reads memory in order. */
const PACK_ROWS: i32 = 24;
/** Below this many steps of the sum a strip of b is read in place. */
const PACK_K: i32 = 16;

/** From this many steps on the last one to four columns are made by inner products. */
const DOTS_K: i32 = 8;

/** Sums of at most this many terms are bound by storing the result. */
const THIN_K: i32 = 4;
/** Elements of the result that stay in the L1 cache while strips of b pass. */
const THIN_BLOCK: i32 = 4096;
/** Columns whose strips are packed at once. */
const THIN_COLUMNS: i32 = 1024;

/** Steps of the sum per block: as even as possible, so that the last block is not a stump. */
function blockOf(k: i32): i32 {
  const blocks = (k + BLOCK_K - 1) / BLOCK_K;
  return blocks > 1 ? (k + blocks - 1) / blocks : k;
}

/** Points the epilogue at the columns from j on. */
function epilogueAt(flags: i32, bias: usize, mask: usize, maskRow: usize, i: i32, j: i32, cols: i32): void {
  const column = (<usize>j) << 2;
  const at = flags & ADD_BIAS ? (cols < 8 ? packBias(bias + column, cols) : bias + column) : 0;
  setEpilogue(flags, at, mask + <usize>i * maskRow + column, maskRow);
}

/** The product for sums of one to THIN_K terms: strips of b are loaded into registers once for a block of rows. */
function thinProduct(
  a: usize,
  b: usize,
  out: usize,
  m: i32,
  k: i32,
  n: i32,
  aRow: usize,
  bRow: usize,
  outRow: usize,
  transposed: bool,
  flags: i32,
  bias: usize,
  mask: usize,
  maskRow: usize,
): void {
  const block = max(8, min(BLOCK_M, THIN_BLOCK / n));
  const stripBytes = (<usize>k) << 5;
  for (let first = 0; first < n; first += THIN_COLUMNS) {
    const last = min(n, first + THIN_COLUMNS);
    for (let j = first; j < last; j += 8) {
      const cols = min(8, n - j);
      const to = panelAt() + <usize>((j - first) >> 3) * stripBytes;
      if (transposed) packTransposed(b + <usize>j * bRow, bRow, cols, k, to);
      else if (cols < 8) packStrip(b + ((<usize>j) << 2), bRow, cols, k, to);
    }
    for (let i = 0; i < m; i += block) {
      const rows = min(block, m - i);
      for (let j = first; j < last; j += 8) {
        const cols = min(8, n - j);
        const column = (<usize>j) << 2;
        epilogueAt(flags, bias, mask, maskRow, i, j, cols);
        const inPlace = !transposed && cols == 8;
        const strip = inPlace ? b + column : panelAt() + <usize>((j - first) >> 3) * stripBytes;
        const step: usize = inPlace ? bRow : 32;
        thin8(a + <usize>i * aRow, aRow, strip, step, out + <usize>i * outRow + column, outRow, rows, k, cols);
      }
    }
  }
}

/**
 * out [m×n] = a·b or a·bᵀ with an epilogue; a [m×k] by rows. Strides in bytes.
 *
 * @param transposed b is [n×k], else [k×n]
 */
function product(
  a: usize,
  b: usize,
  out: usize,
  m: i32,
  k: i32,
  n: i32,
  aRow: usize,
  bRow: usize,
  outRow: usize,
  transposed: bool,
  flags: i32,
  bias: usize,
  mask: usize,
  maskRow: usize,
): void {
  if (n == 0) return;
  if (k > 0 && k <= THIN_K) {
    thinProduct(a, b, out, m, k, n, aRow, bRow, outRow, transposed, flags, bias, mask, maskRow);
    return;
  }
  const block = blockOf(k);
  const pack = m >= PACK_ROWS && k >= PACK_K;
  for (let i = 0; i < m; i += BLOCK_M) {
    const rows = min(BLOCK_M, m - i);
    const outRows = out + <usize>i * outRow;
    let p = 0;
    do {
      const steps = min(block, k - p);
      const resume = p > 0;
      const last = p + steps >= k;
      const aBlock = a + <usize>i * aRow + ((<usize>p) << 2);
      for (let j = 0; j < n; j += 8) {
        const cols = min(8, n - j);
        const to = outRows + ((<usize>j) << 2);
        epilogueAt(flags, bias, mask, maskRow, i, j, cols);
        const from = transposed
          ? b + <usize>j * bRow + ((<usize>p) << 2)
          : b + <usize>p * bRow + ((<usize>j) << 2);
        if (cols <= 4 && k >= DOTS_K) {
          const columns = transposed ? from : packColumns(from, bRow, cols, steps);
          const bColumn: usize = transposed ? bRow : (<usize>steps) << 2;
          dots(aBlock, aRow, columns, bColumn, to, outRow, rows, steps, cols, resume, last);
          continue;
        }
        let strip = from;
        let step = bRow;
        if (transposed || cols < 8 || pack) {
          strip = stripAt();
          step = 32;
          if (transposed) packTransposed(from, bRow, cols, steps, strip);
          else packStrip(from, bRow, cols, steps, strip);
        }
        rows8(aBlock, aRow, strip, step, to, outRow, rows, steps, cols, resume, last);
      }
      p += block;
    } while (p < k);
  }
}

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
          packStrip(strip, bRow, cols, steps, stripAt());
          strip = stripAt();
          step = 32;
        }
        for (let r = 0; r < rows; r += 4) {
          const to = out + <usize>(p + r) * outRow + ((<usize>j) << 2);
          const panel = panels + <usize>r * ((<usize>steps) << 2);
          columns8(panel, 16, strip, step, to, outRow, min(4, rows - r), cols, steps, resume);
        }
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
