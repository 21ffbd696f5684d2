import { tanh4 } from './math';
import {
  arriving,
  begin,
  flushed,
  packedGradient,
  packedShare,
  passRow,
  rowAt,
  stateGradient,
  stateShare,
  stepAt,
  zero,
} from './recurrence';
import { loadLanes, storeLanes } from './vector';

/** The kernels of src/kernels/rnn.ts. */

// @inline
function rnnLanes(now: usize, next: usize, out: usize, h: i32, act: i32, j: i32, whole: bool): void {
  const n = h - j;
  const at = (<usize>j) << 2;
  const x = loadLanes(now + at, n, whole);
  const y = act == 1 ? f32x4.pmax(x, f32x4.splat(0)) : tanh4(x);
  storeLanes(now + at, y, n, whole);
  if (next) storeLanes(next + at, y, n, whole);
  if (out) storeLanes(out + at, y, n, whole);
}
function rnnRow(now: usize, next: usize, out: usize, h: i32, act: i32): void {
  const last = h & ~3;
  for (let j = 0; j < last; j += 4) rnnLanes(now, next, out, h, act, j, true);
  if (last < h) rnnLanes(now, next, out, h, act, last, false);
}

export function rnn(
  s: usize,
  w: usize,
  b: usize,
  start: usize,
  y: usize,
  lengths: usize,
  room: usize,
  memory: usize,
  m: i32,
  time: i32,
  h: i32,
  g: i32,
  steps: i32,
  reverse: i32,
  r: i32,
  carried: i32,
  ldy: i32,
  act: i32,
): void {
  const strips = packedShare(w, h, g, g, 0, time, room, m * r);
  for (let seen = 0; seen < time; seen++) {
    const t = stepAt(seen, time, reverse);
    if (seen == 0) begin(start, memory, m, time, t, h, carried);
    const after = stepAt(seen + 1, time, reverse);
    const last = seen + 1 == time;
    stateShare(start, w, b, s, m, time, t, h, h, g, g, 0, seen == 0 && !carried, true, strips);
    for (let i = 0; i < m; i++) {
      const now = rowAt(s, i * time + t, g);
      const before = rowAt(start, i * time + t, h);
      const next: usize = last
        ? carried
          ? rowAt(memory, i, carried)
          : 0
        : rowAt(start, i * time + after, h);
      const out: usize = steps > 1 ? rowAt(y, i * steps + t, ldy) : last ? rowAt(y, i, ldy) : 0;
      if (t < load<i32>(lengths + ((<usize>i) << 2))) rnnRow(now, next, out, h, act);
      else {
        zero(now, h);
        passRow(before, next, out, h, steps);
      }
    }
  }
}

// @inline
function rnnLanesGrad(now: usize, dh: usize, dy: usize, h: i32, act: i32, j: i32, whole: bool): void {
  const n = h - j;
  const at = (<usize>j) << 2;
  const y = loadLanes(now + at, n, whole);
  let d = loadLanes(dh + at, n, whole);
  if (dy) d = f32x4.add(d, loadLanes(dy + at, n, whole));
  d = flushed(d);
  storeLanes(dh + at, d, n, whole);
  const one = f32x4.splat(1);
  const slope = act == 1 ? v128.and(f32x4.gt(y, f32x4.splat(0)), one) : f32x4.sub(one, f32x4.mul(y, y));
  storeLanes(now + at, f32x4.mul(d, slope), n, whole);
}
function rnnRowGrad(now: usize, dh: usize, dy: usize, h: i32, act: i32): void {
  const last = h & ~3;
  for (let j = 0; j < last; j += 4) rnnLanesGrad(now, dh, dy, h, act, j, true);
  if (last < h) rnnLanesGrad(now, dh, dy, h, act, last, false);
}

export function rnnGrad(
  s: usize,
  w: usize,
  dy: usize,
  dh: usize,
  lengths: usize,
  room: usize,
  m: i32,
  time: i32,
  h: i32,
  g: i32,
  steps: i32,
  reverse: i32,
  r: i32,
  lddy: i32,
  act: i32,
): void {
  const strips = packedGradient(w, h, g, g, 0, time, room, m * r);
  zero(dh, m * h);
  for (let seen = time - 1; seen >= 0; seen--) {
    const t = stepAt(seen, time, reverse);
    for (let i = 0; i < m; i++) {
      const length = load<i32>(lengths + ((<usize>i) << 2));
      if (t >= length) continue;
      const from = arriving(rowAt(dy, i * steps, lddy), t, length, steps, reverse, lddy);
      rnnRowGrad(rowAt(s, i * time + t, g), rowAt(dh, i, h), from, h, act);
    }
    if (seen > 0) stateGradient(s, w, dh, m, time, t, h, g, g, g, 0, false, strips);
  }
}
