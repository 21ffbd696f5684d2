import { patchesAt, transpose4 } from './pack';
import { madd } from './vector';

/** The kernels of src/kernels/sparse.ts. */

/** Columns that are compressed together: their rows are whole cache lines. */
const COLUMNS: i32 = 16;

export function compressColumns(
  w: usize,
  values: usize,
  rows: usize,
  ends: usize,
  k: i32,
  n: i32,
  kept: i32,
): void {
  const row = (<usize>n) << 2;
  const zero = f32x4.splat(0);
  let total = 0;
  for (let first = 0; first < n; first += COLUMNS) {
    const last = min(n, first + COLUMNS);
    const whole = first + ((last - first) & ~3);
    for (let j = first; j < whole; j += 4) {
      let counts = i32x4.splat(0);
      let at = w + ((<usize>j) << 2);
      for (let p = 0; p < k; p++) {
        counts = i32x4.sub(counts, f32x4.ne(v128.load(at), zero));
        at += row;
      }
      v128.store(ends + ((<usize>j) << 2), counts);
    }
    for (let j = whole; j < last; j++) {
      let count = 0;
      for (let p = 0; p < k; p++) count += i32(load<f32>(w + <usize>p * row + ((<usize>j) << 2)) != 0);
      store<i32>(ends + ((<usize>j) << 2), count);
    }
    // From how many there are to where each column begins.
    for (let j = first; j < last; j++) {
      const at = ends + ((<usize>j) << 2);
      const count = load<i32>(at);
      store<i32>(at, total);
      total += count;
    }
    for (let p = 0; p < k; p++) {
      const line = w + <usize>p * row;
      for (let j = first; j < whole; j += 4) {
        let mask = i32x4.bitmask(f32x4.ne(v128.load(line + ((<usize>j) << 2)), zero));
        for (; mask; mask &= mask - 1) append(line, values, rows, ends, j + ctz(mask), p, kept);
      }
      for (let j = whole; j < last; j++)
        if (load<f32>(line + ((<usize>j) << 2)) != 0) append(line, values, rows, ends, j, p, kept);
    }
  }
  for (let j = 0; j < n; j++) {
    const at = ends + ((<usize>j) << 2);
    store<i32>(at, min(kept, load<i32>(at)));
  }
  if (total >= kept) return;
  const rest = (<usize>(kept - total)) << 2;
  memory.fill(values + ((<usize>total) << 2), 0, rest);
  memory.fill(rows + ((<usize>total) << 2), 0, rest);
}

// @inline
function append(line: usize, values: usize, rows: usize, ends: usize, j: i32, p: i32, kept: i32): void {
  const column = (<usize>j) << 2;
  const to = load<i32>(ends + column);
  store<i32>(ends + column, to + 1);
  if (to >= kept) return;
  const at = (<usize>to) << 2;
  store<f32>(values + at, load<f32>(line + column));
  store<i32>(rows + at, p);
}

/** Four neighbouring rows of a column of `out`, of which `count` exist. */
// @inline
function storeColumn(to: usize, row: usize, sum: v128, count: i32): void {
  if (count > 0) store<f32>(to, f32x4.extract_lane(sum, 0));
  if (count > 1) store<f32>(to + row, f32x4.extract_lane(sum, 1));
  if (count > 2) store<f32>(to + 2 * row, f32x4.extract_lane(sum, 2));
  if (count > 3) store<f32>(to + 3 * row, f32x4.extract_lane(sum, 3));
}

/** Transposes 32 rows of k elements, of which `count` exist, the last one standing for the others. */
// @inline
function standSideBySide(from: usize, row: usize, count: i32, k: i32, to: usize): void {
  for (let r = 0; r < 32; r += 4) {
    const r0 = from + <usize>min(r, count - 1) * row;
    const r1 = from + <usize>min(r + 1, count - 1) * row;
    const r2 = from + <usize>min(r + 2, count - 1) * row;
    const r3 = from + <usize>min(r + 3, count - 1) * row;
    transpose4(r0, r1, r2, r3, k, to + ((<usize>r) << 2), 128);
  }
}

/**
 * 32 rows at a time stand side by side, so that each element of a column is multiplied with eight vectors.
 */
export function sparseMatmul(
  a: usize,
  values: usize,
  rows: usize,
  ends: usize,
  out: usize,
  m: i32,
  k: i32,
  n: i32,
  kept: i32,
): void {
  const aRow = (<usize>k) << 2;
  const outRow = (<usize>n) << 2;
  const block = patchesAt();
  for (let first = 0; first < m; first += 32) {
    const count = min(32, m - first);
    standSideBySide(a + <usize>first * aRow, aRow, count, k, block);
    let value = values;
    let place = rows;
    let to = out + <usize>first * outRow;
    for (let j = 0; j < n; j++) {
      const end = values + ((<usize>load<i32>(ends + ((<usize>j) << 2))) << 2);
      let c0 = f32x4.splat(0);
      let c1 = c0;
      let c2 = c0;
      let c3 = c0;
      let c4 = c0;
      let c5 = c0;
      let c6 = c0;
      let c7 = c0;
      for (; value < end; value += 4) {
        const s = v128.load32_splat(value);
        const x = block + ((<usize>load<i32>(place)) << 7);
        place += 4;
        c0 = madd(s, v128.load(x), c0);
        c1 = madd(s, v128.load(x, 16), c1);
        c2 = madd(s, v128.load(x, 32), c2);
        c3 = madd(s, v128.load(x, 48), c3);
        c4 = madd(s, v128.load(x, 64), c4);
        c5 = madd(s, v128.load(x, 80), c5);
        c6 = madd(s, v128.load(x, 96), c6);
        c7 = madd(s, v128.load(x, 112), c7);
      }
      storeColumn(to, outRow, c0, count);
      storeColumn(to + 4 * outRow, outRow, c1, count - 4);
      storeColumn(to + 8 * outRow, outRow, c2, count - 8);
      storeColumn(to + 12 * outRow, outRow, c3, count - 12);
      storeColumn(to + 16 * outRow, outRow, c4, count - 16);
      storeColumn(to + 20 * outRow, outRow, c5, count - 20);
      storeColumn(to + 24 * outRow, outRow, c6, count - 24);
      storeColumn(to + 28 * outRow, outRow, c7, count - 28);
      to += 4;
    }
  }
}

export function keepZeros(w: usize, g: usize, n: i32): void {
  const zero = f32x4.splat(0);
  const end = g + ((<usize>(n & ~3)) << 2);
  for (; g < end; g += 16) {
    v128.store(g, v128.and(v128.load(g), f32x4.ne(v128.load(w), zero)));
    w += 16;
  }
  const last = g + ((<usize>(n & 3)) << 2);
  for (; g < last; g += 4) {
    if (load<f32>(w) == 0) store<f32>(g, 0);
    w += 4;
  }
}
