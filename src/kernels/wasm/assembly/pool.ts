import { zeroFloats } from './patches';
import { loadUpTo4, storeUpTo4 } from './vector';

/** The kernels of src/kernels/pool.ts: windows over images, four channels at a time. */

/** Extents of the windows at hand. Globals, since memory is shared by all threads and globals are not. */
let images: i32 = 0;
let h: i32 = 0;
let w: i32 = 0;
let c: i32 = 0;
let kh: i32 = 0;
let kw: i32 = 0;
let oh: i32 = 0;
let ow: i32 = 0;
let strideY: i32 = 0;
let strideX: i32 = 0;
let padTop: i32 = 0;
let padLeft: i32 = 0;
let divisor: f32 = 1;

// @inline
function setWindows(
  imagesOf: i32,
  hOf: i32,
  wOf: i32,
  cOf: i32,
  khOf: i32,
  kwOf: i32,
  ohOf: i32,
  owOf: i32,
  strideYOf: i32,
  strideXOf: i32,
  padTopOf: i32,
  padLeftOf: i32,
): void {
  images = imagesOf;
  h = hOf;
  w = wOf;
  c = cOf;
  kh = khOf;
  kw = kwOf;
  oh = ohOf;
  ow = owOf;
  strideY = strideYOf;
  strideX = strideXOf;
  padTop = padTopOf;
  padLeft = padLeftOf;
}

/**
 * The part of a window that lies in the image: rows `top` to `bottom` and columns `left` to `right` of the
 * window.
 */
let top: i32 = 0;
let bottom: i32 = 0;
let left: i32 = 0;
let right: i32 = 0;
/** No element of the image lies in two windows. */
let disjoint: bool = false;

/**
 * The better of the values so far and of v, and where it was. NaN wins over numbers, the first element over
 * nothing.
 */
// @inline
function winner(v: v128, best: v128): v128 {
  return v128.or(f32x4.gt(v, best), f32x4.ne(v, v));
}

@unmanaged
class Max {
  @inline
  window(at: usize, line: usize, small: usize, other: usize, place: usize, n: i32): void {
    const step = (<usize>c) << 2;
    if (kh == 2 && kw == 2 && bottom - top == 2 && right - left == 2 && n == 4) {
      let best = v128.load(at);
      let where = i32x4.splat(0);
      let v = v128.load(at + step);
      let wins = winner(v, best);
      best = v128.bitselect(v, best, wins);
      where = v128.and(i32x4.splat(1), wins);
      v = v128.load(at + line);
      wins = winner(v, best);
      best = v128.bitselect(v, best, wins);
      where = v128.bitselect(i32x4.splat(2), where, wins);
      v = v128.load(at + line + step);
      wins = winner(v, best);
      v128.store(small, v128.bitselect(v, best, wins));
      v128.store(place, v128.bitselect(i32x4.splat(3), where, wins));
      return;
    }
    let best = f32x4.splat(-Infinity);
    let where = i32x4.splat(-1);
    for (let i = top; i < bottom; i++) {
      let from = at;
      for (let j = left; j < right; j++) {
        const v = loadUpTo4(from, n);
        const wins = v128.or(winner(v, best), i32x4.lt_s(where, i32x4.splat(0)));
        best = v128.bitselect(v, best, wins);
        where = v128.bitselect(i32x4.splat(i * kw + j), where, wins);
        from += step;
      }
      at += line;
    }
    storeUpTo4(small, best, n);
    storeUpTo4(place, where, n);
  }
}

@unmanaged
class Sum {
  @inline
  window(at: usize, line: usize, small: usize, other: usize, place: usize, n: i32): void {
    const step = (<usize>c) << 2;
    let sum = f32x4.splat(0);
    for (let i = top; i < bottom; i++) {
      let from = at;
      for (let j = left; j < right; j++) {
        sum = f32x4.add(sum, loadUpTo4(from, n));
        from += step;
      }
      at += line;
    }
    storeUpTo4(small, f32x4.div(sum, f32x4.splat(divisor)), n);
  }
}

/** Adds to an element of the image, or sets it where no other window has it. */
// @inline
function give(at: usize, v: v128, n: i32): void {
  storeUpTo4(at, disjoint ? v : f32x4.add(loadUpTo4(at, n), v), n);
}

@unmanaged
class Spread {
  @inline
  window(at: usize, line: usize, small: usize, other: usize, place: usize, n: i32): void {
    const step = (<usize>c) << 2;
    const share = f32x4.div(loadUpTo4(small, n), f32x4.splat(divisor));
    for (let i = top; i < bottom; i++) {
      let to = at;
      for (let j = left; j < right; j++) {
        give(to, share, n);
        to += step;
      }
      at += line;
    }
  }
}

// @inline
function toTaken(at: usize, line: usize, gradient: v128, taken: v128, n: i32): void {
  const step = (<usize>c) << 2;
  for (let i = top; i < bottom; i++) {
    let to = at;
    for (let j = left; j < right; j++) {
      give(to, v128.and(gradient, i32x4.eq(taken, i32x4.splat(i * kw + j))), n);
      to += step;
    }
    at += line;
  }
}

@unmanaged
class Taken {
  @inline
  window(at: usize, line: usize, small: usize, other: usize, place: usize, n: i32): void {
    toTaken(at, line, loadUpTo4(small, n), loadUpTo4(place, n), n);
  }
}

@unmanaged
class TakenPositive {
  @inline
  window(at: usize, line: usize, small: usize, other: usize, place: usize, n: i32): void {
    const positive = f32x4.gt(loadUpTo4(other, n), f32x4.splat(0));
    toTaken(at, line, v128.and(loadUpTo4(small, n), positive), loadUpTo4(place, n), n);
  }
}

/** What is done with n channels of a window, `at` its first element in the image. */
interface Window {
  window(at: usize, line: usize, small: usize, other: usize, place: usize, n: i32): void;
}

/** Calls Op.window for four channels of every window, with the address of its first element in the image. */
function eachWindow<Op extends Window>(large: usize, small: usize, other: usize, place: usize): void {
  const op = changetype<Op>(0);
  const step = (<usize>c) << 2;
  const line = <usize>w * step;
  for (let image = 0; image < images; image++) {
    for (let y = 0; y < oh; y++) {
      const row = y * strideY - padTop;
      top = max(0, -row);
      bottom = min(kh, h - row);
      for (let x = 0; x < ow; x++) {
        const column = x * strideX - padLeft;
        left = max(0, -column);
        right = min(kw, w - column);
        const at = large + <usize>(row + top) * line + <usize>(column + left) * step;
        let j = 0;
        for (; j + 4 <= c; j += 4) {
          op.window(at + ((<usize>j) << 2), line, small, other, place, 4);
          small += 16;
          other += 16;
          place += 16;
        }
        if (j < c) {
          op.window(at + ((<usize>j) << 2), line, small, other, place, c - j);
          const rest = (<usize>(c - j)) << 2;
          small += rest;
          other += rest;
          place += rest;
        }
      }
    }
    large += (<usize>(h * w * c)) << 2;
  }
}

/** Clears what windows add to, or what lies in no window. */
function prepare(dx: usize): void {
  disjoint = strideY >= kh && strideX >= kw;
  const covered = disjoint && oh * kh == h && ow * kw == w && padTop == 0 && padLeft == 0;
  if (!covered) zeroFloats(dx, images * h * w * c);
}

export function maxPool(
  x: usize,
  out: usize,
  place: usize,
  m: i32,
  hOf: i32,
  wOf: i32,
  cOf: i32,
  khOf: i32,
  kwOf: i32,
  ohOf: i32,
  owOf: i32,
  sy: i32,
  sx: i32,
  pt: i32,
  pl: i32,
): void {
  setWindows(m, hOf, wOf, cOf, khOf, kwOf, ohOf, owOf, sy, sx, pt, pl);
  eachWindow<Max>(x, out, 0, place);
}

export function maxPoolGrad(
  dy: usize,
  place: usize,
  dx: usize,
  m: i32,
  hOf: i32,
  wOf: i32,
  cOf: i32,
  khOf: i32,
  kwOf: i32,
  ohOf: i32,
  owOf: i32,
  sy: i32,
  sx: i32,
  pt: i32,
  pl: i32,
): void {
  setWindows(m, hOf, wOf, cOf, khOf, kwOf, ohOf, owOf, sy, sx, pt, pl);
  prepare(dx);
  eachWindow<Taken>(dx, dy, 0, place);
}

export function maxPoolReluGrad(
  y: usize,
  dy: usize,
  place: usize,
  dx: usize,
  m: i32,
  hOf: i32,
  wOf: i32,
  cOf: i32,
  khOf: i32,
  kwOf: i32,
  ohOf: i32,
  owOf: i32,
  sy: i32,
  sx: i32,
  pt: i32,
  pl: i32,
): void {
  setWindows(m, hOf, wOf, cOf, khOf, kwOf, ohOf, owOf, sy, sx, pt, pl);
  prepare(dx);
  eachWindow<TakenPositive>(dx, dy, y, place);
}

export function sumPool(
  x: usize,
  out: usize,
  m: i32,
  hOf: i32,
  wOf: i32,
  cOf: i32,
  khOf: i32,
  kwOf: i32,
  ohOf: i32,
  owOf: i32,
  sy: i32,
  sx: i32,
  pt: i32,
  pl: i32,
  by: i32,
): void {
  setWindows(m, hOf, wOf, cOf, khOf, kwOf, ohOf, owOf, sy, sx, pt, pl);
  divisor = <f32>by;
  eachWindow<Sum>(x, out, 0, 0);
}

export function spread(
  dy: usize,
  dx: usize,
  m: i32,
  hOf: i32,
  wOf: i32,
  cOf: i32,
  khOf: i32,
  kwOf: i32,
  ohOf: i32,
  owOf: i32,
  sy: i32,
  sx: i32,
  pt: i32,
  pl: i32,
  by: i32,
): void {
  setWindows(m, hOf, wOf, cOf, khOf, kwOf, ohOf, owOf, sy, sx, pt, pl);
  divisor = <f32>by;
  prepare(dx);
  eachWindow<Spread>(dx, dy, 0, 0);
}
