import { sumOfLanes, sumRow } from './map';
import { loadUpTo4, storeUpTo4 } from './vector';

/**
 * The kernels of src/kernels/layerNorm.ts. Rows are taken one by one, so a row's result does not depend on
 * the batch.
 */

@unmanaged
class Value {
  @inline
  apply(x: v128, y: v128, p: f32, q: f32, r: f32): v128 {
    return x;
  }
}

@unmanaged
class SquaredDistance {
  @inline
  apply(x: v128, y: v128, center: f32, q: f32, r: f32): v128 {
    const d = f32x4.sub(x, f32x4.splat(center));
    return f32x4.mul(d, d);
  }
}

// @inline
function normal(x: v128, center: v128, scale: v128): v128 {
  return f32x4.mul(f32x4.sub(x, center), scale);
}

export function layerNorm(
  x: usize,
  gain: usize,
  bias: usize,
  out: usize,
  mean: usize,
  rstd: usize,
  m: i32,
  n: i32,
  epsilon: f32,
): void {
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    const center = sumRow<Value>(x, x, n, 0, 0) / <f32>n;
    const variance = sumRow<SquaredDistance>(x, x, n, center, 0) / <f32>n;
    const scale = <f32>(1.0 / sqrt<f64>(<f64>variance + <f64>epsilon));
    store<f32>(mean, center);
    store<f32>(rstd, scale);
    for (let j = 0; j < n; j += 4) {
      const at = (<usize>j) << 2;
      const v = normal(loadUpTo4(x + at, n - j), f32x4.splat(center), f32x4.splat(scale));
      const y = f32x4.add(f32x4.mul(v, loadUpTo4(gain + at, n - j)), loadUpTo4(bias + at, n - j));
      storeUpTo4(out + at, y, n - j);
    }
    x += row;
    out += row;
    mean += 4;
    rstd += 4;
  }
}

export function layerNormGrad(
  x: usize,
  gain: usize,
  mean: usize,
  rstd: usize,
  dy: usize,
  dx: usize,
  m: i32,
  n: i32,
): void {
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    const center = v128.load32_splat(mean);
    const scale = v128.load32_splat(rstd);
    let sum = f32x4.splat(0);
    let product = f32x4.splat(0);
    for (let j = 0; j < n; j += 4) {
      // Lanes after the row have d = 0.
      const at = (<usize>j) << 2;
      const d = f32x4.mul(loadUpTo4(dy + at, n - j), loadUpTo4(gain + at, n - j));
      sum = f32x4.add(sum, d);
      product = f32x4.add(product, f32x4.mul(d, normal(loadUpTo4(x + at, n - j), center, scale)));
    }
    const first = f32x4.splat(sumOfLanes(sum) / <f32>n);
    const second = f32x4.splat(sumOfLanes(product) / <f32>n);
    for (let j = 0; j < n; j += 4) {
      const at = (<usize>j) << 2;
      const d = f32x4.mul(loadUpTo4(dy + at, n - j), loadUpTo4(gain + at, n - j));
      const v = normal(loadUpTo4(x + at, n - j), center, scale);
      const centered = f32x4.sub(f32x4.sub(d, first), f32x4.mul(v, second));
      storeUpTo4(dx + at, f32x4.mul(scale, centered), n - j);
    }
    x += row;
    dy += row;
    dx += row;
    mean += 4;
    rstd += 4;
  }
}

/** Added row by row, four columns at a time. */
export function layerNormGradGain(
  x: usize,
  mean: usize,
  rstd: usize,
  dy: usize,
  dgain: usize,
  m: i32,
  n: i32,
  ldx: i32,
  lddy: i32,
): void {
  for (let j = 0; j < n; j += 4) {
    let sum = f32x4.splat(0);
    let from = x + ((<usize>j) << 2);
    let d = dy + ((<usize>j) << 2);
    for (let i = 0; i < m; i++) {
      const step = (<usize>i) << 2;
      const v = normal(
        loadUpTo4(from, n - j),
        v128.load32_splat(mean + step),
        v128.load32_splat(rstd + step),
      );
      sum = f32x4.add(sum, f32x4.mul(loadUpTo4(d, n - j), v));
      from += (<usize>ldx) << 2;
      d += (<usize>lddy) << 2;
    }
    storeUpTo4(dgain + ((<usize>j) << 2), sum, n - j);
  }
}
