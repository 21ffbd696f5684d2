import { ADD_BIAS, setEpilogue } from './epilogue';
import {
  BLOCK_K,
  BLOCK_ROWS,
  nextStrip,
  packBias,
  packColumns,
  packRows,
  packStrip,
  packTransposed,
  panelAt,
  stripAt,
} from './pack';
import { dots, thin8 } from './short';
import { panels8, rows8 } from './tile';

/** Sums of at most this many terms are bound by storing the result. */
const SHORT_K: i32 = 32;
/** For at most this many terms there are loops that keep a strip of b in registers. */
const THIN_K: i32 = 4;
/** From this many terms on the last one to four columns are made by inner products. */
const DOTS_K: i32 = 8;
/** Elements of the result that stay in the L1 cache while strips of b pass. */
const SHORT_BLOCK: i32 = 4096;
/** Columns whose strips are packed at once: SHORT_K × SHORT_COLUMNS floats fill the panels' area. */
const SHORT_COLUMNS: i32 = 1024;

/** Rows of a that stay in the L2 cache while strips of b pass, where they are read in place. */
const BLOCK_M: i32 = 256;
/**
 * From this many rows on it pays to copy a strip of b, so that the loop over the sum reads memory in order.
 */
const PACK_ROWS: i32 = 24;
/** From this many columns on it pays to copy blocks of a, so that one pointer serves four rows. */
const PACK_COLUMNS: i32 = 64;

/** Steps of the sum per block: as even as possible, so that the last block is not a stump. */
export function blockOf(k: i32): i32 {
  const blocks = (k + BLOCK_K - 1) / BLOCK_K;
  return blocks > 1 ? (k + blocks - 1) / blocks : k;
}

/** Points the epilogue at the columns from j on. */
function epilogueAt(flags: i32, bias: usize, mask: usize, maskRow: usize, i: i32, j: i32, cols: i32): void {
  const column = (<usize>j) << 2;
  const at = flags & ADD_BIAS ? (cols < 8 ? packBias(bias + column, cols) : bias + column) : 0;
  setEpilogue(flags, at, mask + <usize>i * maskRow + column, maskRow);
}

/**
 * The product for sums of one to SHORT_K terms: all strips of b are packed, then pass a block of rows that is
 * stored once.
 */
function shortProduct(
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
  const block = max(8, min(BLOCK_M, (SHORT_BLOCK / n) & ~3));
  const stripBytes = (<usize>k) << 5;
  for (let first = 0; first < n; first += SHORT_COLUMNS) {
    const last = min(n, first + SHORT_COLUMNS);
    for (let j = first; j < last; j += 8) {
      const cols = min(8, n - j);
      const to = panelAt() + <usize>((j - first) >> 3) * stripBytes;
      const inner = cols <= 4 && k >= DOTS_K;
      if (transposed) {
        if (!inner) packTransposed(b + <usize>j * bRow, bRow, cols, k, to);
      } else {
        const from = b + ((<usize>j) << 2);
        if (inner) packColumns(from, bRow, cols, k, to);
        else if (cols < 8) packStrip(from, bRow, cols, k, to);
      }
    }
    for (let i = 0; i < m; i += block) {
      const rows = min(block, m - i);
      const from = a + <usize>i * aRow;
      for (let j = first; j < last; j += 8) {
        const cols = min(8, n - j);
        const column = (<usize>j) << 2;
        const to = out + <usize>i * outRow + column;
        const packed = panelAt() + <usize>((j - first) >> 3) * stripBytes;
        epilogueAt(flags, bias, mask, maskRow, i, j, cols);
        if (cols <= 4 && k >= DOTS_K) {
          const columns = transposed ? b + <usize>j * bRow : packed;
          const apart: usize = transposed ? bRow : (<usize>k) << 2;
          dots(from, aRow, columns, apart, to, outRow, rows, k, cols, false, true);
          continue;
        }
        const inPlace = !transposed && cols == 8;
        const strip = inPlace ? b + column : packed;
        const step: usize = inPlace ? bRow : 32;
        if (k <= THIN_K) thin8(from, aRow, strip, step, to, outRow, rows, k, cols);
        else rows8(from, aRow, strip, step, to, outRow, rows, k, cols, false, true);
      }
    }
  }
}

/** Address of an element of a matrix. */
// @inline
function elementAt(matrix: usize, rowBytes: usize, row: i32, column: i32): usize {
  return matrix + <usize>row * rowBytes + ((<usize>column) << 2);
}

/** Copies columns of b, so that each is contiguous; returns where. */
// @inline
function packedColumns(b: usize, bRow: usize, cols: i32, k: i32): usize {
  packColumns(b, bRow, cols, k, stripAt());
  return stripAt();
}

/**
 * out [m×n] = a·b or a·bᵀ with an epilogue; a [m×k] by rows. Strides in bytes.
 *
 * @param transposed b is [n×k], else [k×n]
 */
export function product(
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
  if (k > 0 && k <= SHORT_K) {
    shortProduct(a, b, out, m, k, n, aRow, bRow, outRow, transposed, flags, bias, mask, maskRow);
    return;
  }
  const block = blockOf(k);
  const copyStrips = m >= PACK_ROWS;
  // With separate products and sums the loop over rows in place is the faster one.
  const copyRows = ASC_FEATURE_RELAXED_SIMD && copyStrips && n >= PACK_COLUMNS;
  const blockRows = copyRows ? BLOCK_ROWS : BLOCK_M;
  for (let i = 0; i < m; i += blockRows) {
    const rows = min(blockRows, m - i);
    let p = 0;
    do {
      const steps = min(block, k - p);
      const resume = p > 0;
      const last = p + steps >= k;
      const aBlock = elementAt(a, aRow, i, p);
      const panels = copyRows ? packRows(aBlock, aRow, rows, steps) : 0;
      for (let j = 0; j < n; j += 8) {
        const cols = min(8, n - j);
        const to = elementAt(out, outRow, i, j);
        epilogueAt(flags, bias, mask, maskRow, i, j, cols);
        const from = transposed ? elementAt(b, bRow, j, p) : elementAt(b, bRow, p, j);
        if (cols <= 4 && k >= DOTS_K) {
          const columns = transposed ? from : packedColumns(from, bRow, cols, steps);
          const apart: usize = transposed ? bRow : (<usize>steps) << 2;
          dots(aBlock, aRow, columns, apart, to, outRow, rows, steps, cols, resume, last);
          continue;
        }
        let strip = stripAt();
        let step: usize = 32;
        if (transposed) packTransposed(from, bRow, cols, steps, strip);
        else if (copyStrips) strip = nextStrip(from, bRow, j, n, steps);
        else if (cols < 8) packStrip(from, bRow, cols, steps, strip);
        else {
          strip = from;
          step = bRow;
        }
        if (copyRows) panels8(panels, strip, step, to, outRow, rows, steps, cols, resume, last);
        else rows8(aBlock, aRow, strip, step, to, outRow, rows, steps, cols, resume, last);
      }
      p += block;
    } while (p < k);
  }
}
