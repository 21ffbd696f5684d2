import { ADD_BIAS, setEpilogue } from './epilogue';
import { BLOCK_ROWS, packBias, packRows, packStrip, packTransposed, stripAt } from './pack';
import { blockOf } from './product';
import { panels8, rows8 } from './tile';

/**
 * The product that a recurrent layer repeats at every time step: rows of states, which lie far apart, times
 * the same weights. The weights are packed to strips of eight columns once for all steps, where there is
 * room. An element is one chain of sums in the order of the summed index whatever is packed, so it does not
 * depend on the rows beside it.
 */

/**
 * From this many rows on it pays to lay four of them side by side, or to pack a strip of b for one step
 * alone.
 */
const PACK_ROWS: i32 = 24;

/** Floats of all packed strips of b, [k × n] or transposed [n × k]. */
// @inline
export function packedSize(k: i32, n: i32): i32 {
  return k * ((n + 7) & ~7);
}

/** Packs b to strips [n/8 × k × 8] at `to`, zeros in the columns that do not exist. */
export function packSteps(b: usize, bRow: usize, k: i32, n: i32, transposed: bool, to: usize): void {
  for (let j = 0; j < n; j += 8) {
    const cols = min(8, n - j);
    if (transposed) packTransposed(b + <usize>j * bRow, bRow, cols, k, to);
    else packStrip(b + ((<usize>j) << 2), bRow, cols, k, to);
    to += (<usize>k) << 5;
  }
}

/**
 * out [m×n] = a·b or a·bᵀ; a [m×k] by rows. Strides in bytes.
 *
 * @param strips b as packSteps lays it out, or 0
 * @param add whether the sums begin with what `out` holds
 * @param bias added at the end, or 0
 */
export function stepProduct(
  a: usize,
  aRow: usize,
  b: usize,
  bRow: usize,
  strips: usize,
  out: usize,
  outRow: usize,
  m: i32,
  k: i32,
  n: i32,
  transposed: bool,
  add: bool,
  bias: usize,
): void {
  const block = blockOf(k);
  const byPanels = m >= PACK_ROWS;
  for (let i = 0; i < m; i += BLOCK_ROWS) {
    const rows = min(BLOCK_ROWS, m - i);
    const outRows = out + <usize>i * outRow;
    let p = 0;
    do {
      const steps = min(block, k - p);
      const skipped = (<usize>p) << 2;
      const aBlock = a + <usize>i * aRow + skipped;
      const resume = add || p > 0;
      const last = p + steps >= k;
      const panels = byPanels ? packRows(aBlock, aRow, rows, steps) : 0;
      for (let j = 0; j < n; j += 8) {
        const cols = min(8, n - j);
        const column = (<usize>j) << 2;
        const biasAt = bias ? (cols < 8 ? packBias(bias + column, cols) : bias + column) : 0;
        setEpilogue(bias ? ADD_BIAS : 0, biasAt, 0, 0);
        let strip = stripAt();
        let step: usize = 32;
        if (strips) strip = strips + ((<usize>j * <usize>k) << 2) + (skipped << 3);
        else if (transposed) packTransposed(b + <usize>j * bRow + skipped, bRow, cols, steps, strip);
        else {
          const from = b + <usize>p * bRow + column;
          if (cols < 8 || byPanels) packStrip(from, bRow, cols, steps, strip);
          else {
            strip = from;
            step = bRow;
          }
        }
        const to = outRows + column;
        if (byPanels) panels8(panels, strip, step, to, outRow, rows, steps, cols, resume, last);
        else rows8(aBlock, aRow, strip, step, to, outRow, rows, steps, cols, resume, last);
      }
      p += block;
    } while (p < k);
  }
}
