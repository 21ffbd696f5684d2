import { map1, map2 } from './map';
import { loadUpTo4, storeUpTo4 } from './vector';

/** The kernels of src/kernels/columns.ts; every operation is rounded as in the reference, in both builds. */

@unmanaged
class Times {
  @inline
  apply(x: v128, alpha: f32): v128 {
    return f32x4.mul(x, f32x4.splat(alpha));
  }
}
export function times(x: usize, out: usize, m: i32, n: i32, alpha: f32): void {
  map1<Times>(x, out, m * n, alpha);
}

@unmanaged
class Product {
  @inline
  apply(x: v128, s: v128, p: f32, q: f32, r: f32): v128 {
    return f32x4.mul(x, s);
  }
}
export function scaleColumns(x: usize, s: usize, out: usize, m: i32, n: i32): void {
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    map2<Product>(x, s, out, n, 0);
    x += row;
    out += row;
  }
}

/** out[j] += x[j]·dy[j] of one row. */
function addProducts(x: usize, dy: usize, out: usize, n: i32): void {
  for (let j = 0; j < n; j += 4) {
    const at = (<usize>j) << 2;
    const product = f32x4.mul(loadUpTo4(x + at, n - j), loadUpTo4(dy + at, n - j));
    storeUpTo4(out + at, f32x4.add(loadUpTo4(out + at, n - j), product), n - j);
  }
}

/**
 * Added row by row, so that long rows are read in order; two rows at a time, so that sums are read and written
 * half as often.
 */
export function columnProducts(x: usize, dy: usize, out: usize, m: i32, n: i32, ldx: i32, lddy: i32): void {
  const row = (<usize>ldx) << 2;
  const dyRow = (<usize>lddy) << 2;
  const whole = (<usize>(n & ~3)) << 2;
  const rest = n & 3;
  memory.fill(out, 0, (<usize>n) << 2);
  let i = 0;
  for (; i + 2 <= m; i += 2) {
    for (let at: usize = 0; at < whole; at += 16) {
      const first = f32x4.mul(v128.load(x + at), v128.load(dy + at));
      const second = f32x4.mul(v128.load(x + row + at), v128.load(dy + dyRow + at));
      v128.store(out + at, f32x4.add(f32x4.add(v128.load(out + at), first), second));
    }
    if (rest) {
      addProducts(x + whole, dy + whole, out + whole, rest);
      addProducts(x + row + whole, dy + dyRow + whole, out + whole, rest);
    }
    x += 2 * row;
    dy += 2 * dyRow;
  }
  if (i < m) addProducts(x, dy, out, n);
}

export function blend(x: usize, h: usize, a: usize, out: usize, m: i32, n: i32): void {
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j += 4) {
      const at = (<usize>j) << 2;
      const from = loadUpTo4(x + at, n - j);
      const change = f32x4.sub(loadUpTo4(h + at, n - j), from);
      storeUpTo4(out + at, f32x4.add(from, f32x4.mul(loadUpTo4(a + at, n - j), change)), n - j);
    }
    x += row;
    h += row;
    out += row;
  }
}

export function blendGrad(dy: usize, through: usize, a: usize, dx: usize, m: i32, n: i32): void {
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j += 4) {
      const at = (<usize>j) << 2;
      const d = loadUpTo4(dy + at, n - j);
      const own = f32x4.sub(d, f32x4.mul(loadUpTo4(a + at, n - j), d));
      storeUpTo4(dx + at, f32x4.add(own, loadUpTo4(through + at, n - j)), n - j);
    }
    dy += row;
    through += row;
    dx += row;
  }
}

/** Added row by row, four columns at a time. */
export function blendGradShare(
  x: usize,
  h: usize,
  dy: usize,
  da: usize,
  m: i32,
  n: i32,
  ldx: i32,
  ldh: i32,
  lddy: i32,
): void {
  for (let j = 0; j < n; j += 4) {
    const at = (<usize>j) << 2;
    let sum = f32x4.splat(0);
    let from = x + at;
    let to = h + at;
    let d = dy + at;
    for (let i = 0; i < m; i++) {
      const change = f32x4.sub(loadUpTo4(to, n - j), loadUpTo4(from, n - j));
      sum = f32x4.add(sum, f32x4.mul(loadUpTo4(d, n - j), change));
      from += (<usize>ldx) << 2;
      to += (<usize>ldh) << 2;
      d += (<usize>lddy) << 2;
    }
    storeUpTo4(da + at, sum, n - j);
  }
}
