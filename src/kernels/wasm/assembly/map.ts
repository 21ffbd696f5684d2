import { loadUpTo4, storeUpTo4 } from './vector';

/**
 * Loops over elements. An operation is a class without fields whose method is inlined into the loop; full
 * vectors and the last one to three elements run through the same instructions, so an element does not depend
 * on its place.
 */

/** An operation on four elements; p is a number of the kernel. */
interface Unary {
  apply(x: v128, p: f32): v128;
}
/** An operation on four elements of two tensors; p, q and r are numbers of the kernel. */
interface Binary {
  apply(x: v128, y: v128, p: f32, q: f32, r: f32): v128;
}

/** out[i] = op(x[i]) */
export function map1<Op extends Unary>(x: usize, out: usize, count: i32, p: f32): void {
  const end = x + (((<usize>count) & ~3) << 2);
  for (; x != end; x += 16) {
    v128.store(out, changetype<Op>(0).apply(v128.load(x), p));
    out += 16;
  }
  const rest = count & 3;
  if (rest) storeUpTo4(out, changetype<Op>(0).apply(loadUpTo4(x, rest), p), rest);
}

/** out[i] = op(x[i], y[i]) */
export function map2<Op extends Binary>(
  x: usize,
  y: usize,
  out: usize,
  count: i32,
  p: f32,
  q: f32 = 0,
  r: f32 = 0,
): void {
  const end = x + (((<usize>count) & ~3) << 2);
  for (; x != end; x += 16) {
    v128.store(out, changetype<Op>(0).apply(v128.load(x), v128.load(y), p, q, r));
    y += 16;
    out += 16;
  }
  const rest = count & 3;
  if (rest) storeUpTo4(out, changetype<Op>(0).apply(loadUpTo4(x, rest), loadUpTo4(y, rest), p, q, r), rest);
}

/** The first `count` lanes all ones, the others zero; all ones from four on. */
export function firstLanes(count: i32): v128 {
  return i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3));
}

/** Sum of the lanes as (0 + 2) + (1 + 3). */
// @inline
export function sumOfLanes(v: v128): f32 {
  const pairs = f32x4.add(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(pairs, 0) + f32x4.extract_lane(pairs, 1);
}

/** Largest of the lanes. */
// @inline
export function maxOfLanes(v: v128): f32 {
  const pairs = f32x4.pmax(v, v128.shuffle<f32>(v, v, 2, 3, 0, 1));
  return f32x4.extract_lane(f32x4.pmax(pairs, v128.shuffle<f32>(pairs, pairs, 1, 0, 3, 2)), 0);
}

/**
 * Σⱼ op(x[j], y[j]) of one row: four sums side by side, so that the rounding error grows with a quarter of
 * the length.
 */
// @inline
export function sumRow<Op extends Binary>(x: usize, y: usize, n: i32, p: f32, q: f32): f32 {
  let sum = f32x4.splat(0);
  const end = x + (((<usize>n) & ~3) << 2);
  for (; x != end; x += 16) {
    sum = f32x4.add(sum, changetype<Op>(0).apply(v128.load(x), v128.load(y), p, q, 0));
    y += 16;
  }
  const rest = n & 3;
  if (rest) {
    const last = changetype<Op>(0).apply(loadUpTo4(x, rest), loadUpTo4(y, rest), p, q, 0);
    sum = f32x4.add(sum, v128.and(last, firstLanes(rest)));
  }
  return sumOfLanes(sum);
}

/** out[i] = meanⱼ op(x[i,j], y[i,j]) */
export function rowMeans<Op extends Binary>(
  x: usize,
  y: usize,
  out: usize,
  m: i32,
  n: i32,
  p: f32,
  q: f32,
): void {
  if (n == 1) {
    map2<Op>(x, y, out, m, p, q);
    return;
  }
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    store<f32>(out, sumRow<Op>(x, y, n, p, q) / <f32>n);
    x += row;
    y += row;
    out += 4;
  }
}
