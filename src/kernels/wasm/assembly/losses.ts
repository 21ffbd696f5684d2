import { map2, rowMeans } from './map';
import { exp4, log1p4, log4, sigmoid4 } from './math';
import { pairwise, Identity } from './reduce';

/** max(x, 0) − x·t + log(1 + exp(−|x|)) */
@unmanaged
class LogitsLoss {
  @inline
  apply(x: v128, t: v128, keep: f32, shift: f32, r: f32): v128 {
    const wanted = f32x4.add(f32x4.mul(t, f32x4.splat(keep)), f32x4.splat(shift));
    const log = log1p4(exp4(f32x4.neg(f32x4.abs(x))));
    return f32x4.add(f32x4.sub(f32x4.max(x, f32x4.splat(0)), f32x4.mul(x, wanted)), log);
  }
}
@unmanaged
class Probability {
  @inline
  apply(x: v128, t: v128, p: f32, q: f32, r: f32): v128 {
    return sigmoid4(x);
  }
}
export function sigmoidCrossEntropy(
  x: usize,
  target: usize,
  p: usize,
  loss: usize,
  m: i32,
  n: i32,
  smoothing: f32,
): void {
  map2<Probability>(x, target, p, m * n, 0);
  rowMeans<LogitsLoss>(x, target, loss, m, n, 1 - smoothing, smoothing / 2);
}

/** Everything below rounds after each operation, in both builds, in the order of the reference. */

@unmanaged
class LogitsGrad {
  @inline
  apply(p: v128, t: v128, smoothing: f32, n: f32, count: f32): v128 {
    const wanted = f32x4.add(f32x4.mul(t, f32x4.splat(1 - smoothing)), f32x4.splat(smoothing / 2));
    return f32x4.div(f32x4.div(f32x4.sub(p, wanted), f32x4.splat(n)), f32x4.splat(count));
  }
}
export function sigmoidCrossEntropyGrad(
  p: usize,
  target: usize,
  dx: usize,
  m: i32,
  n: i32,
  count: i32,
  smoothing: f32,
): void {
  map2<LogitsGrad>(p, target, dx, m * n, smoothing, <f32>n, <f32>count);
}

// @inline
function clamp(p: v128, clip: f32): v128 {
  return f32x4.min(f32x4.max(p, f32x4.splat(clip)), f32x4.splat(<f32>(1.0 - <f64>clip)));
}

@unmanaged
class ProbabilityLoss {
  @inline
  apply(p: v128, t: v128, clip: f32, q: f32, r: f32): v128 {
    const one = f32x4.splat(1);
    const c = clamp(p, clip);
    const yes = f32x4.mul(t, log4(c));
    const no = f32x4.mul(f32x4.sub(one, t), log4(f32x4.sub(one, c)));
    return f32x4.neg(f32x4.add(yes, no));
  }
}
export function binaryCrossEntropy(
  p: usize,
  target: usize,
  scratch: usize,
  loss: usize,
  m: i32,
  n: i32,
  clip: f32,
): void {
  map2<ProbabilityLoss>(p, target, scratch, m * n, clip);
  for (let i = 0; i < m; i++) {
    store<f32>(loss, pairwise<Identity>(scratch, n) / <f32>n);
    scratch += (<usize>n) << 2;
    loss += 4;
  }
}

@unmanaged
class ProbabilityGrad {
  @inline
  apply(p: v128, t: v128, clip: f32, n: f32, count: f32): v128 {
    const one = f32x4.splat(1);
    const c = clamp(p, clip);
    const no = f32x4.div(f32x4.sub(one, t), f32x4.sub(one, c));
    const slope = f32x4.neg(f32x4.sub(f32x4.div(t, c), no));
    return f32x4.div(f32x4.div(slope, f32x4.splat(n)), f32x4.splat(count));
  }
}
export function binaryCrossEntropyGrad(
  p: usize,
  target: usize,
  dx: usize,
  m: i32,
  n: i32,
  count: i32,
  clip: f32,
): void {
  map2<ProbabilityGrad>(p, target, dx, m * n, clip, <f32>n, <f32>count);
}

@unmanaged
class Squared {
  @inline
  apply(x: v128, t: v128, p: f32, q: f32, r: f32): v128 {
    const d = f32x4.sub(t, x);
    return f32x4.mul(d, d);
  }
}
export function squaredError(x: usize, target: usize, loss: usize, m: i32, n: i32): void {
  rowMeans<Squared>(x, target, loss, m, n, 0, 0);
}

@unmanaged
class SquaredGrad {
  @inline
  apply(x: v128, t: v128, n: f32, count: f32, r: f32): v128 {
    const d = f32x4.mul(f32x4.splat(-2), f32x4.sub(t, x));
    return f32x4.div(f32x4.div(d, f32x4.splat(n)), f32x4.splat(count));
  }
}
export function squaredErrorGrad(x: usize, target: usize, dx: usize, m: i32, n: i32, count: i32): void {
  map2<SquaredGrad>(x, target, dx, m * n, <f32>n, <f32>count);
}

@unmanaged
class Absolute {
  @inline
  apply(x: v128, t: v128, p: f32, q: f32, r: f32): v128 {
    return f32x4.abs(f32x4.sub(t, x));
  }
}
export function absoluteError(x: usize, target: usize, loss: usize, m: i32, n: i32): void {
  rowMeans<Absolute>(x, target, loss, m, n, 0, 0);
}

@unmanaged
class AbsoluteGrad {
  @inline
  apply(x: v128, t: v128, n: f32, count: f32, r: f32): v128 {
    const d = f32x4.sub(x, t);
    const zero = f32x4.splat(0);
    const one = v128.or(v128.and(d, f32x4.splat(-0.0)), f32x4.splat(1));
    // 0 and NaN stay what they are.
    const sign = v128.bitselect(one, d, v128.or(f32x4.lt(d, zero), f32x4.gt(d, zero)));
    return f32x4.div(f32x4.div(sign, f32x4.splat(n)), f32x4.splat(count));
  }
}
export function absoluteErrorGrad(x: usize, target: usize, dx: usize, m: i32, n: i32, count: i32): void {
  map2<AbsoluteGrad>(x, target, dx, m * n, <f32>n, <f32>count);
}

@unmanaged
class Huber {
  @inline
  apply(x: v128, t: v128, delta: f32, q: f32, r: f32): v128 {
    const d = f32x4.abs(f32x4.sub(x, t));
    const half = f32x4.splat(0.5);
    const limit = f32x4.splat(delta);
    const near = f32x4.mul(f32x4.mul(half, d), d);
    const far = f32x4.mul(limit, f32x4.sub(d, f32x4.mul(half, limit)));
    return v128.bitselect(near, far, f32x4.le(d, limit));
  }
}
export function huber(x: usize, target: usize, loss: usize, m: i32, n: i32, delta: f32): void {
  rowMeans<Huber>(x, target, loss, m, n, delta, 0);
}

@unmanaged
class HuberGrad {
  @inline
  apply(x: v128, t: v128, delta: f32, n: f32, count: f32): v128 {
    const limit = f32x4.splat(delta);
    const clamped = f32x4.min(f32x4.max(f32x4.sub(x, t), f32x4.neg(limit)), limit);
    return f32x4.div(f32x4.div(clamped, f32x4.splat(n)), f32x4.splat(count));
  }
}
export function huberGrad(x: usize, target: usize, dx: usize, m: i32, n: i32, count: i32, delta: f32): void {
  map2<HuberGrad>(x, target, dx, m * n, delta, <f32>n, <f32>count);
}
