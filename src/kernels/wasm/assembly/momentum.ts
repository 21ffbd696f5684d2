import { First, knob, read, Second, writeMean, writeWeights } from './update';

// @inline
function sgd4<P>(w: usize, g: usize, rest: i32, rate: v128): void {
  const step = f32x4.mul(rate, read<P>(g, rest));
  writeWeights<P>(w, f32x4.add(read<P>(w, rest), step), rest);
}

export function sgd(w: usize, g: usize, k: usize, n: i32, knobs: i32): void {
  const rate = f32x4.neg(knob(k, 0));
  const end = w + (((<usize>n) & ~7) << 2);
  for (; w != end; w += 32) {
    sgd4<First>(w, g, 4, rate);
    sgd4<Second>(w, g, 4, rate);
    g += 32;
  }
  if (n & 4) {
    sgd4<First>(w, g, 4, rate);
    w += 16;
    g += 16;
  }
  if (n & 3) sgd4<First>(w, g, n & 3, rate);
}

// @inline
function momentum4<P>(w: usize, g: usize, v: usize, rest: i32, rate: v128, keep: v128): void {
  const step = f32x4.mul(rate, read<P>(g, rest));
  const velocity = f32x4.sub(f32x4.mul(keep, read<P>(v, rest)), step);
  writeMean<P>(v, velocity, rest);
  writeWeights<P>(w, f32x4.add(read<P>(w, rest), velocity), rest);
}

export function momentum(w: usize, g: usize, v: usize, k: usize, n: i32, knobs: i32): void {
  const rate = knob(k, 0);
  const keep = knob(k, 1);
  const end = w + (((<usize>n) & ~7) << 2);
  for (; w != end; w += 32) {
    momentum4<First>(w, g, v, 4, rate, keep);
    momentum4<Second>(w, g, v, 4, rate, keep);
    g += 32;
    v += 32;
  }
  if (n & 4) {
    momentum4<First>(w, g, v, 4, rate, keep);
    w += 16;
    g += 16;
    v += 16;
  }
  if (n & 3) momentum4<First>(w, g, v, n & 3, rate, keep);
}

// @inline
function nesterov4<P>(w: usize, g: usize, v: usize, rest: i32, rate: v128, keep: v128): void {
  const step = f32x4.mul(rate, read<P>(g, rest));
  const velocity = f32x4.sub(f32x4.mul(keep, read<P>(v, rest)), step);
  writeMean<P>(v, velocity, rest);
  const ahead = f32x4.sub(f32x4.mul(keep, velocity), step);
  writeWeights<P>(w, f32x4.add(read<P>(w, rest), ahead), rest);
}

export function nesterov(w: usize, g: usize, v: usize, k: usize, n: i32, knobs: i32): void {
  const rate = knob(k, 0);
  const keep = knob(k, 1);
  const end = w + (((<usize>n) & ~7) << 2);
  for (; w != end; w += 32) {
    nesterov4<First>(w, g, v, 4, rate, keep);
    nesterov4<Second>(w, g, v, 4, rate, keep);
    g += 32;
    v += 32;
  }
  if (n & 4) {
    nesterov4<First>(w, g, v, 4, rate, keep);
    w += 16;
    g += 16;
    v += 16;
  }
  if (n & 3) nesterov4<First>(w, g, v, n & 3, rate, keep);
}
