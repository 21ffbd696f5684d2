import {
  First,
  inverseRoot,
  knob,
  mixed,
  read,
  Second,
  squared,
  write,
  writeMean,
  writeWeights,
} from './update';

// @inline
function adam4<P>(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  rest: i32,
  beta1: v128,
  fresh1: v128,
  beta2: v128,
  fresh2: v128,
  epsilon: v128,
  rate: v128,
  root2: v128,
  keep: v128,
): void {
  const gradient = read<P>(g, rest);
  const mean = mixed(beta1, read<P>(m, rest), fresh1, gradient);
  writeMean<P>(m, mean, rest);
  const square = mixed(beta2, read<P>(v, rest), fresh2, squared(gradient));
  write<P>(v, square, rest);
  const root = f32x4.mul(f32x4.sqrt(square), root2);
  const step = f32x4.div(f32x4.mul(rate, mean), f32x4.add(root, epsilon));
  writeWeights<P>(w, f32x4.add(f32x4.mul(keep, read<P>(w, rest)), step), rest);
}

export function adam(w: usize, g: usize, m: usize, v: usize, k: usize, n: i32, knobs: i32): void {
  const beta1 = knob(k, 1);
  const fresh1 = knob(k, 2);
  const beta2 = knob(k, 3);
  const fresh2 = knob(k, 4);
  const epsilon = knob(k, 5);
  const rate = f32x4.div(f32x4.neg(knob(k, 0)), knob(k, 6));
  const root2 = inverseRoot(knob(k, 7));
  const keep = knob(k, 8);
  const end = w + (((<usize>n) & ~7) << 2);
  for (; w != end; w += 32) {
    adam4<First>(w, g, m, v, 4, beta1, fresh1, beta2, fresh2, epsilon, rate, root2, keep);
    adam4<Second>(w, g, m, v, 4, beta1, fresh1, beta2, fresh2, epsilon, rate, root2, keep);
    g += 32;
    m += 32;
    v += 32;
  }
  if (n & 4) {
    adam4<First>(w, g, m, v, 4, beta1, fresh1, beta2, fresh2, epsilon, rate, root2, keep);
    w += 16;
    g += 16;
    m += 16;
    v += 16;
  }
  if (n & 3) adam4<First>(w, g, m, v, n & 3, beta1, fresh1, beta2, fresh2, epsilon, rate, root2, keep);
}

// @inline
function amsgrad4<P>(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  top: usize,
  rest: i32,
  beta1: v128,
  fresh1: v128,
  beta2: v128,
  fresh2: v128,
  epsilon: v128,
  rate: v128,
  root2: v128,
): void {
  const gradient = read<P>(g, rest);
  const mean = mixed(beta1, read<P>(m, rest), fresh1, gradient);
  writeMean<P>(m, mean, rest);
  const square = mixed(beta2, read<P>(v, rest), fresh2, squared(gradient));
  write<P>(v, square, rest);
  const largest = f32x4.max(read<P>(top, rest), square);
  write<P>(top, largest, rest);
  const root = f32x4.mul(f32x4.sqrt(largest), root2);
  const step = f32x4.div(f32x4.mul(rate, mean), f32x4.add(root, epsilon));
  writeWeights<P>(w, f32x4.add(read<P>(w, rest), step), rest);
}

export function amsgrad(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  top: usize,
  k: usize,
  n: i32,
  knobs: i32,
): void {
  const beta1 = knob(k, 1);
  const fresh1 = knob(k, 2);
  const beta2 = knob(k, 3);
  const fresh2 = knob(k, 4);
  const epsilon = knob(k, 5);
  const rate = f32x4.div(f32x4.neg(knob(k, 0)), knob(k, 6));
  const root2 = inverseRoot(knob(k, 7));
  const end = w + (((<usize>n) & ~7) << 2);
  for (; w != end; w += 32) {
    amsgrad4<First>(w, g, m, v, top, 4, beta1, fresh1, beta2, fresh2, epsilon, rate, root2);
    amsgrad4<Second>(w, g, m, v, top, 4, beta1, fresh1, beta2, fresh2, epsilon, rate, root2);
    g += 32;
    m += 32;
    v += 32;
    top += 32;
  }
  if (n & 4) {
    amsgrad4<First>(w, g, m, v, top, 4, beta1, fresh1, beta2, fresh2, epsilon, rate, root2);
    w += 16;
    g += 16;
    m += 16;
    v += 16;
    top += 16;
  }
  if (n & 3) amsgrad4<First>(w, g, m, v, top, n & 3, beta1, fresh1, beta2, fresh2, epsilon, rate, root2);
}

// @inline
function nadam4<P>(
  w: usize,
  g: usize,
  m: usize,
  v: usize,
  rest: i32,
  rate: v128,
  beta1: v128,
  fresh1: v128,
  beta2: v128,
  fresh2: v128,
  epsilon: v128,
  root2: v128,
  now: v128,
  ahead: v128,
): void {
  const gradient = read<P>(g, rest);
  const mean = mixed(beta1, read<P>(m, rest), fresh1, gradient);
  writeMean<P>(m, mean, rest);
  const square = mixed(beta2, read<P>(v, rest), fresh2, squared(gradient));
  write<P>(v, square, rest);
  const root = f32x4.mul(f32x4.sqrt(square), root2);
  const direction = mixed(now, gradient, ahead, mean);
  const step = f32x4.div(f32x4.mul(rate, direction), f32x4.add(root, epsilon));
  writeWeights<P>(w, f32x4.add(read<P>(w, rest), step), rest);
}

export function nadam(w: usize, g: usize, m: usize, v: usize, k: usize, n: i32, knobs: i32): void {
  const rate = f32x4.neg(knob(k, 0));
  const beta1 = knob(k, 1);
  const fresh1 = knob(k, 2);
  const beta2 = knob(k, 3);
  const fresh2 = knob(k, 4);
  const epsilon = knob(k, 5);
  const root2 = inverseRoot(knob(k, 6));
  const now = knob(k, 7);
  const ahead = knob(k, 8);
  const end = w + (((<usize>n) & ~7) << 2);
  for (; w != end; w += 32) {
    nadam4<First>(w, g, m, v, 4, rate, beta1, fresh1, beta2, fresh2, epsilon, root2, now, ahead);
    nadam4<Second>(w, g, m, v, 4, rate, beta1, fresh1, beta2, fresh2, epsilon, root2, now, ahead);
    g += 32;
    m += 32;
    v += 32;
  }
  if (n & 4) {
    nadam4<First>(w, g, m, v, 4, rate, beta1, fresh1, beta2, fresh2, epsilon, root2, now, ahead);
    w += 16;
    g += 16;
    m += 16;
    v += 16;
  }
  if (n & 3) nadam4<First>(w, g, m, v, n & 3, rate, beta1, fresh1, beta2, fresh2, epsilon, root2, now, ahead);
}
