import { loadUpTo4, storeUpTo4 } from './vector';

/**
 * Updates of a segment of parameters. Operations are rounded one by one in the order of the reference, in both builds:
 * moments agree with it bit for bit. Only Adam and its kin multiply by the reciprocals of the bias corrections, which are
 * the same for all weights, instead of dividing by them.
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

export function sgd(w: usize, g: usize, k: usize, n: i32, knobs: i32): void {
  const rate = f32x4.neg(knob(k, 0));
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    const rest = n - i;
    const step = f32x4.mul(rate, loadGradient(g + at, rest));
    storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), step), rest);
  }
}

export function momentum(w: usize, g: usize, v: usize, k: usize, n: i32, knobs: i32): void {
  const rate = knob(k, 0);
  const keep = knob(k, 1);
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    const rest = n - i;
    const step = f32x4.mul(rate, loadGradient(g + at, rest));
    const velocity = f32x4.sub(f32x4.mul(keep, loadUpTo4(v + at, rest)), step);
    storeNormal(v + at, velocity, rest);
    storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), velocity), rest);
  }
}

export function nesterov(w: usize, g: usize, v: usize, k: usize, n: i32, knobs: i32): void {
  const rate = knob(k, 0);
  const keep = knob(k, 1);
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    const rest = n - i;
    const step = f32x4.mul(rate, loadGradient(g + at, rest));
    const velocity = f32x4.sub(f32x4.mul(keep, loadUpTo4(v + at, rest)), step);
    storeNormal(v + at, velocity, rest);
    const ahead = f32x4.sub(f32x4.mul(keep, velocity), step);
    storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), ahead), rest);
  }
}

export function adagrad(w: usize, g: usize, c: usize, k: usize, n: i32, knobs: i32): void {
  const rate = f32x4.neg(knob(k, 0));
  const epsilon = knob(k, 1);
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    const rest = n - i;
    const gradient = loadGradient(g + at, rest);
    const cache = f32x4.add(loadUpTo4(c + at, rest), f32x4.mul(gradient, gradient));
    storeNormal(c + at, cache, rest);
    const step = f32x4.div(f32x4.mul(rate, gradient), f32x4.add(f32x4.sqrt(cache), epsilon));
    storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), step), rest);
  }
}

export function rmsprop(w: usize, g: usize, c: usize, k: usize, n: i32, knobs: i32): void {
  const rate = f32x4.neg(knob(k, 0));
  const rho = knob(k, 1);
  const fresh = knob(k, 2);
  const epsilon = knob(k, 3);
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    const rest = n - i;
    const gradient = loadGradient(g + at, rest);
    const square = f32x4.mul(fresh, f32x4.mul(gradient, gradient));
    const cache = f32x4.add(f32x4.mul(rho, loadUpTo4(c + at, rest)), square);
    storeNormal(c + at, cache, rest);
    const step = f32x4.div(f32x4.mul(rate, gradient), f32x4.add(f32x4.sqrt(cache), epsilon));
    storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), step), rest);
  }
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

export function adam(w: usize, g: usize, m: usize, v: usize, k: usize, n: i32, knobs: i32): void {
  const beta1 = knob(k, 1);
  const fresh1 = knob(k, 2);
  const beta2 = knob(k, 3);
  const fresh2 = knob(k, 4);
  const epsilon = knob(k, 5);
  const rate = f32x4.div(f32x4.neg(knob(k, 0)), knob(k, 6));
  const root2 = inverseRoot(knob(k, 7));
  const keep = knob(k, 8);
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    const rest = n - i;
    const gradient = loadGradient(g + at, rest);
    const mean = average(m + at, rest, beta1, fresh1, gradient);
    const square = average(v + at, rest, beta2, fresh2, f32x4.mul(gradient, gradient));
    const root = f32x4.mul(f32x4.sqrt(square), root2);
    const step = f32x4.div(f32x4.mul(rate, mean), f32x4.add(root, epsilon));
    storeWeights(w + at, f32x4.add(f32x4.mul(keep, loadUpTo4(w + at, rest)), step), rest);
  }
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
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    const rest = n - i;
    const gradient = loadGradient(g + at, rest);
    const mean = average(m + at, rest, beta1, fresh1, gradient);
    const square = average(v + at, rest, beta2, fresh2, f32x4.mul(gradient, gradient));
    const largest = f32x4.max(loadUpTo4(top + at, rest), square);
    storeNormal(top + at, largest, rest);
    const root = f32x4.mul(f32x4.sqrt(largest), root2);
    const step = f32x4.div(f32x4.mul(rate, mean), f32x4.add(root, epsilon));
    storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), step), rest);
  }
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
  for (let i = 0; i < n; i += 4) {
    const at = (<usize>i) << 2;
    const rest = n - i;
    const gradient = loadGradient(g + at, rest);
    const mean = average(m + at, rest, beta1, fresh1, gradient);
    const square = average(v + at, rest, beta2, fresh2, f32x4.mul(gradient, gradient));
    const root = f32x4.mul(f32x4.sqrt(square), root2);
    const direction = f32x4.add(f32x4.mul(now, gradient), f32x4.mul(ahead, mean));
    const step = f32x4.div(f32x4.mul(rate, direction), f32x4.add(root, epsilon));
    storeWeights(w + at, f32x4.add(loadUpTo4(w + at, rest), step), rest);
  }
}
