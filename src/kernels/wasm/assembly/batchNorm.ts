import { loadUpTo4, storeUpTo4 } from './vector';

/**
 * The kernels of src/kernels/batchNorm.ts: four columns at a time, sums in float64 as the reference makes
 * them.
 */

/** Floats of rows that stay in the L1 cache while all of their columns pass. */
const BLOCK: i32 = 4096;

// @inline
function low2(v: v128): v128 {
  return f64x2.promote_low_f32x4(v);
}

// @inline
function high2(v: v128): v128 {
  return f64x2.promote_low_f32x4(v128.shuffle<f32>(v, v, 2, 3, 2, 3));
}

/** Four floats of two pairs of doubles. */
// @inline
function joined(low: v128, high: v128): v128 {
  const a = f32x4.demote_f64x2_zero(low);
  return v128.shuffle<f32>(a, f32x4.demote_f64x2_zero(high), 0, 1, 4, 5);
}

/** 1 / √(variance + ε), rounded after each step. */
// @inline
function scaleOf(variance: v128, epsilon: f32): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(f32x4.add(variance, f32x4.splat(epsilon))));
}

export function columnMoments(x: usize, mean: usize, variance: usize, m: i32, n: i32, ldx: i32): void {
  const row = (<usize>ldx) << 2;
  const count = f64x2.splat(<f64>m);
  for (let j = 0; j < n; j += 4) {
    const left = n - j;
    let low = f64x2.splat(0);
    let high = low;
    let at = x;
    for (let i = 0; i < m; i++) {
      const v = loadUpTo4(at, left);
      low = f64x2.add(low, low2(v));
      high = f64x2.add(high, high2(v));
      at += row;
    }
    const center = joined(f64x2.div(low, count), f64x2.div(high, count));
    low = f64x2.splat(0);
    high = low;
    at = x;
    for (let i = 0; i < m; i++) {
      const d = f32x4.sub(loadUpTo4(at, left), center);
      const a = low2(d);
      const b = high2(d);
      low = f64x2.add(low, f64x2.mul(a, a));
      high = f64x2.add(high, f64x2.mul(b, b));
      at += row;
    }
    storeUpTo4(mean, center, left);
    storeUpTo4(variance, joined(f64x2.div(low, count), f64x2.div(high, count)), left);
    x += 16;
    mean += 16;
    variance += 16;
  }
}

export function batchNorm(
  x: usize,
  mean: usize,
  variance: usize,
  gain: usize,
  bias: usize,
  out: usize,
  m: i32,
  n: i32,
  epsilon: f32,
): void {
  const row = (<usize>n) << 2;
  const block = max(1, BLOCK / n);
  for (let first = 0; first < m; first += block) {
    const rows = min(block, m - first);
    for (let j = 0; j < n; j += 4) {
      const column = (<usize>j) << 2;
      const left = n - j;
      const center = loadUpTo4(mean + column, left);
      const scale = scaleOf(loadUpTo4(variance + column, left), epsilon);
      const factor = loadUpTo4(gain + column, left);
      const shift = loadUpTo4(bias + column, left);
      let at = x + column;
      let to = out + column;
      for (let i = 0; i < rows; i++) {
        const normal = f32x4.mul(f32x4.sub(loadUpTo4(at, left), center), scale);
        storeUpTo4(to, f32x4.add(f32x4.mul(normal, factor), shift), left);
        at += row;
        to += row;
      }
    }
    x += <usize>rows * row;
    out += <usize>rows * row;
  }
}

export function updateMoments(
  mean: usize,
  variance: usize,
  runningMean: usize,
  runningVariance: usize,
  n: i32,
  m: i32,
  momentum: f32,
): void {
  const unbiased = <f32>(<f64>m / <f64>max(1, m - 1));
  for (let j = 0; j < n; j++) {
    const at = (<usize>j) << 2;
    const old = load<f32>(runningMean + at);
    store<f32>(runningMean + at, old + momentum * (load<f32>(mean + at) - old));
    const spread = load<f32>(runningVariance + at);
    store<f32>(runningVariance + at, spread + momentum * (load<f32>(variance + at) * unbiased - spread));
  }
}

export function batchNormGradGain(
  x: usize,
  dy: usize,
  mean: usize,
  variance: usize,
  dgain: usize,
  m: i32,
  n: i32,
  ldx: i32,
  lddy: i32,
  epsilon: f32,
): void {
  const row = (<usize>ldx) << 2;
  const dyRow = (<usize>lddy) << 2;
  for (let j = 0; j < n; j += 4) {
    const left = n - j;
    const center = loadUpTo4(mean, left);
    let low = f64x2.splat(0);
    let high = low;
    let at = x;
    let from = dy;
    for (let i = 0; i < m; i++) {
      const d = f32x4.sub(loadUpTo4(at, left), center);
      const g = loadUpTo4(from, left);
      low = f64x2.add(low, f64x2.mul(low2(d), low2(g)));
      high = f64x2.add(high, f64x2.mul(high2(d), high2(g)));
      at += row;
      from += dyRow;
    }
    storeUpTo4(dgain, f32x4.mul(joined(low, high), scaleOf(loadUpTo4(variance, left), epsilon)), left);
    x += 16;
    dy += 16;
    mean += 16;
    variance += 16;
    dgain += 16;
  }
}

export function batchNormGrad(
  x: usize,
  dy: usize,
  mean: usize,
  variance: usize,
  gain: usize,
  dgain: usize,
  dbias: usize,
  dx: usize,
  m: i32,
  n: i32,
  count: i32,
  epsilon: f32,
): void {
  const row = (<usize>n) << 2;
  const block = max(1, BLOCK / n);
  const all = f32x4.splat(<f32>count);
  for (let first = 0; first < m; first += block) {
    const rows = min(block, m - first);
    for (let j = 0; j < n; j += 4) {
      const column = (<usize>j) << 2;
      const left = n - j;
      const center = loadUpTo4(mean + column, left);
      const scale = scaleOf(loadUpTo4(variance + column, left), epsilon);
      const factor = f32x4.mul(loadUpTo4(gain + column, left), scale);
      const ofMean = f32x4.div(loadUpTo4(dbias + column, left), all);
      const ofDeviation = f32x4.mul(scale, f32x4.div(loadUpTo4(dgain + column, left), all));
      let at = x + column;
      let from = dy + column;
      let to = dx + column;
      for (let i = 0; i < rows; i++) {
        const centred = f32x4.sub(loadUpTo4(at, left), center);
        const own = f32x4.sub(loadUpTo4(from, left), ofMean);
        storeUpTo4(to, f32x4.mul(factor, f32x4.sub(own, f32x4.mul(centred, ofDeviation))), left);
        at += row;
        from += row;
        to += row;
      }
    }
    x += <usize>rows * row;
    dy += <usize>rows * row;
    dx += <usize>rows * row;
  }
}

export function batchNormGradRunning(
  dy: usize,
  variance: usize,
  gain: usize,
  dx: usize,
  m: i32,
  n: i32,
  epsilon: f32,
): void {
  const row = (<usize>n) << 2;
  for (let j = 0; j < n; j += 4) {
    const column = (<usize>j) << 2;
    const left = n - j;
    const scale = scaleOf(loadUpTo4(variance + column, left), epsilon);
    const factor = f32x4.mul(loadUpTo4(gain + column, left), scale);
    let from = dy + column;
    let to = dx + column;
    for (let i = 0; i < m; i++) {
      storeUpTo4(to, f32x4.mul(factor, loadUpTo4(from, left)), left);
      from += row;
      to += row;
    }
  }
}
