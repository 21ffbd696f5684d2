import { packedSize, packSteps, stepProduct } from './steps';
import { loadUpTo4, storeUpTo4 } from './vector';

/** What the loops over time of rnn.ts, lstm.ts and gru.ts share. */

/** The step that is seen after `seen` others. */
// @inline
export function stepAt(seen: i32, time: i32, reverse: i32): i32 {
  return reverse ? time - 1 - seen : seen;
}

/** Address of row `i`, `n` floats each. */
// @inline
export function rowAt(matrix: usize, i: i32, n: i32): usize {
  return matrix + ((<usize>i * <usize>n) << 2);
}

export function zero(at: usize, n: i32): void {
  memory.fill(at, 0, (<usize>n) << 2);
}

export function copyRow(to: usize, from: usize, n: i32): void {
  memory.copy(to, from, (<usize>n) << 2);
}

/**
 * Weights of the state packed for all time steps, or 0 where it does not pay or `room` floats are too few.
 */
export function packedShare(
  w: usize,
  k: i32,
  n: i32,
  g: i32,
  from: i32,
  time: i32,
  at: usize,
  room: i32,
): usize {
  if (time < 3 || packedSize(k, n) > room) return 0;
  packSteps(w + ((<usize>from) << 2), (<usize>g) << 2, k, n, false, at);
  return at;
}

/** The same for the product with the transposed weights. */
export function packedGradient(
  w: usize,
  k: i32,
  n: i32,
  g: i32,
  from: i32,
  time: i32,
  at: usize,
  room: i32,
): usize {
  if (time < 3 || packedSize(n, k) > room) return 0;
  packSteps(w + ((<usize>from) << 2), (<usize>g) << 2, n, k, true, at);
  return at;
}

/**
 * out[i,t] += h[i,t]·w[:, from…from+n) + b[from…from+n) for all rows.
 *
 * @param h states before each step [m×time×k], `out` [m×time×columns], `w` [k×g]
 * @param first whether the states are 0, since no step came before
 * @param add whether `out` holds the input's share; else it is only written
 * @param strips those columns of w as packedShare has them
 */
export function stateShare(
  h: usize,
  w: usize,
  b: usize,
  out: usize,
  m: i32,
  time: i32,
  t: i32,
  k: i32,
  n: i32,
  columns: i32,
  g: i32,
  from: i32,
  first: bool,
  add: bool,
  strips: usize,
): void {
  const skipped = (<usize>from) << 2;
  const to = rowAt(out, t, columns);
  const row = (<usize>(time * columns)) << 2;
  if (first) {
    for (let i = 0; i < m; i++) addRow(to + <usize>i * row, b + skipped, n, add);
    return;
  }
  const hRow = (<usize>(time * k)) << 2;
  const wRow = (<usize>g) << 2;
  const bias = b + skipped;
  stepProduct(rowAt(h, t, k), hRow, w + skipped, wRow, strips, to, row, m, k, n, false, add, bias);
}

function addRow(x: usize, b: usize, n: i32, add: bool): void {
  for (let j = 0; j < n; j += 4) {
    const step = (<usize>j) << 2;
    let v = loadUpTo4(b + step, n - j);
    if (add) v = f32x4.add(loadUpTo4(x + step, n - j), v);
    storeUpTo4(x + step, v, n - j);
  }
}

/** dh [m×k] = dgates[i,t]·w[:, from…from+n)ᵀ for all rows, or dh += it; `strips` by packedGradient. */
export function stateGradient(
  dgates: usize,
  w: usize,
  dh: usize,
  m: i32,
  time: i32,
  t: i32,
  k: i32,
  n: i32,
  columns: i32,
  g: i32,
  from: i32,
  add: bool,
  strips: usize,
): void {
  const row = (<usize>(time * columns)) << 2;
  const wRow = (<usize>g) << 2;
  const dhRow = (<usize>k) << 2;
  const part = w + ((<usize>from) << 2);
  stepProduct(rowAt(dgates, t, columns), row, part, wRow, strips, dh, dhRow, m, n, k, true, add, 0);
}

/** Puts the state before the first step, `t`, of every row into place: 0, or what was carried over. */
export function begin(start: usize, memory: usize, m: i32, time: i32, t: i32, h: i32, carried: i32): void {
  for (let i = 0; i < m; i++) {
    const state = rowAt(start, i * time + t, h);
    if (carried) copyRow(state, rowAt(memory, i, carried), h);
    else zero(state, h);
  }
}

/**
 * A row that has ended: its state stays as it is, its output is 0, or the state where only the last is put
 * out.
 */
export function passRow(state: usize, next: usize, out: usize, n: i32, steps: i32): void {
  if (next) copyRow(next, state, n);
  if (!out) return;
  if (steps > 1) zero(out, n);
  else copyRow(out, state, n);
}

/** Where the gradient of the state after step t comes in from outside: the row of dy, or 0 for none. */
// @inline
export function arriving(dy: usize, t: i32, length: i32, steps: i32, reverse: i32, lddy: i32): usize {
  if (steps > 1) return rowAt(dy, t, lddy);
  return t == (reverse ? 0 : length - 1) ? dy : 0;
}

/**
 * A gradient on its way back through time. One that is all but 0 changes nothing, and denormal products
 * after it would be slow.
 */
// @inline
export function flushed(v: v128): v128 {
  return v128.andnot(v, f32x4.lt(f32x4.abs(v), f32x4.splat(1e-24)));
}

/** How many time steps of each row exist: all, or all but those at the end whose features are all 0. */
export function sequenceLengths(x: usize, lengths: usize, m: i32, time: i32, n: i32, masked: i32): void {
  const row = (<usize>(time * n)) << 2;
  for (let i = 0; i < m; i++) {
    let end = row >> 2;
    if (masked) while (end > 0 && load<f32>(x + ((end - 1) << 2)) == 0) end--;
    store<i32>(lengths, (<i32>end + n - 1) / n);
    x += row;
    lengths += 4;
  }
}
