import { expNegative4, log4, logAboveOne4 } from './math';
import { atLeast2, atLeast3, Four, is4, One, Three, Two } from './sizes';
import { loadPart, loadUpTo4, storePart, storeUpTo4 } from './vector';

/** Softmax and cross-entropy of two to four classes: four rows at a time, one lane each. */

/**
 * Gradients smaller than this become 0: a class that is all but excluded has no gradient, and denormal
 * products are slow.
 */
const LEAST: f32 = 1e-20;

// @inline
export function flushed(v: v128): v128 {
  return v128.andnot(v, f32x4.lt(f32x4.abs(v), f32x4.splat(LEAST)));
}

/** A row of N elements. */
// @inline
function loadRow<N>(at: usize): v128 {
  return is4<N>() ? v128.load(at) : loadPart(at, atLeast3<N>() ? 3 : 2);
}

// @inline
function storeRow<N>(at: usize, row: v128): void {
  if (is4<N>()) v128.store(at, row);
  else storePart(at, row, atLeast3<N>() ? 3 : 2);
}

// @inline
function low(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 4, 1, 5);
}

// @inline
function high(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 6, 3, 7);
}

// @inline
function lowHalves(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 0, 1, 4, 5);
}

// @inline
function highHalves(a: v128, b: v128): v128 {
  return v128.shuffle<f32>(a, b, 2, 3, 6, 7);
}

/** The four columns as four rows of N elements, `second` to `fourth` bytes after the first. */
// @inline
function storeRows<N>(
  at: usize,
  second: usize,
  third: usize,
  fourth: usize,
  c0: v128,
  c1: v128,
  c2: v128,
  c3: v128,
): void {
  const a = low(c0, c1);
  const b = low(c2, c3);
  const c = high(c0, c1);
  const d = high(c2, c3);
  storeRow<N>(at, lowHalves(a, b));
  storeRow<N>(at + second, highHalves(a, b));
  storeRow<N>(at + third, lowHalves(c, d));
  storeRow<N>(at + fourth, highHalves(c, d));
}

/**
 * Up to four rows of N classes, one lane each, so that nothing is summed across lanes. Rows that do not exist
 * repeat the last one.
 *
 * @param C Two: the loss is the logarithm of the probability within [clip, 1 − clip]; One: by log-sum-exp
 * @param G Two: also the gradient of the mean over `count` rows, and a 1 where the class has the largest
 * probability
 */
// @inline
function fourRows<N, G, C>(
  x: usize,
  target: usize,
  p: usize,
  loss: usize,
  dx: usize,
  hit: usize,
  left: i32,
  count: v128,
  clip: f32,
): void {
  const row: usize = is4<N>() ? 16 : atLeast3<N>() ? 12 : 8;
  const one = f32x4.splat(1);
  const zero = f32x4.splat(0);
  const second: usize = left > 1 ? row : 0;
  const third: usize = left > 2 ? 2 * row : second;
  const fourth: usize = left > 3 ? 3 * row : third;
  const r0 = loadRow<N>(x);
  const r1 = loadRow<N>(x + second);
  const r2 = loadRow<N>(x + third);
  const r3 = loadRow<N>(x + fourth);
  let labels = loadUpTo4(target, left);
  if (left == 3) labels = v128.shuffle<i32>(labels, labels, 0, 1, 2, 2);
  else if (left == 2) labels = v128.shuffle<i32>(labels, labels, 0, 1, 1, 1);
  else if (left == 1) labels = v128.shuffle<i32>(labels, labels, 0, 0, 0, 0);
  const is1 = i32x4.eq(labels, i32x4.splat(1));
  const is2 = i32x4.eq(labels, i32x4.splat(2));
  const is3 = i32x4.eq(labels, i32x4.splat(3));

  let a = low(r0, r1);
  let b = low(r2, r3);
  let c0 = lowHalves(a, b);
  let c1 = highHalves(a, b);
  let c2 = zero;
  let c3 = zero;
  let top = f32x4.pmax(c0, c1);
  let wanted = v128.bitselect(c1, c0, is1);
  if (atLeast3<N>()) {
    a = high(r0, r1);
    b = high(r2, r3);
    c2 = lowHalves(a, b);
    top = f32x4.pmax(top, c2);
    wanted = v128.bitselect(c2, wanted, is2);
  }
  if (is4<N>()) {
    c3 = highHalves(a, b);
    top = f32x4.pmax(top, c3);
    wanted = v128.bitselect(c3, wanted, is3);
  }
  c0 = expNegative4(f32x4.sub(c0, top));
  c1 = expNegative4(f32x4.sub(c1, top));
  let sum = f32x4.add(c0, c1);
  if (atLeast3<N>()) {
    c2 = expNegative4(f32x4.sub(c2, top));
    // In the order of sumOfLanes, as softmax adds a row.
    sum = f32x4.add(f32x4.add(c0, c2), c1);
  }
  if (is4<N>()) {
    c3 = expNegative4(f32x4.sub(c3, top));
    sum = f32x4.add(f32x4.add(c0, c2), f32x4.add(c1, c3));
  }
  if (!atLeast2<C>()) storeUpTo4(loss, f32x4.sub(logAboveOne4(sum), f32x4.sub(wanted, top)), left);
  c0 = f32x4.div(c0, sum);
  c1 = f32x4.div(c1, sum);
  if (atLeast3<N>()) c2 = f32x4.div(c2, sum);
  if (is4<N>()) c3 = f32x4.div(c3, sum);
  storeRows<N>(p, second, third, fourth, c0, c1, c2, c3);
  if (!atLeast2<G>() && !atLeast2<C>()) return;

  let best = v128.bitselect(c1, c0, is1);
  if (atLeast3<N>()) best = v128.bitselect(c2, best, is2);
  if (is4<N>()) best = v128.bitselect(c3, best, is3);
  if (atLeast2<C>()) {
    const limit = f32x4.splat(<f32>(1.0 - <f64>clip));
    storeUpTo4(loss, f32x4.neg(log4(f32x4.min(f32x4.max(best, f32x4.splat(clip)), limit))), left);
  }
  if (!atLeast2<G>()) return;

  // A miss: something exceeds the target's probability, or something before it equals it, or it is no number.
  let missed = v128.or(f32x4.ne(best, best), v128.or(f32x4.gt(c0, best), f32x4.gt(c1, best)));
  missed = v128.or(missed, v128.and(f32x4.eq(c0, best), i32x4.gt_s(labels, i32x4.splat(0))));
  if (atLeast3<N>()) {
    missed = v128.or(missed, f32x4.gt(c2, best));
    missed = v128.or(missed, v128.and(f32x4.eq(c1, best), i32x4.gt_s(labels, i32x4.splat(1))));
  }
  if (is4<N>()) {
    missed = v128.or(missed, f32x4.gt(c3, best));
    missed = v128.or(missed, v128.and(f32x4.eq(c2, best), is3));
  }
  storeUpTo4(hit, v128.andnot(one, missed), left);
  const is0 = i32x4.eq(labels, i32x4.splat(0));
  c0 = flushed(f32x4.div(f32x4.sub(c0, v128.and(one, is0)), count));
  c1 = flushed(f32x4.div(f32x4.sub(c1, v128.and(one, is1)), count));
  if (atLeast3<N>()) c2 = flushed(f32x4.div(f32x4.sub(c2, v128.and(one, is2)), count));
  if (is4<N>()) c3 = flushed(f32x4.div(f32x4.sub(c3, v128.and(one, is3)), count));
  storeRows<N>(dx, second, third, fourth, c0, c1, c2, c3);
}

/**
 * Rows of N = two to four classes. The loop over whole groups has no branch: V8 keeps constants out of it.
 */
function narrowRows<N, G, C>(
  x: usize,
  target: usize,
  p: usize,
  loss: usize,
  dx: usize,
  hit: usize,
  m: i32,
  count: f32,
  clip: f32,
): void {
  const group: usize = is4<N>() ? 64 : atLeast3<N>() ? 48 : 32;
  const rows = f32x4.splat(count);
  const end = x + <usize>(m >> 2) * group;
  for (; x != end; x += group) {
    fourRows<N, G, C>(x, target, p, loss, dx, hit, 4, rows, clip);
    target += 16;
    p += group;
    loss += 16;
    dx += group;
    hit += 16;
  }
  if (m & 3) fourRows<N, G, C>(x, target, p, loss, dx, hit, m & 3, rows, clip);
}

/** Whether narrowRows serves these rows. */
export function isNarrow(n: i32, smoothing: f32): bool {
  return n >= 2 && n <= 4 && smoothing == 0;
}

function narrowOf<G, C>(
  x: usize,
  target: usize,
  p: usize,
  loss: usize,
  dx: usize,
  hit: usize,
  m: i32,
  n: i32,
  count: f32,
  clip: f32,
): void {
  if (n == 2) narrowRows<Two, G, C>(x, target, p, loss, dx, hit, m, count, clip);
  else if (n == 3) narrowRows<Three, G, C>(x, target, p, loss, dx, hit, m, count, clip);
  else narrowRows<Four, G, C>(x, target, p, loss, dx, hit, m, count, clip);
}

/** Dispatches to the loop for this many classes. */
export function narrow<G>(
  x: usize,
  target: usize,
  p: usize,
  loss: usize,
  dx: usize,
  hit: usize,
  m: i32,
  n: i32,
  count: i32,
  clip: f32,
): void {
  if (clip > 0) narrowOf<G, Two>(x, target, p, loss, dx, hit, m, n, <f32>count, clip);
  else narrowOf<G, One>(x, target, p, loss, dx, hit, m, n, <f32>count, clip);
}
