import { flushed, isNarrow, narrow } from './narrow';
import { argmaxMatch } from './reduce';
import { One, Two } from './sizes';
import { logOf, max, softmaxRow, sumLogs, total } from './softmax';
import { loadUpTo4, storeUpTo4 } from './vector';

/** Softmax with cross-entropy, and everything else a training step wants from the logits of a row. */

/** Rows whose probabilities stay in the L1 cache between the parts of one pass. */
const PASS_ROWS: i32 = 32;

/** Whether some row has no target: a negative class. */
function isPadded(target: usize, m: i32): bool {
  let signs = i32x4.splat(0);
  for (let i = 0; i < m; i += 4) signs = v128.or(signs, loadUpTo4(target + ((<usize>i) << 2), m - i));
  return i32x4.bitmask(signs) != 0;
}

/**
 * No loss, gradient (`n` numbers a row, 0: none wanted) and hit (0: not wanted) where a row has no target.
 */
function clearPadding(target: usize, loss: usize, dx: usize, hit: usize, m: i32, n: i32): void {
  if (!isPadded(target, m)) return;
  for (let i = 0; i < m; i++) {
    const at = (<usize>i) << 2;
    if (load<i32>(target + at) >= 0) continue;
    store<f32>(loss + at, 0);
    if (hit) store<f32>(hit + at, 0);
    memory.fill(dx + <usize>n * at, 0, (<usize>n) << 2);
  }
}

export function softmaxCrossEntropy(
  x: usize,
  target: usize,
  p: usize,
  loss: usize,
  m: i32,
  n: i32,
  smoothing: f32,
  clip: f32,
): void {
  if (isNarrow(n, smoothing)) {
    narrow<One>(x, target, p, loss, 0, 0, m, n, 1, clip);
    clearPadding(target, loss, 0, 0, m, 0);
    return;
  }
  const row = (<usize>n) << 2;
  const top = <f32>(1.0 - <f64>clip);
  for (let i = 0; i < m; i++) {
    softmaxRow(x, p, n);
    const label = load<i32>(target);
    let value: f32 = 0;
    if (label >= 0) {
      const at = (<usize>label) << 2;
      const logTotal: f32 = clip > 0 ? <f32>0 : logOf(total);
      if (clip > 0) value = -logOf(f32.min(f32.max(load<f32>(p + at), clip), top));
      else value = logTotal - (load<f32>(x + at) - max);
      if (smoothing > 0) {
        value = (1 - smoothing) * value + (smoothing / <f32>n) * sumLogs(x, p, n, clip, logTotal);
      }
    }
    store<f32>(loss, value);
    x += row;
    p += row;
    target += 4;
    loss += 4;
  }
}

export function softmaxCrossEntropyGrad(
  p: usize,
  target: usize,
  dx: usize,
  m: i32,
  n: i32,
  count: i32,
  smoothing: f32,
): void {
  const on = <f32>(1.0 - <f64>smoothing + <f64>smoothing / <f64>n);
  const off = <f32>(<f64>smoothing / <f64>n);
  const rows = <f32>count;
  const all = m * n;
  for (let j = 0; j < all; j += 4) {
    const at = (<usize>j) << 2;
    const v = f32x4.div(f32x4.sub(loadUpTo4(p + at, all - j), f32x4.splat(off)), f32x4.splat(rows));
    storeUpTo4(dx + at, flushed(v), all - j);
  }
  const row = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    const label = load<i32>(target);
    const at = (<usize>label) << 2;
    if (label >= 0) store<f32>(dx + at, (load<f32>(p + at) - on) / rows);
    else memory.fill(dx, 0, row);
    p += row;
    dx += row;
    target += 4;
  }
}

export function softmaxCrossEntropyStep(
  x: usize,
  target: usize,
  p: usize,
  loss: usize,
  dx: usize,
  hit: usize,
  m: i32,
  n: i32,
  count: i32,
  smoothing: f32,
  clip: f32,
): void {
  if (isNarrow(n, smoothing)) {
    narrow<Two>(x, target, p, loss, dx, hit, m, n, count, clip);
    clearPadding(target, loss, dx, hit, m, n);
    return;
  }
  for (let i = 0; i < m; i += PASS_ROWS) {
    const rows = min(PASS_ROWS, m - i);
    const at = (<usize>i) << 2;
    const table = <usize>n * at;
    softmaxCrossEntropy(x + table, target + at, p + table, loss + at, rows, n, smoothing, clip);
    softmaxCrossEntropyGrad(p + table, target + at, dx + table, rows, n, count, smoothing);
    argmaxMatch(p + table, target + at, hit + at, rows, n);
  }
}
