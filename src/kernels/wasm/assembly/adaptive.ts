import { First, knob, mixed, read, Second, squared, write, writeWeights } from './update';

// @inline
function adagrad4<P>(w: usize, g: usize, c: usize, rest: i32, rate: v128, epsilon: v128): void {
  const gradient = read<P>(g, rest);
  const cache = f32x4.add(read<P>(c, rest), squared(gradient));
  write<P>(c, cache, rest);
  const step = f32x4.div(f32x4.mul(rate, gradient), f32x4.add(f32x4.sqrt(cache), epsilon));
  writeWeights<P>(w, f32x4.add(read<P>(w, rest), step), rest);
}

export function adagrad(w: usize, g: usize, c: usize, k: usize, n: i32, knobs: i32): void {
  const rate = f32x4.neg(knob(k, 0));
  const epsilon = knob(k, 1);
  const end = w + (((<usize>n) & ~7) << 2);
  for (; w != end; w += 32) {
    adagrad4<First>(w, g, c, 4, rate, epsilon);
    adagrad4<Second>(w, g, c, 4, rate, epsilon);
    g += 32;
    c += 32;
  }
  if (n & 4) {
    adagrad4<First>(w, g, c, 4, rate, epsilon);
    w += 16;
    g += 16;
    c += 16;
  }
  if (n & 3) adagrad4<First>(w, g, c, n & 3, rate, epsilon);
}

// @inline
function rmsprop4<P>(
  w: usize,
  g: usize,
  c: usize,
  rest: i32,
  rate: v128,
  rho: v128,
  fresh: v128,
  epsilon: v128,
): void {
  const gradient = read<P>(g, rest);
  const cache = mixed(rho, read<P>(c, rest), fresh, squared(gradient));
  write<P>(c, cache, rest);
  const step = f32x4.div(f32x4.mul(rate, gradient), f32x4.add(f32x4.sqrt(cache), epsilon));
  writeWeights<P>(w, f32x4.add(read<P>(w, rest), step), rest);
}

export function rmsprop(w: usize, g: usize, c: usize, k: usize, n: i32, knobs: i32): void {
  const rate = f32x4.neg(knob(k, 0));
  const rho = knob(k, 1);
  const fresh = knob(k, 2);
  const epsilon = knob(k, 3);
  const end = w + (((<usize>n) & ~7) << 2);
  for (; w != end; w += 32) {
    rmsprop4<First>(w, g, c, 4, rate, rho, fresh, epsilon);
    rmsprop4<Second>(w, g, c, 4, rate, rho, fresh, epsilon);
    g += 32;
    c += 32;
  }
  if (n & 4) {
    rmsprop4<First>(w, g, c, 4, rate, rho, fresh, epsilon);
    w += 16;
    g += 16;
    c += 16;
  }
  if (n & 3) rmsprop4<First>(w, g, c, n & 3, rate, rho, fresh, epsilon);
}
