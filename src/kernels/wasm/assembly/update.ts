import { loadUpTo4, storeUpTo4 } from './vector';

/**
 * Updates of a segment of parameters. Operations are rounded one by one in the order of the reference, in
 * both builds. What differs from it:
 *
 * - Adam and its kin multiply by the reciprocals of the bias corrections, which are the same for all weights,
 * instead of   dividing by them.
 * - Arithmetic on denormal numbers is a hundred times slower, and weights and moments that nothing but a
 * penalty or a decay   feeds shrink for ever. Weights below 1e-18 become 0, gradients are squared as if they
 * were at least 1e-16, and decaying   means are rounded to multiples of 2⁻¹⁰⁰, which leaves those above 1e-15
 * as they are.
 *
 * The function NAME4 updates one vector of weights, P vectors after the pointers, or `rest` weights, 1 to 3,
 * at the end.
 */

/** First and Second of the two vectors of a turn of the loop. */
export type First = u8;
export type Second = u16;

// @inline
export function read<P>(at: usize, rest: i32): v128 {
  return rest < 4 ? loadUpTo4(at, rest) : v128.load(at, (sizeof<P>() - 1) << 4);
}

// @inline
export function write<P>(at: usize, value: v128, rest: i32): void {
  if (rest < 4) storeUpTo4(at, value, rest);
  else v128.store(at, value, (sizeof<P>() - 1) << 4);
}

// @inline
export function magnitude(value: v128): v128 {
  return v128.and(value, i32x4.splat(0x7fffffff));
}

/** The square of a gradient. */
// @inline
export function squared(gradient: v128): v128 {
  const least = f32x4.pmax(magnitude(gradient), f32x4.splat(1e-16));
  return f32x4.mul(least, least);
}

/** Writes a mean that decays: adding 2⁻⁷⁶ and taking it away again rounds what is far below. */
// @inline
export function writeMean<P>(at: usize, value: v128, rest: i32): void {
  const far = f32x4.splat(1.3234889801e-23);
  write<P>(at, f32x4.sub(f32x4.add(value, far), far), rest);
}

// @inline
export function writeWeights<P>(at: usize, value: v128, rest: i32): void {
  write<P>(at, v128.andnot(value, f32x4.lt(magnitude(value), f32x4.splat(1e-18))), rest);
}

// @inline
export function knob(k: usize, i: usize): v128 {
  return v128.load32_splat(k + (i << 2));
}

/** β·old + fresh·value */
// @inline
export function mixed(beta: v128, old: v128, fresh: v128, value: v128): v128 {
  return f32x4.add(f32x4.mul(beta, old), f32x4.mul(fresh, value));
}

/** 1/√c for each lane: √(v / c) = √v · (1/√c). */
// @inline
export function inverseRoot(c: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(c));
}
