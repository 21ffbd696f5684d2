import { sigmoid4, tanh4 } from './math';
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
import { packedSize } from './steps';
import { loadLanes, storeLanes } from './vector';

/** The kernels of src/kernels/gru.ts. */

/** One step of four units of one row. */
// @inline
function gruLanes(
  now: usize,
  hn: usize,
  state: usize,
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
  const reset = sigmoid4(loadLanes(at, n, whole));
  const keep = sigmoid4(loadLanes(at + gate, n, whole));
  const share = f32x4.mul(reset, loadLanes(hn + step, n, whole));
  const candidate = tanh4(f32x4.add(loadLanes(at + 2 * gate, n, whole), share));
  storeLanes(at, reset, n, whole);
  storeLanes(at + gate, keep, n, whole);
  storeLanes(at + 2 * gate, candidate, n, whole);
  const fresh = f32x4.mul(f32x4.sub(f32x4.splat(1), keep), candidate);
  const y = f32x4.add(fresh, f32x4.mul(keep, loadLanes(state + step, n, whole)));
  if (next) storeLanes(next + step, y, n, whole);
  if (out) storeLanes(out + step, y, n, whole);
}
function gruRow(now: usize, hn: usize, state: usize, next: usize, out: usize, h: i32): void {
  const last = h & ~3;
  for (let j = 0; j < last; j += 4) gruLanes(now, hn, state, next, out, h, j, true);
  if (last < h) gruLanes(now, hn, state, next, out, h, last, false);
}

export function gru(
  gates: usize,
  w: usize,
  b: usize,
  hn: usize,
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
  const used = packedSize(h, 2 * h);
  const gateStrips = packedShare(w, h, 2 * h, g, 0, time, room, m * r);
  const strips = packedShare(w, h, h, g, 2 * h, time, room + ((<usize>used) << 2), m * r - used);
  for (let seen = 0; seen < time; seen++) {
    const t = stepAt(seen, time, reverse);
    if (seen == 0) begin(start, memory, m, time, t, h, carried);
    const after = stepAt(seen + 1, time, reverse);
    const last = seen + 1 == time;
    stateShare(start, w, b, gates, m, time, t, h, 2 * h, g, g, 0, seen == 0 && !carried, true, gateStrips);
    stateShare(start, w, b, hn, m, time, t, h, h, h, g, 2 * h, seen == 0 && !carried, false, strips);
    for (let i = 0; i < m; i++) {
      const now = rowAt(gates, i * time + t, g);
      const state = rowAt(start, i * time + t, h);
      const next: usize = last
        ? carried
          ? rowAt(memory, i, carried)
          : 0
        : rowAt(start, i * time + after, h);
      const out: usize = steps > 1 ? rowAt(y, i * steps + t, ldy) : last ? rowAt(y, i, ldy) : 0;
      if (t < load<i32>(lengths + ((<usize>i) << 2))) {
        gruRow(now, rowAt(hn, i * time + t, h), state, next, out, h);
      } else {
        zero(now, g);
        passRow(state, next, out, h, steps);
      }
    }
  }
}

/** One step of four units of one row, backwards. `dy` is 0 where nothing comes in from outside. */
// @inline
function gruLanesGrad(
  now: usize,
  hn: usize,
  state: usize,
  dh: usize,
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
  const reset = loadLanes(at, n, whole);
  const keep = loadLanes(at + gate, n, whole);
  const candidate = loadLanes(at + 2 * gate, n, whole);
  let d = loadLanes(dh + step, n, whole);
  if (dy) d = f32x4.add(d, loadLanes(dy + step, n, whole));
  d = flushed(d);
  const slope = f32x4.sub(one, f32x4.mul(candidate, candidate));
  const dn = f32x4.mul(f32x4.mul(d, f32x4.sub(one, keep)), slope);
  const dReset = f32x4.mul(
    f32x4.mul(dn, loadLanes(hn + step, n, whole)),
    f32x4.mul(reset, f32x4.sub(one, reset)),
  );
  const dKeep = f32x4.mul(
    f32x4.mul(d, f32x4.sub(loadLanes(state + step, n, whole), candidate)),
    f32x4.mul(keep, f32x4.sub(one, keep)),
  );
  storeLanes(at, dReset, n, whole);
  storeLanes(at + gate, dKeep, n, whole);
  storeLanes(at + 2 * gate, dn, n, whole);
  storeLanes(hn + step, f32x4.mul(dn, reset), n, whole);
  storeLanes(dh + step, f32x4.mul(d, keep), n, whole);
}
function gruRowGrad(now: usize, hn: usize, state: usize, dh: usize, dy: usize, h: i32): void {
  const last = h & ~3;
  for (let j = 0; j < last; j += 4) gruLanesGrad(now, hn, state, dh, dy, h, j, true);
  if (last < h) gruLanesGrad(now, hn, state, dh, dy, h, last, false);
}

export function gruGrad(
  gates: usize,
  w: usize,
  hn: usize,
  start: usize,
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
  const used = packedSize(2 * h, h);
  const gateStrips = packedGradient(w, h, 2 * h, g, 0, time, room, m * r);
  const strips = packedGradient(w, h, h, g, 2 * h, time, room + ((<usize>used) << 2), m * r - used);
  zero(dh, m * h);
  for (let seen = time - 1; seen >= 0; seen--) {
    const t = stepAt(seen, time, reverse);
    for (let i = 0; i < m; i++) {
      const length = load<i32>(lengths + ((<usize>i) << 2));
      const share = rowAt(hn, i * time + t, h);
      if (t >= length) {
        zero(share, h);
        continue;
      }
      const from = arriving(rowAt(dy, i * steps, lddy), t, length, steps, reverse, lddy);
      const now = rowAt(gates, i * time + t, g);
      gruRowGrad(now, share, rowAt(start, i * time + t, h), rowAt(dh, i, h), from, h);
    }
    if (seen == 0) continue;
    stateGradient(gates, w, dh, m, time, t, h, 2 * h, g, g, 0, true, gateStrips);
    stateGradient(hn, w, dh, m, time, t, h, h, h, g, 2 * h, true, strips);
  }
}
