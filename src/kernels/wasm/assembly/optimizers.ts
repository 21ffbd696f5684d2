import { loadUpTo4, storeUpTo4 } from './vector';

/**
 * Updates of a segment of parameters. Operations are rounded one by one in the order of the reference, in both builds:
 * moments agree with it bit for bit. Only Adam and its kin multiply by the reciprocals of the bias corrections, which are
 * the same for all weights, instead of dividing by them.
 *
 * The function NAME4 updates `rest` weights, 1 to 4, at `at` bytes from the beginning of the segments. It is inlined twice,
 * for full vectors, where the compiler drops the cases of shorter ones, and for the last weights.
 */

/**
 * Values too small to matter become 0. Weights and moments that nothing but a penalty or a decay feeds shrink for ever, and
 * arithmetic on denormal numbers (or squares that become denormal) is a hundred times slower.
 */
// @ts-ignore: decorator
@inline
function flushed(value: v128, least: f32): v128 {
  return v128.andnot(value, f32x4.lt(f32x4.abs(value), f32x4.splat(least)));
}

/** Writes moments; squares of gradients are kept far below ε². */
// @ts-ignore: decorator
@inline
function storeNormal(at: usize, value: v128, count: i32): void {
  storeUpTo4(at, flushed(value, 1e-36), count);
}

/** Writes weights. */
// @ts-ignore: decorator
@inline
function storeWeights(at: usize, value: v128, count: i32): void {
  storeUpTo4(at, flushed(value, 1e-18), count);
}

/** Reads gradients. */
// @ts-ignore: decorator
@inline
function loadGradient(at: usize, count: i32): v128 {
  return flushed(loadUpTo4(at, count), 1e-16);
}

// @ts-ignore: decorator
@inline
function knob(k: usize, i: usize): v128 {
  return v128.load32_splat(k + (i << 2));
}

// @ts-ignore: decorator
@inline
function sgd4(w: usize, g: usize, at: usize, rest: i32, rate: v128): void {
  const step = f32x4.mul(rate, loadGradient(g + at, rest));
  storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), step), rest);
}

export function sgd(w: usize, g: usize, k: usize, n: i32, knobs: i32): void {
  const rate = f32x4.neg(knob(k, 0));
  const end = ((<usize>n) & ~3) << 2;
  for (let at: usize = 0; at != end; at += 16) sgd4(w, g, at, 4, rate);
  if (n & 3) sgd4(w, g, end, n & 3, rate);
}

// @ts-ignore: decorator
@inline
function momentum4(w: usize, g: usize, v: usize, at: usize, rest: i32, rate: v128, keep: v128): void {
  const step = f32x4.mul(rate, loadGradient(g + at, rest));
  const velocity = f32x4.sub(f32x4.mul(keep, loadUpTo4(v + at, rest)), step);
  storeNormal(v + at, velocity, rest);
  storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), velocity), rest);
}

export function momentum(w: usize, g: usize, v: usize, k: usize, n: i32, knobs: i32): void {
  const rate = knob(k, 0);
  const keep = knob(k, 1);
  const end = ((<usize>n) & ~3) << 2;
  for (let at: usize = 0; at != end; at += 16) momentum4(w, g, v, at, 4, rate, keep);
  if (n & 3) momentum4(w, g, v, end, n & 3, rate, keep);
}

// @ts-ignore: decorator
@inline
function nesterov4(w: usize, g: usize, v: usize, at: usize, rest: i32, rate: v128, keep: v128): void {
  const step = f32x4.mul(rate, loadGradient(g + at, rest));
  const velocity = f32x4.sub(f32x4.mul(keep, loadUpTo4(v + at, rest)), step);
  storeNormal(v + at, velocity, rest);
  const ahead = f32x4.sub(f32x4.mul(keep, velocity), step);
  storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), ahead), rest);
}

export function nesterov(w: usize, g: usize, v: usize, k: usize, n: i32, knobs: i32): void {
  const rate = knob(k, 0);
  const keep = knob(k, 1);
  const end = ((<usize>n) & ~3) << 2;
  for (let at: usize = 0; at != end; at += 16) nesterov4(w, g, v, at, 4, rate, keep);
  if (n & 3) nesterov4(w, g, v, end, n & 3, rate, keep);
}

// @ts-ignore: decorator
@inline
function adagrad4(w: usize, g: usize, c: usize, at: usize, rest: i32, rate: v128, epsilon: v128): void {
  const gradient = loadGradient(g + at, rest);
  const cache = f32x4.add(loadUpTo4(c + at, rest), f32x4.mul(gradient, gradient));
  storeNormal(c + at, cache, rest);
  const step = f32x4.div(f32x4.mul(rate, gradient), f32x4.add(f32x4.sqrt(cache), epsilon));
  storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), step), rest);
}

export function adagrad(w: usize, g: usize, c: usize, k: usize, n: i32, knobs: i32): void {
  const rate = f32x4.neg(knob(k, 0));
  const epsilon = knob(k, 1);
  const end = ((<usize>n) & ~3) << 2;
  for (let at: usize = 0; at != end; at += 16) adagrad4(w, g, c, at, 4, rate, epsilon);
  if (n & 3) adagrad4(w, g, c, end, n & 3, rate, epsilon);
}

// @ts-ignore: decorator
@inline
function rmsprop4(w: usize, g: usize, c: usize, at: usize, rest: i32, rate: v128, rho: v128, fresh: v128, epsilon: v128): void {
  const gradient = loadGradient(g + at, rest);
  const square = f32x4.mul(fresh, f32x4.mul(gradient, gradient));
  const cache = f32x4.add(f32x4.mul(rho, loadUpTo4(c + at, rest)), square);
  storeNormal(c + at, cache, rest);
  const step = f32x4.div(f32x4.mul(rate, gradient), f32x4.add(f32x4.sqrt(cache), epsilon));
  storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), step), rest);
}

export function rmsprop(w: usize, g: usize, c: usize, k: usize, n: i32, knobs: i32): void {
  const rate = f32x4.neg(knob(k, 0));
  const rho = knob(k, 1);
  const fresh = knob(k, 2);
  const epsilon = knob(k, 3);
  const end = ((<usize>n) & ~3) << 2;
  for (let at: usize = 0; at != end; at += 16) rmsprop4(w, g, c, at, 4, rate, rho, fresh, epsilon);
  if (n & 3) rmsprop4(w, g, c, end, n & 3, rate, rho, fresh, epsilon);
}

/** β·m + fresh·g, stored; the first moment. */
// @ts-ignore: decorator
@inline
function average(at: usize, rest: i32, beta: v128, fresh: v128, value: v128): v128 {
  const next = f32x4.add(f32x4.mul(beta, loadUpTo4(at, rest)), f32x4.mul(fresh, value));
  storeNormal(at, next, rest);
  return next;
}

/** 1/√c for each lane: √(v / c) = √v · (1/√c). */
// @ts-ignore: decorator
@inline
function inverseRoot(c: v128): v128 {
  return f32x4.div(f32x4.splat(1), f32x4.sqrt(c));
}

// @ts-ignore: decorator
@inline
function adam4(w: usize, g: usize, m: usize, v: usize, at: usize, rest: i32, beta1: v128, fresh1: v128, beta2: v128, fresh2: v128, epsilon: v128, rate: v128, root2: v128, keep: v128): void {
  const gradient = loadGradient(g + at, rest);
  const mean = average(m + at, rest, beta1, fresh1, gradient);
  const square = average(v + at, rest, beta2, fresh2, f32x4.mul(gradient, gradient));
  const root = f32x4.mul(f32x4.sqrt(square), root2);
  const step = f32x4.div(f32x4.mul(rate, mean), f32x4.add(root, epsilon));
  storeWeights(w + at, f32x4.add(f32x4.mul(keep, loadUpTo4(w + at, rest)), step), rest);
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
  const end = ((<usize>n) & ~3) << 2;
  for (let at: usize = 0; at != end; at += 16) adam4(w, g, m, v, at, 4, beta1, fresh1, beta2, fresh2, epsilon, rate, root2, keep);
  if (n & 3) adam4(w, g, m, v, end, n & 3, beta1, fresh1, beta2, fresh2, epsilon, rate, root2, keep);
}

// @ts-ignore: decorator
@inline
function amsgrad4(w: usize, g: usize, m: usize, v: usize, top: usize, at: usize, rest: i32, beta1: v128, fresh1: v128, beta2: v128, fresh2: v128, epsilon: v128, rate: v128, root2: v128): void {
  const gradient = loadGradient(g + at, rest);
  const mean = average(m + at, rest, beta1, fresh1, gradient);
  const square = average(v + at, rest, beta2, fresh2, f32x4.mul(gradient, gradient));
  const largest = f32x4.max(loadUpTo4(top + at, rest), square);
  storeNormal(top + at, largest, rest);
  const root = f32x4.mul(f32x4.sqrt(largest), root2);
  const step = f32x4.div(f32x4.mul(rate, mean), f32x4.add(root, epsilon));
  storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), step), rest);
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
  const end = ((<usize>n) & ~3) << 2;
  for (let at: usize = 0; at != end; at += 16) amsgrad4(w, g, m, v, top, at, 4, beta1, fresh1, beta2, fresh2, epsilon, rate, root2);
  if (n & 3) amsgrad4(w, g, m, v, top, end, n & 3, beta1, fresh1, beta2, fresh2, epsilon, rate, root2);
}

// @ts-ignore: decorator
@inline
function nadam4(w: usize, g: usize, m: usize, v: usize, at: usize, rest: i32, rate: v128, beta1: v128, fresh1: v128, beta2: v128, fresh2: v128, epsilon: v128, root2: v128, now: v128, ahead: v128): void {
  const gradient = loadGradient(g + at, rest);
  const mean = average(m + at, rest, beta1, fresh1, gradient);
  const square = average(v + at, rest, beta2, fresh2, f32x4.mul(gradient, gradient));
  const root = f32x4.mul(f32x4.sqrt(square), root2);
  const direction = f32x4.add(f32x4.mul(now, gradient), f32x4.mul(ahead, mean));
  const step = f32x4.div(f32x4.mul(rate, direction), f32x4.add(root, epsilon));
  storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), step), rest);
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
  const end = ((<usize>n) & ~3) << 2;
  for (let at: usize = 0; at != end; at += 16) nadam4(w, g, m, v, at, 4, rate, beta1, fresh1, beta2, fresh2, epsilon, root2, now, ahead);
  if (n & 3) nadam4(w, g, m, v, end, n & 3, rate, beta1, fresh1, beta2, fresh2, epsilon, root2, now, ahead);
}
