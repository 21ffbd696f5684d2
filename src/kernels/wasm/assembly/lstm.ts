import { sigmoid4, tanh4 } from './math';
import {
  arriving,
  begin,
  copyRow,
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

/** The kernels of src/kernels/lstm.ts. */

/** One step of four units of one row. `before` is the cell before, 0 at the first step. */
// @inline
function lstmLanes(
  now: usize,
  cell: usize,
  before: usize,
  next: usize,
  out: usize,
  h: i32,
  j: i32,
  whole: bool,
): void {
  const gate = (<usize>h) << 2;
  const n = h - j;
  const step = (<usize>j) << 2;
  const at = now + step;
  const i = sigmoid4(loadLanes(at, n, whole));
  const f = sigmoid4(loadLanes(at + gate, n, whole));
  const g = tanh4(loadLanes(at + 2 * gate, n, whole));
  const o = sigmoid4(loadLanes(at + 3 * gate, n, whole));
  storeLanes(at, i, n, whole);
  storeLanes(at + gate, f, n, whole);
  storeLanes(at + 2 * gate, g, n, whole);
  storeLanes(at + 3 * gate, o, n, whole);
  let c = f32x4.mul(i, g);
  if (before) c = f32x4.add(f32x4.mul(f, loadLanes(before + step, n, whole)), c);
  storeLanes(cell + step, c, n, whole);
  const y = f32x4.mul(o, tanh4(c));
  if (next) storeLanes(next + step, y, n, whole);
  if (out) storeLanes(out + step, y, n, whole);
}
function lstmRow(now: usize, cell: usize, before: usize, next: usize, out: usize, h: i32): void {
  const last = h & ~3;
  for (let j = 0; j < last; j += 4) lstmLanes(now, cell, before, next, out, h, j, true);
  if (last < h) lstmLanes(now, cell, before, next, out, h, last, false);
}

export function lstm(
  gates: usize,
  w: usize,
  b: usize,
  cell: usize,
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
): void {
  const strips = packedShare(w, h, g, g, 0, time, room, m * r);
  for (let seen = 0; seen < time; seen++) {
    const t = stepAt(seen, time, reverse);
    if (seen == 0) begin(start, memory, m, time, t, h, carried);
    const earlier = stepAt(seen - 1, time, reverse);
    const after = stepAt(seen + 1, time, reverse);
    const last = seen + 1 == time;
    stateShare(start, w, b, gates, m, time, t, h, g, g, g, 0, seen == 0 && !carried, true, strips);
    for (let i = 0; i < m; i++) {
      const now = rowAt(gates, i * time + t, g);
      const state = rowAt(start, i * time + t, h);
      const c = rowAt(cell, i * time + t, h);
      const before: usize = seen
        ? rowAt(cell, i * time + earlier, h)
        : carried
          ? rowAt(memory, i, carried) + ((<usize>h) << 2)
          : 0;
      const next: usize = last
        ? carried
          ? rowAt(memory, i, carried)
          : 0
        : rowAt(start, i * time + after, h);
      const out: usize = steps > 1 ? rowAt(y, i * steps + t, ldy) : last ? rowAt(y, i, ldy) : 0;
      if (t < load<i32>(lengths + ((<usize>i) << 2))) lstmRow(now, c, before, next, out, h);
      else {
        zero(now, g);
        if (before) copyRow(c, before, h);
        else zero(c, h);
        passRow(state, next, out, h, steps);
      }
      if (last && carried) copyRow(rowAt(memory, i, carried) + ((<usize>h) << 2), c, h);
    }
  }
}

/** One step of four units of one row, backwards. `dy` is 0 where nothing comes in from outside. */
// @inline
function lstmLanesGrad(
  now: usize,
  cell: usize,
  before: usize,
  dh: usize,
  dc: usize,
  dy: usize,
  h: i32,
  j: i32,
  whole: bool,
): void {
  const gate = (<usize>h) << 2;
  const one = f32x4.splat(1);
  const n = h - j;
  const step = (<usize>j) << 2;
  const at = now + step;
  const i = loadLanes(at, n, whole);
  const f = loadLanes(at + gate, n, whole);
  const g = loadLanes(at + 2 * gate, n, whole);
  const o = loadLanes(at + 3 * gate, n, whole);
  const tanh = tanh4(loadLanes(cell + step, n, whole));
  let d = loadLanes(dh + step, n, whole);
  if (dy) d = f32x4.add(d, loadLanes(dy + step, n, whole));
  d = flushed(d);
  storeLanes(dh + step, d, n, whole);
  const through = f32x4.mul(d, f32x4.mul(o, f32x4.sub(one, f32x4.mul(tanh, tanh))));
  const dCell = flushed(f32x4.add(loadLanes(dc + step, n, whole), through));
  let c = f32x4.splat(0);
  if (before) c = loadLanes(before + step, n, whole);
  storeLanes(at, f32x4.mul(f32x4.mul(dCell, g), f32x4.mul(i, f32x4.sub(one, i))), n, whole);
  storeLanes(at + gate, f32x4.mul(f32x4.mul(dCell, c), f32x4.mul(f, f32x4.sub(one, f))), n, whole);
  storeLanes(at + 2 * gate, f32x4.mul(f32x4.mul(dCell, i), f32x4.sub(one, f32x4.mul(g, g))), n, whole);
  storeLanes(at + 3 * gate, f32x4.mul(f32x4.mul(d, tanh), f32x4.mul(o, f32x4.sub(one, o))), n, whole);
  storeLanes(dc + step, f32x4.mul(dCell, f), n, whole);
}
function lstmRowGrad(now: usize, cell: usize, before: usize, dh: usize, dc: usize, dy: usize, h: i32): void {
  const last = h & ~3;
  for (let j = 0; j < last; j += 4) lstmLanesGrad(now, cell, before, dh, dc, dy, h, j, true);
  if (last < h) lstmLanesGrad(now, cell, before, dh, dc, dy, h, last, false);
}

export function lstmGrad(
  gates: usize,
  w: usize,
  cell: usize,
  dc: usize,
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
): void {
  const strips = packedGradient(w, h, g, g, 0, time, room, m * r);
  zero(dh, m * h);
  zero(dc, m * h);
  for (let seen = time - 1; seen >= 0; seen--) {
    const t = stepAt(seen, time, reverse);
    const earlier = stepAt(seen - 1, time, reverse);
    for (let i = 0; i < m; i++) {
      const length = load<i32>(lengths + ((<usize>i) << 2));
      if (t >= length) continue;
      const from = arriving(rowAt(dy, i * steps, lddy), t, length, steps, reverse, lddy);
      const before: usize = seen ? rowAt(cell, i * time + earlier, h) : 0;
      const now = rowAt(gates, i * time + t, g);
      lstmRowGrad(now, rowAt(cell, i * time + t, h), before, rowAt(dh, i, h), rowAt(dc, i, h), from, h);
    }
    if (seen > 0) stateGradient(gates, w, dh, m, time, t, h, g, g, g, 0, false, strips);
  }
}
