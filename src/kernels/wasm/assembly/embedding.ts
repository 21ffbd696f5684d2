import { loadUpTo4, storeUpTo4 } from './vector';

/** The kernels of src/kernels/embedding.ts. */

/** The row that a number names, or −1. */
// @inline
function rowOf(at: usize, total: i32): i32 {
  const id = load<f32>(at);
  return id >= 0 && id < <f32>total ? <i32>id : -1;
}

export function embedding(x: usize, w: usize, out: usize, m: i32, n: i32, total: i32): void {
  const bytes = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    const row = rowOf(x, total);
    if (row < 0) memory.fill(out, 0, bytes);
    else memory.copy(out, w + <usize>row * bytes, bytes);
    x += 4;
    out += bytes;
  }
}

export function embeddingGrad(
  x: usize,
  dy: usize,
  dw: usize,
  m: i32,
  n: i32,
  total: i32,
  lddy: i32,
  lddw: i32,
): void {
  const bytes = (<usize>n) << 2;
  const rowBytes = (<usize>lddw) << 2;
  for (let r = 0; r < total; r++) memory.fill(dw + <usize>r * rowBytes, 0, bytes);
  for (let i = 0; i < m; i++) {
    const row = rowOf(x, total);
    if (row >= 0) {
      const to = dw + <usize>row * rowBytes;
      for (let j = 0; j < n; j += 4) {
        const step = (<usize>j) << 2;
        storeUpTo4(to + step, f32x4.add(loadUpTo4(to + step, n - j), loadUpTo4(dy + step, n - j)), n - j);
      }
    }
    x += 4;
    dy += (<usize>lddy) << 2;
  }
}
