import { madd } from './vector';

/**
 * Elementary functions of four floats. Ranges are reduced as in Cephes (Moshier, single precision); errors
 * are measured in test/kernels. NaN stays NaN: pmin and pmax are given so that an unordered comparison keeps
 * the argument.
 */

/** 1.5·2²³: adding it rounds to an integer, which then stands in the low bits. */
const ROUNDER: f32 = 12582912;
const LOG2E: f32 = 1.44269504088896341;
/** ln 2 in two parts; the product of the first with a small integer is exact. */
const LN2_HIGH: f32 = 0.693359375;
const LN2_LOW: f32 = -2.1219444e-4;

// @inline
function reduced(x: v128, n: v128): v128 {
  const r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(LN2_HIGH)));
  return f32x4.sub(r, f32x4.mul(n, f32x4.splat(LN2_LOW)));
}

/** exp(r) − 1 for |r| ≤ ½ ln 2. */
// @inline
function expm1Reduced(r: v128): v128 {
  let p = f32x4.splat(1.98756915e-4);
  p = madd(p, r, f32x4.splat(1.3981999507e-3));
  p = madd(p, r, f32x4.splat(8.3334519073e-3));
  p = madd(p, r, f32x4.splat(4.1665795894e-2));
  p = madd(p, r, f32x4.splat(1.6666665459e-1));
  p = madd(p, r, f32x4.splat(5.0000001201e-1));
  return madd(f32x4.mul(r, r), p, r);
}

/** 2ⁿ for −127 < n < 128 (0 at −127). */
// @inline
function powerOf2(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** exp(x); overflows to ∞, goes through the subnormal numbers to 0. */
// @inline
export function exp4(x: v128): v128 {
  x = f32x4.pmax(f32x4.pmin(x, f32x4.splat(89)), f32x4.splat(-105));
  const shifted = madd(x, f32x4.splat(LOG2E), f32x4.splat(ROUNDER));
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  const e = f32x4.add(expm1Reduced(reduced(x, n)), f32x4.splat(1));
  const whole = i32x4.sub(shifted, f32x4.splat(ROUNDER));
  const half = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(e, powerOf2(half)), powerOf2(i32x4.sub(whole, half)));
}

/** exp(x) for x ≤ 0; 0 where the result would be subnormal. */
// @inline
export function expNegative4(x: v128): v128 {
  x = f32x4.pmax(x, f32x4.splat(-88));
  const shifted = madd(x, f32x4.splat(LOG2E), f32x4.splat(ROUNDER));
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  const power = powerOf2(i32x4.sub(shifted, f32x4.splat(ROUNDER)));
  return madd(power, expm1Reduced(reduced(x, n)), power);
}

/** exp(x) − 1 for x ≤ 0, accurate near 0. */
// @inline
export function expm1Negative4(x: v128): v128 {
  x = f32x4.pmax(x, f32x4.splat(-88));
  const shifted = madd(x, f32x4.splat(LOG2E), f32x4.splat(ROUNDER));
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  const power = powerOf2(i32x4.sub(shifted, f32x4.splat(ROUNDER)));
  return madd(power, expm1Reduced(reduced(x, n)), f32x4.sub(power, f32x4.splat(1)));
}

/** log of the normal positive number with these bits, after `less` was subtracted from its exponent. */
// @inline
function logNormal(bits: v128, less: v128): v128 {
  // The mantissa comes to lie in [√½, √2): the bits of √½ are subtracted before the exponent is cut off.
  const from = i32x4.sub(bits, i32x4.splat(0x3f3504f3));
  const exponent = i32x4.sub(i32x4.shr_s(from, 23), less);
  const mantissa = i32x4.add(v128.and(from, i32x4.splat(0x007fffff)), i32x4.splat(0x3f3504f3));
  const e = f32x4.convert_i32x4_s(exponent);
  const r = f32x4.sub(mantissa, f32x4.splat(1));
  const z = f32x4.mul(r, r);
  let p = f32x4.splat(7.0376836292e-2);
  p = madd(p, r, f32x4.splat(-1.151461031e-1));
  p = madd(p, r, f32x4.splat(1.167699874e-1));
  p = madd(p, r, f32x4.splat(-1.2420140846e-1));
  p = madd(p, r, f32x4.splat(1.4249322787e-1));
  p = madd(p, r, f32x4.splat(-1.6668057665e-1));
  p = madd(p, r, f32x4.splat(2.0000714765e-1));
  p = madd(p, r, f32x4.splat(-2.4999993993e-1));
  p = madd(p, r, f32x4.splat(3.3333331174e-1));
  let y = f32x4.mul(f32x4.mul(r, z), p);
  y = madd(e, f32x4.splat(LN2_LOW), y);
  y = f32x4.sub(y, f32x4.mul(z, f32x4.splat(0.5)));
  y = f32x4.add(r, y);
  return madd(e, f32x4.splat(LN2_HIGH), y);
}

/** log(x) for 1 ≤ x < ∞; NaN for NaN and ∞. */
// @inline
export function logAboveOne4(x: v128): v128 {
  return f32x4.add(logNormal(x, f32x4.splat(0)), f32x4.sub(x, x));
}

/** log(x); −∞ at 0, NaN below. */
// @inline
export function log4(x: v128): v128 {
  // Subnormal numbers are scaled into the normal range.
  const small = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = v128.bitselect(f32x4.mul(x, f32x4.splat(8388608)), x, small);
  let y = logNormal(scaled, v128.and(small, i32x4.splat(23)));
  const infinity = f32x4.splat(Infinity);
  y = v128.bitselect(x, y, v128.or(f32x4.eq(x, infinity), f32x4.ne(x, x)));
  y = v128.bitselect(f32x4.splat(-Infinity), y, f32x4.eq(x, f32x4.splat(0)));
  return v128.or(y, f32x4.lt(x, f32x4.splat(0)));
}

/** log(1 + u) for u ≥ 0. */
// @inline
export function log1p4(u: v128): v128 {
  const w = f32x4.add(u, f32x4.splat(1));
  // What the addition rounded away, to first order.
  const lost = f32x4.sub(u, f32x4.sub(w, f32x4.splat(1)));
  return f32x4.add(log4(w), f32x4.div(lost, w));
}

/** tanh(x) = −t / (t + 2) with t = exp(−2|x|) − 1, and the sign of x. */
// @inline
export function tanh4(x: v128): v128 {
  const sign = v128.and(x, f32x4.splat(-0.0));
  const t = expm1Negative4(f32x4.mul(f32x4.abs(x), f32x4.splat(-2)));
  const y = f32x4.div(f32x4.neg(t), f32x4.add(t, f32x4.splat(2)));
  return v128.or(y, sign);
}

/** 1 / (1 + exp(−x)) */
// @inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/**
 * exp of two doubles for −700 < x < 700 (clamped), to about 1e-12: enough for results that are rounded to
 * float.
 */
// @inline
export function exp2d(x: v128): v128 {
  const rounder = f64x2.splat(6755399441055744); // 1.5·2⁵²
  x = f64x2.pmax(f64x2.pmin(x, f64x2.splat(700)), f64x2.splat(-700));
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), rounder);
  const n = f64x2.sub(shifted, rounder);
  const r = f64x2.sub(x, f64x2.mul(n, f64x2.splat(0.6931471805599453)));
  let p = f64x2.splat(1.0 / 3628800.0);
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 362880.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 40320.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 5040.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 720.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 120.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 24.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 6.0));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1));
  return i64x2.add(p, i64x2.shl(i64x2.sub(shifted, rounder), 52));
}

/**
 * Distribution function of the normal distribution, two doubles: Φ(x) = ½ erfc(−x/√2) with Chebyshev's fit of
 * erfc from Numerical Recipes (Press et al., erfcc), relative error below 1.2e-7 everywhere.
 */
// @inline
export function normalCdf2d(x: v128): v128 {
  const one = f64x2.splat(1);
  const z = f64x2.abs(f64x2.mul(x, f64x2.splat(0.7071067811865476)));
  const t = f64x2.div(one, f64x2.add(one, f64x2.mul(z, f64x2.splat(0.5))));
  let p = f64x2.splat(0.17087277);
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(-0.82215223));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(1.48851587));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(-1.13520398));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(0.27886807));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(-0.18628806));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(0.09678418));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(0.37409196));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(1.00002368));
  p = f64x2.add(f64x2.mul(p, t), f64x2.splat(-1.26551223));
  const half = f64x2.mul(f64x2.mul(t, f64x2.splat(0.5)), exp2d(f64x2.sub(p, f64x2.mul(z, z))));
  return v128.bitselect(f64x2.sub(one, half), half, f64x2.gt(x, f64x2.splat(0)));
}

/** π/2 in three parts; products of the first two with small integers are exact (Cephes). */
const QUARTER_HIGH: f32 = 1.5703125;
const QUARTER_MIDDLE: f32 = 4.837512969970703125e-4;
const QUARTER_LOW: f32 = 7.54978995489188e-8;

/** cos(x) turned back by `turns` quarters of a circle, for |x| below some thousands. */
// @inline
function wave4(x: v128, turns: i32): v128 {
  const shifted = f32x4.add(f32x4.mul(x, f32x4.splat(0.6366197723675814)), f32x4.splat(ROUNDER));
  const n = f32x4.sub(shifted, f32x4.splat(ROUNDER));
  let r = f32x4.sub(x, f32x4.mul(n, f32x4.splat(QUARTER_HIGH)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(QUARTER_MIDDLE)));
  r = f32x4.sub(r, f32x4.mul(n, f32x4.splat(QUARTER_LOW)));
  const z = f32x4.mul(r, r);
  let s = f32x4.splat(-1.9515295891e-4);
  s = madd(s, z, f32x4.splat(8.3321608736e-3));
  s = madd(s, z, f32x4.splat(-1.6666654611e-1));
  s = madd(f32x4.mul(s, z), r, r);
  let c = f32x4.splat(2.443315711809948e-5);
  c = madd(c, z, f32x4.splat(-1.388731625493765e-3));
  c = madd(c, z, f32x4.splat(4.166664568298827e-2));
  c = madd(f32x4.mul(c, z), z, madd(z, f32x4.splat(-0.5), f32x4.splat(1)));
  const quarter = i32x4.add(i32x4.sub(shifted, f32x4.splat(ROUNDER)), i32x4.splat(turns));
  const odd = i32x4.neg(v128.and(quarter, i32x4.splat(1)));
  const sign = i32x4.shl(v128.and(i32x4.add(quarter, i32x4.splat(1)), i32x4.splat(2)), 30);
  return v128.xor(v128.bitselect(s, c, odd), sign);
}

// @inline
export function cos4(x: v128): v128 {
  return wave4(x, 0);
}

// @inline
export function sin4(x: v128): v128 {
  return wave4(x, 3);
}
