/**
 * Multiply-add: fused in the relaxed build, two roundings in the other. The only place where the two builds
 * differ.
 */
// @inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (ASC_FEATURE_RELAXED_SIMD) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}

/**
 * The first `count` (1 to 3) floats at `at`; the other lanes are 0 and no byte after the last float is
 * touched.
 */
// @inline
export function loadPart(at: usize, count: i32): v128 {
  if (count == 1) return v128.load32_zero(at);
  const two = v128.load64_zero(at);
  if (count == 2) return two;
  return v128.load_lane<f32>(at, two, 2, 8);
}

/** Writes the first `count` (1 to 3) lanes to `at` and no byte after them. */
// @inline
export function storePart(at: usize, value: v128, count: i32): void {
  if (count == 1) {
    v128.store_lane<f32>(at, value, 0);
    return;
  }
  v128.store_lane<i64>(at, value, 0);
  if (count == 3) v128.store_lane<f32>(at, value, 2, 8);
}

/** Up to four floats at `at`: all lanes when count ≥ 4, none when count ≤ 0. */
// @inline
export function loadUpTo4(at: usize, count: i32): v128 {
  if (count >= 4) return v128.load(at);
  return count > 0 ? loadPart(at, count) : f32x4.splat(0);
}

/** Writes up to four lanes to `at`. */
// @inline
export function storeUpTo4(at: usize, value: v128, count: i32): void {
  if (count >= 4) v128.store(at, value);
  else if (count > 0) storePart(at, value, count);
}

/** Four floats at `at`, or the first `count` (1 to 3); `whole` is a constant where this is inlined. */
// @inline
export function loadLanes(at: usize, count: i32, whole: bool): v128 {
  return whole ? v128.load(at) : loadPart(at, count);
}

/** Writes what loadLanes reads. */
// @inline
export function storeLanes(at: usize, value: v128, count: i32, whole: bool): void {
  if (whole) v128.store(at, value);
  else storePart(at, value, count);
}
