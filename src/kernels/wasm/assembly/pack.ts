import { loadUpTo4 } from './vector';

/**
 * Scratch memory for packed strips: `setWorkspace` is called once per instance, so that every thread has its
 * own. The layout is [strip of b | panel or block of a | bias | windows of a convolution].
 */
let workspace: usize = 0;

/**
 * Longest part of a sum that is packed at once; 512 steps × 8 columns × 4 bytes = half of a 32 KB L1 cache.
 */
export const BLOCK_K: i32 = 512;
export const STRIP_BYTES: usize = 512 * 8 * 4;
/** Two strips are packed at once: a row of sixteen columns is one cache line. */
const STRIPS_BYTES: usize = 2 * 512 * 8 * 4;
/** Rows of a packed block of a. */
export const BLOCK_ROWS: i32 = 128;
const A_BYTES: usize = 512 * 128 * 4;
const BIAS_BYTES: usize = 64;
/** Elements of windows that are laid out at once. */
export const PATCH_FLOATS: i32 = 65536;

/** Gives this instance its scratch memory: at least workspaceBytes() bytes at `at`, 64-byte aligned. */
export function setWorkspace(at: usize): void {
  workspace = at;
}

/** How much scratch memory the kernels need. */
export function workspaceBytes(): i32 {
  return <i32>(STRIPS_BYTES + A_BYTES + BIAS_BYTES + ((<usize>PATCH_FLOATS) << 2));
}

// @inline
export function stripAt(): usize {
  return workspace;
}

// @inline
export function panelAt(): usize {
  return workspace + STRIPS_BYTES;
}

// @inline
export function patchesAt(): usize {
  return workspace + STRIPS_BYTES + A_BYTES + BIAS_BYTES;
}

// @inline
function biasScratch(): usize {
  return workspace + STRIPS_BYTES + A_BYTES;
}

/** Copies the bias of `cols` columns to whole vectors. */
export function packBias(bias: usize, cols: i32): usize {
  const at = biasScratch();
  v128.store(at, loadUpTo4(bias, cols));
  v128.store(at, loadUpTo4(bias + 16, cols - 4), 16);
  return at;
}

/**
 * Packs k rows of `cols` ≤ 8 neighbouring columns to [k × 8] at `at`, zeros in the columns that do not exist.
 */
export function packStrip(from: usize, step: usize, cols: i32, k: i32, at: usize): void {
  let to = at;
  const end = to + ((<usize>k) << 5);
  if (cols == 8) {
    for (; to != end; to += 32) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
      from += step;
    }
  } else {
    for (; to != end; to += 32) {
      v128.store(to, loadUpTo4(from, cols));
      v128.store(to, loadUpTo4(from + 16, cols - 4), 16);
      from += step;
    }
  }
}

/**
 * Packs k rows of sixteen neighbouring columns to two strips [k × 8], the second STRIP_BYTES after the
 * first.
 */
export function packStrips(from: usize, step: usize, k: i32, at: usize): void {
  const end = at + ((<usize>k) << 5);
  for (; at != end; at += 32) {
    v128.store(at, v128.load(from));
    v128.store(at, v128.load(from, 16), 16);
    v128.store(at + STRIP_BYTES, v128.load(from, 32));
    v128.store(at + STRIP_BYTES, v128.load(from, 48), 16);
    from += step;
  }
}

/**
 * The packed strip of columns from j on, for callers that go through all columns by eight: every second strip
 * was packed together with the one before it.
 */
export function nextStrip(from: usize, step: usize, j: i32, n: i32, k: i32): usize {
  const odd = j & 8;
  const at = stripAt() + (odd ? STRIP_BYTES : 0);
  if (odd ? j + 8 > n : j + 16 > n) packStrip(from, step, min(8, n - j), k, at);
  else if (!odd) packStrips(from, step, k, at);
  return at;
}

/** Packs k rows of `cols` ≤ 4 neighbouring columns to [cols × k] at `to`: each column contiguous. */
export function packColumns(from: usize, step: usize, cols: i32, k: i32, to: usize): void {
  for (let c = 0; c < cols; c++) {
    let source = from + ((<usize>c) << 2);
    for (let p = 0; p < k; p++) {
      store<f32>(to, load<f32>(source));
      to += 4;
      source += step;
    }
  }
}

/**
 * Packs k steps of `cols` ≤ 8 rows (contiguous along the sum) to [k × 8] at `at`: the strip of a transposed
 * matrix.
 */
export function packTransposed(from: usize, row: usize, cols: i32, k: i32, at: usize): void {
  for (let j = 0; j < 8; j += 4) {
    const column = at + ((<usize>j) << 2);
    const first = from + <usize>j * row;
    if (j + 4 <= cols) transpose4(first, first + row, first + 2 * row, first + 3 * row, k, column, 32);
    else {
      for (let c = j; c < j + 4; c++) {
        let to = at + ((<usize>c) << 2);
        let source = from + <usize>c * row;
        for (let p = 0; p < k; p++) {
          store<f32>(to, c < cols ? load<f32>(source) : 0);
          to += 32;
          source += 4;
        }
      }
    }
  }
}

/** k steps of four rows to [k × 4], `step` bytes apart, by 4×4 blocks. */
export function transpose4(r0: usize, r1: usize, r2: usize, r3: usize, k: i32, to: usize, step: usize): void {
  let p = 0;
  for (; p + 4 <= k; p += 4) {
    const v0 = v128.load(r0);
    const v1 = v128.load(r1);
    const v2 = v128.load(r2);
    const v3 = v128.load(r3);
    const t0 = v128.shuffle<f32>(v0, v1, 0, 4, 1, 5);
    const t1 = v128.shuffle<f32>(v2, v3, 0, 4, 1, 5);
    const t2 = v128.shuffle<f32>(v0, v1, 2, 6, 3, 7);
    const t3 = v128.shuffle<f32>(v2, v3, 2, 6, 3, 7);
    v128.store(to, v128.shuffle<f32>(t0, t1, 0, 1, 4, 5));
    v128.store(to + step, v128.shuffle<f32>(t0, t1, 2, 3, 6, 7));
    v128.store(to + 2 * step, v128.shuffle<f32>(t2, t3, 0, 1, 4, 5));
    v128.store(to + 3 * step, v128.shuffle<f32>(t2, t3, 2, 3, 6, 7));
    to += 4 * step;
    r0 += 16;
    r1 += 16;
    r2 += 16;
    r3 += 16;
  }
  for (; p < k; p++) {
    store<f32>(to, load<f32>(r0));
    store<f32>(to, load<f32>(r1), 4);
    store<f32>(to, load<f32>(r2), 8);
    store<f32>(to, load<f32>(r3), 12);
    to += step;
    r0 += 4;
    r1 += 4;
    r2 += 4;
    r3 += 4;
  }
}

/**
 * Packs k steps of `m` rows to panels of four rows, [panels × k × 4]; a panel over the edge repeats the last
 * row.
 */
export function packRows(from: usize, row: usize, m: i32, k: i32): usize {
  let to = panelAt();
  for (let i = 0; i < m; i += 4) {
    const r0 = from + <usize>i * row;
    const r1 = i + 1 < m ? r0 + row : r0;
    const r2 = i + 2 < m ? r1 + row : r1;
    const r3 = i + 3 < m ? r2 + row : r2;
    transpose4(r0, r1, r2, r3, k, to, 16);
    to += (<usize>k) << 4;
  }
  return panelAt();
}

/**
 * Packs panels of four neighbouring columns of a to [panels × k × 4]; a panel over the edge repeats its last
 * column.
 */
export function packPanels(from: usize, step: usize, cols: i32, k: i32): usize {
  const panel = (<usize>k) << 4;
  let to = panelAt();
  let c = 0;
  // Sixteen columns are a cache line: rows that lie a power of two apart would drive each other out of the
  // cache.
  for (; c + 16 <= cols; c += 16) {
    let source = from + ((<usize>c) << 2);
    const end = to + panel;
    for (; to != end; to += 16) {
      v128.store(to, v128.load(source));
      v128.store(to + panel, v128.load(source, 16));
      v128.store(to + 2 * panel, v128.load(source, 32));
      v128.store(to + 3 * panel, v128.load(source, 48));
      source += step;
    }
    to += 3 * panel;
  }
  for (; c < cols; c += 4) {
    let source = from + ((<usize>c) << 2);
    const have = min(4, cols - c);
    const end = to + panel;
    if (have == 4) {
      for (; to != end; to += 16) {
        v128.store(to, v128.load(source));
        source += step;
      }
    } else {
      const at1: usize = have > 1 ? 4 : 0;
      const at2: usize = have > 2 ? 8 : at1;
      for (; to != end; to += 16) {
        store<f32>(to, load<f32>(source));
        store<f32>(to, load<f32>(source + at1), 4);
        store<f32>(to, load<f32>(source + at2), 8);
        store<f32>(to, load<f32>(source + at2), 12);
        source += step;
      }
    }
  }
  return panelAt();
}
