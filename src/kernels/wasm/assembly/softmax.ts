import { firstLanes, maxOfLanes, sumOfLanes } from './map';
import { exp4, expNegative4, log4 } from './math';
import { loadUpTo4, storeUpTo4 } from './vector';

/**
 * Rows are taken one by one, so a row's result does not depend on the batch. Sums run in four lanes, as in
 * map.ts.
 */

/** What the last call of softmaxRow found. */
export let max: f32 = 0;
export let total: f32 = 0;

/**
 * The last one to three elements of a row; missing lanes repeat the row's first element, which changes no
 * maximum.
 */
// @inline
function loadTail(at: usize, rest: i32, lanes: v128, row: usize): v128 {
  return v128.bitselect(loadUpTo4(at, rest), v128.load32_splat(row), lanes);
}

function rowMax(x: usize, n: i32): f32 {
  const whole = x + (((<usize>n) & ~3) << 2);
  const rest = n & 3;
  let top = v128.load32_splat(x);
  for (let at = x; at != whole; at += 16) top = f32x4.pmax(top, v128.load(at));
  if (rest) top = f32x4.pmax(top, loadTail(whole, rest, firstLanes(rest), x));
  return maxOfLanes(top);
}

/** exp(x − max) of a row to `out`; sets `max` and `total`. */
// @inline
function exponentials(x: usize, out: usize, n: i32): void {
  const rest = n & 3;
  max = rowMax(x, n);
  const top = f32x4.splat(max);
  let sum = f32x4.splat(0);
  const whole = x + (((<usize>n) & ~3) << 2);
  let to = out;
  for (; x != whole; x += 16) {
    const e = expNegative4(f32x4.sub(v128.load(x), top));
    sum = f32x4.add(sum, e);
    v128.store(to, e);
    to += 16;
  }
  if (rest) {
    const e = expNegative4(f32x4.sub(loadUpTo4(x, rest), top));
    sum = f32x4.add(sum, v128.and(e, firstLanes(rest)));
    storeUpTo4(to, e, rest);
  }
  total = sumOfLanes(sum);
}

export function softmaxRow(x: usize, out: usize, n: i32): void {
  if (n <= 4) {
    // One vector holds the row: nothing is stored before it is finished.
    const lanes = firstLanes(n);
    const v = loadTail(x, n, lanes, x);
    max = maxOfLanes(v);
    const e = v128.and(expNegative4(f32x4.sub(v, f32x4.splat(max))), lanes);
    total = sumOfLanes(e);
    storeUpTo4(out, f32x4.div(e, f32x4.splat(total)), n);
    return;
  }
  exponentials(x, out, n);
  const whole = out + (((<usize>n) & ~3) << 2);
  const divisor = f32x4.splat(total);
  for (; out != whole; out += 16) v128.store(out, f32x4.div(v128.load(out), divisor));
  const rest = n & 3;
  if (rest) storeUpTo4(out, f32x4.div(loadUpTo4(out, rest), divisor), rest);
}

// @inline
export function logOf(x: f32): f32 {
  return f32x4.extract_lane(log4(f32x4.splat(x)), 0);
}

export function softmax(x: usize, out: usize, m: i32, n: i32): void {
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    softmaxRow(x, out, n);
    x += row;
    out += row;
  }
}

export function softmaxGrad(s: usize, dy: usize, dx: usize, m: i32, n: i32): void {
  const whole = ((<usize>n) & ~3) << 2;
  const rest = n & 3;
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    let sum = f32x4.splat(0);
    for (let at: usize = 0; at != whole; at += 16) {
      sum = f32x4.add(sum, f32x4.mul(v128.load(dy + at), v128.load(s + at)));
    }
    if (rest) sum = f32x4.add(sum, f32x4.mul(loadUpTo4(dy + whole, rest), loadUpTo4(s + whole, rest)));
    const dot = f32x4.splat(sumOfLanes(sum));
    for (let at: usize = 0; at != whole; at += 16) {
      v128.store(dx + at, f32x4.mul(v128.load(s + at), f32x4.sub(v128.load(dy + at), dot)));
    }
    if (rest) {
      const last = f32x4.mul(loadUpTo4(s + whole, rest), f32x4.sub(loadUpTo4(dy + whole, rest), dot));
      storeUpTo4(dx + whole, last, rest);
    }
    s += row;
    dy += row;
    dx += row;
  }
}

export function logSoftmax(x: usize, out: usize, m: i32, n: i32): void {
  const whole = ((<usize>n) & ~3) << 2;
  const rest = n & 3;
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    exponentials(x, out, n);
    const top = f32x4.splat(max);
    const log = f32x4.splat(logOf(total));
    for (let at: usize = 0; at != whole; at += 16) {
      v128.store(out + at, f32x4.sub(f32x4.sub(v128.load(x + at), top), log));
    }
    if (rest) storeUpTo4(out + whole, f32x4.sub(f32x4.sub(loadUpTo4(x + whole, rest), top), log), rest);
    x += row;
    out += row;
  }
}

export function logSoftmaxGrad(s: usize, dy: usize, dx: usize, m: i32, n: i32): void {
  const whole = ((<usize>n) & ~3) << 2;
  const rest = n & 3;
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    let sum = f32x4.splat(0);
    for (let at: usize = 0; at != whole; at += 16) sum = f32x4.add(sum, v128.load(dy + at));
    if (rest) sum = f32x4.add(sum, loadUpTo4(dy + whole, rest));
    const all = f32x4.splat(sumOfLanes(sum));
    for (let at: usize = 0; at != whole; at += 16) {
      v128.store(dx + at, f32x4.sub(v128.load(dy + at), f32x4.mul(exp4(v128.load(s + at)), all)));
    }
    if (rest) {
      const p = exp4(loadUpTo4(s + whole, rest));
      storeUpTo4(dx + whole, f32x4.sub(loadUpTo4(dy + whole, rest), f32x4.mul(p, all)), rest);
    }
    s += row;
    dy += row;
    dx += row;
  }
}

/** Σⱼ over a row of −log p, by log-sum-exp or of the clipped probabilities. */
export function sumLogs(x: usize, p: usize, n: i32, clip: f32, logTotal: f32): f32 {
  const top = f32x4.splat(max);
  const log = f32x4.splat(logTotal);
  const low = f32x4.splat(clip);
  const high = f32x4.splat(<f32>(1.0 - <f64>clip));
  let sum = f32x4.splat(0);
  for (let j = 0; j < n; j += 4) {
    const at = (<usize>j) << 2;
    let v: v128;
    if (clip > 0) v = f32x4.neg(log4(f32x4.min(f32x4.max(loadUpTo4(p + at, n - j), low), high)));
    else v = f32x4.sub(log, f32x4.sub(loadUpTo4(x + at, n - j), top));
    sum = f32x4.add(sum, v128.and(v, firstLanes(n - j)));
  }
  return sumOfLanes(sum);
}
