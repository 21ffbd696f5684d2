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

// @ts-ignore: decorator
@inline
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

@unmanaged
class Max {
  // @ts-ignore: decorator
  @inline
  window(large: usize, small: usize, other: usize, place: usize, from: i32, to: i32, top: i32, left: i32, n: i32): void {
    const row = (<usize>c) << 2;
    let best = f32x4.splat(-Infinity);
    let where = i32x4.splat(-1);
    for (let i = from; i < to; i++) {
      const line = large + <usize>((top + i) * w) * row;
      for (let j = max(0, -left); j < min(kw, w - left); j++) {
        const v = loadUpTo4(line + <usize>(left + j) * row, n);
        // NaN wins over numbers, the first element over nothing.
        const wins = v128.or(v128.or(f32x4.gt(v, best), f32x4.ne(v, v)), i32x4.lt_s(where, i32x4.splat(0)));
        best = v128.bitselect(v, best, wins);
        where = v128.bitselect(i32x4.splat(i * kw + j), where, wins);
      }
    }
    storeUpTo4(small, best, n);
    storeUpTo4(place, where, n);
  }
}

@unmanaged
class Sum {
  // @ts-ignore: decorator
  @inline
  window(large: usize, small: usize, other: usize, place: usize, from: i32, to: i32, top: i32, left: i32, n: i32): void {
    const row = (<usize>c) << 2;
    let sum = f32x4.splat(0);
    for (let i = from; i < to; i++) {
      const line = large + <usize>((top + i) * w) * row;
      for (let j = max(0, -left); j < min(kw, w - left); j++)
        sum = f32x4.add(sum, loadUpTo4(line + <usize>(left + j) * row, n));
    }
    storeUpTo4(small, f32x4.div(sum, f32x4.splat(divisor)), n);
  }
}

@unmanaged
class Spread {
  // @ts-ignore: decorator
  @inline
  window(large: usize, small: usize, other: usize, place: usize, from: i32, to: i32, top: i32, left: i32, n: i32): void {
    const row = (<usize>c) << 2;
    const share = f32x4.div(loadUpTo4(small, n), f32x4.splat(divisor));
    for (let i = from; i < to; i++) {
      const line = large + <usize>((top + i) * w) * row;
      for (let j = max(0, -left); j < min(kw, w - left); j++) {
        const at = line + <usize>(left + j) * row;
        storeUpTo4(at, f32x4.add(loadUpTo4(at, n), share), n);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function toTaken(large: usize, gradient: v128, taken: v128, from: i32, to: i32, top: i32, left: i32, n: i32): void {
  const row = (<usize>c) << 2;
  for (let i = from; i < to; i++) {
    const line = large + <usize>((top + i) * w) * row;
    for (let j = max(0, -left); j < min(kw, w - left); j++) {
      const at = line + <usize>(left + j) * row;
      const own = v128.and(gradient, i32x4.eq(taken, i32x4.splat(i * kw + j)));
      storeUpTo4(at, f32x4.add(loadUpTo4(at, n), own), n);
    }
  }
}

@unmanaged
class Taken {
  // @ts-ignore: decorator
  @inline
  window(large: usize, small: usize, other: usize, place: usize, from: i32, to: i32, top: i32, left: i32, n: i32): void {
    toTaken(large, loadUpTo4(small, n), loadUpTo4(place, n), from, to, top, left, n);
  }
}

@unmanaged
class TakenPositive {
  // @ts-ignore: decorator
  @inline
  window(large: usize, small: usize, other: usize, place: usize, from: i32, to: i32, top: i32, left: i32, n: i32): void {
    const positive = f32x4.gt(loadUpTo4(other, n), f32x4.splat(0));
    toTaken(large, v128.and(loadUpTo4(small, n), positive), loadUpTo4(place, n), from, to, top, left, n);
  }
}

/** Calls Op.window for four channels of every window, with the rows of it that lie in the image. */
function eachWindow<Op>(large: usize, small: usize, other: usize, place: usize): void {
  const op = changetype<Op>(0);
  for (let image = 0; image < images; image++) {
    for (let y = 0; y < oh; y++) {
      const top = y * strideY - padTop;
      const from = max(0, -top);
      const to = min(kh, h - top);
      for (let x = 0; x < ow; x++) {
        const left = x * strideX - padLeft;
        let j = 0;
        for (; j + 4 <= c; j += 4) {
          op.window(large + ((<usize>j) << 2), small, other, place, from, to, top, left, 4);
          small += 16;
          other += 16;
          place += 16;
        }
        if (j < c) {
          op.window(large + ((<usize>j) << 2), small, other, place, from, to, top, left, c - j);
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
  zeroFloats(dx, m * hOf * wOf * cOf);
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
  zeroFloats(dx, m * hOf * wOf * cOf);
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
  zeroFloats(dx, m * hOf * wOf * cOf);
  eachWindow<Spread>(dx, dy, 0, 0);
}
