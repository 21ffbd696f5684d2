import { loadUpTo4 } from './vector';

/**
 * Sums in NumPy's pairwise order, bit for bit the reference's: its eight running sums are two vectors here.
 */

@unmanaged
export class Identity {
  @inline
  apply(v: v128): v128 {
    return v;
  }
  @inline
  one(x: f32): f32 {
    return x;
  }
}

@unmanaged
class Abs {
  @inline
  apply(v: v128): v128 {
    return f32x4.abs(v);
  }
  @inline
  one(x: f32): f32 {
    return abs<f32>(x);
  }
}

@unmanaged
class Square {
  @inline
  apply(v: v128): v128 {
    return f32x4.mul(v, v);
  }
  @inline
  one(x: f32): f32 {
    return x * x;
  }
}

/** A term of a sum: of four elements, and of one. */
interface Term {
  apply(v: v128): v128;
  one(x: f32): f32;
}

/** Σ op(x[i]) */
export function pairwise<Op extends Term>(x: usize, n: i32): f32 {
  if (n > 128) {
    const half = (n >> 1) & ~7;
    return pairwise<Op>(x, half) + pairwise<Op>(x + ((<usize>half) << 2), n - half);
  }
  const end = x + ((<usize>n) << 2);
  if (n < 8) {
    if (n == 0) return 0;
    let sum = changetype<Op>(0).one(load<f32>(x));
    for (x += 4; x < end; x += 4) sum += changetype<Op>(0).one(load<f32>(x));
    return sum;
  }
  const whole = x + (((<usize>n) & ~7) << 2);
  let low = changetype<Op>(0).apply(v128.load(x));
  let high = changetype<Op>(0).apply(v128.load(x, 16));
  for (x += 32; x < whole; x += 32) {
    low = f32x4.add(low, changetype<Op>(0).apply(v128.load(x)));
    high = f32x4.add(high, changetype<Op>(0).apply(v128.load(x, 16)));
  }
  // ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7))
  const pairs = f32x4.add(v128.shuffle<f32>(low, high, 0, 2, 4, 6), v128.shuffle<f32>(low, high, 1, 3, 5, 7));
  let sum =
    f32x4.extract_lane(pairs, 0) +
    f32x4.extract_lane(pairs, 1) +
    (f32x4.extract_lane(pairs, 2) + f32x4.extract_lane(pairs, 3));
  for (; x < end; x += 4) sum += changetype<Op>(0).one(load<f32>(x));
  return sum;
}

export function sum(x: usize, out: usize, n: i32): void {
  store<f32>(out, pairwise<Identity>(x, n));
}

export function sumAbs(x: usize, out: usize, n: i32): void {
  store<f32>(out, pairwise<Abs>(x, n));
}

export function sumSquares(x: usize, out: usize, n: i32): void {
  store<f32>(out, pairwise<Square>(x, n));
}

/**
 * A hit: nothing exceeds the target's output, and nothing before it equals it. An output that is NaN is no
 * hit.
 */
export function argmaxMatch(p: usize, target: usize, hit: usize, m: i32, n: i32): void {
  for (let i = 0; i < m; i++) {
    const label = load<i32>(target);
    // A negative class is no target.
    const value = v128.load32_splat(p + ((<usize>max(label, 0)) << 2));
    let missed = label < 0 ? i32x4.splat(-1) : f32x4.ne(value, value);
    for (let j = 0; j < n; j += 4) {
      const v = loadUpTo4(p + ((<usize>j) << 2), n - j);
      const index = i32x4.add(i32x4.splat(j), i32x4(0, 1, 2, 3));
      const before = v128.and(f32x4.eq(v, value), i32x4.lt_s(index, i32x4.splat(label)));
      const beaten = v128.and(f32x4.gt(v, value), i32x4.lt_s(index, i32x4.splat(n)));
      missed = v128.or(missed, v128.or(before, beaten));
    }
    store<f32>(hit, v128.any_true(missed) ? 0 : 1);
    p += (<usize>n) << 2;
    target += 4;
    hit += 4;
  }
}

export function thresholdMatch(p: usize, target: usize, hit: usize, m: i32, n: i32): void {
  for (let i = 0; i < m; i++) {
    let right = 0;
    const end = p + ((<usize>n) << 2);
    for (; p < end; p += 4) {
      right += load<f32>(p) > 0.5 == load<f32>(target) > 0.5 ? 1 : 0;
      target += 4;
    }
    store<f32>(hit, <f32>right / <f32>n);
    hit += 4;
  }
}

export function toleranceMatch(x: usize, target: usize, hit: usize, m: i32, n: i32, tolerance: f32): void {
  for (let i = 0; i < m; i++) {
    let near = 0;
    const end = x + ((<usize>n) << 2);
    for (; x < end; x += 4) {
      // In float64, so that the difference is exact, as in the reference.
      near += abs<f64>(<f64>load<f32>(x) - <f64>load<f32>(target)) < <f64>tolerance ? 1 : 0;
      target += 4;
    }
    store<f32>(hit, <f32>near / <f32>n);
    hit += 4;
  }
}
