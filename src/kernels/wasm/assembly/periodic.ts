import { sumOfLanes } from './map';
import { cos4, sin4 } from './math';
import { loadUpTo4, storeUpTo4 } from './vector';

/** The kernels of src/kernels/periodic.ts, four frequencies at a time. */

const TWO_PI: f32 = 6.283185307179586;

// @inline
function angle(turned: v128, w: v128, b: v128): v128 {
  return f32x4.add(f32x4.mul(turned, w), b);
}

export function periodic(x: usize, w: usize, b: usize, out: usize, m: i32, c: i32, f: i32): void {
  const row = (<usize>f) << 2;
  for (let i = 0; i < m; i++) {
    let from = w;
    let phase = b;
    for (let k = 0; k < c; k++) {
      const turned = f32x4.splat(TWO_PI * load<f32>(x));
      for (let j = 0; j < f; j += 4) {
        const at = (<usize>j) << 2;
        const value = cos4(angle(turned, loadUpTo4(from + at, f - j), loadUpTo4(phase + at, f - j)));
        storeUpTo4(out + at, value, f - j);
      }
      x += 4;
      out += row;
      from += row;
      phase += row;
    }
  }
}

export function periodicGrad(
  x: usize,
  w: usize,
  b: usize,
  dy: usize,
  dw: usize,
  db: usize,
  m: i32,
  c: i32,
  f: i32,
): void {
  const row = (<usize>f) << 2;
  const size = row * <usize>c;
  memory.fill(dw, 0, size);
  memory.fill(db, 0, size);
  for (let i = 0; i < m; i++) {
    for (let k: usize = 0; k < size; k += row) {
      const turned = f32x4.splat(TWO_PI * load<f32>(x));
      for (let j = 0; j < f; j += 4) {
        const at = k + ((<usize>j) << 2);
        const rest = f - j;
        const wave = sin4(angle(turned, loadUpTo4(w + at, rest), loadUpTo4(b + at, rest)));
        const slope = f32x4.mul(loadUpTo4(dy + ((<usize>j) << 2), rest), f32x4.neg(wave));
        storeUpTo4(db + at, f32x4.add(loadUpTo4(db + at, rest), slope), rest);
        storeUpTo4(dw + at, f32x4.add(loadUpTo4(dw + at, rest), f32x4.mul(slope, turned)), rest);
      }
      x += 4;
      dy += row;
    }
  }
}

export function periodicGradInput(
  x: usize,
  w: usize,
  b: usize,
  dy: usize,
  dx: usize,
  m: i32,
  c: i32,
  f: i32,
): void {
  const row = (<usize>f) << 2;
  const size = row * <usize>c;
  for (let i = 0; i < m; i++) {
    for (let k: usize = 0; k < size; k += row) {
      const turned = f32x4.splat(TWO_PI * load<f32>(x));
      let sum = f32x4.splat(0);
      for (let j = 0; j < f; j += 4) {
        const at = k + ((<usize>j) << 2);
        const frequency = loadUpTo4(w + at, f - j);
        const wave = sin4(angle(turned, frequency, loadUpTo4(b + at, f - j)));
        const slope = f32x4.mul(loadUpTo4(dy + ((<usize>j) << 2), f - j), wave);
        sum = f32x4.sub(sum, f32x4.mul(slope, frequency));
      }
      store<f32>(dx, TWO_PI * sumOfLanes(sum));
      x += 4;
      dx += 4;
      dy += row;
    }
  }
}
