import { loadUpTo4, storeUpTo4 } from './vector';

/** What happens to a finished element. */
export const ADD_BIAS: i32 = 1;
export const RELU: i32 = 2;
export const MASK: i32 = 4;

/** Bias of the strip's columns (8 floats, padded) and the mask [rows × columns] beside the result. */
export let epilogue: i32 = 0;
export let biasAt: usize = 0;
export let maskAt: usize = 0;
export let maskStride: usize = 0;

/**
 * Sets what the following strips do with finished elements; `bias` and `mask` begin at the strip's first
 * column.
 */
export function setEpilogue(flags: i32, bias: usize, mask: usize, stride: usize): void {
  epilogue = flags;
  biasAt = bias;
  maskAt = mask;
  maskStride = stride;
}

// @inline
export function finish(value: v128, flags: i32, bias: v128): v128 {
  if (flags & ADD_BIAS) value = f32x4.add(value, bias);
  // pmax(x, 0) keeps NaN and is one instruction.
  if (flags & RELU) value = f32x4.pmax(value, f32x4.splat(0));
  return value;
}

// @inline
export function masked(value: v128, mask: v128): v128 {
  return v128.and(value, f32x4.gt(mask, f32x4.splat(0)));
}

/** Finishes and stores one row of a tile that is narrower than eight columns. */
export function storeEdge(out: usize, lo: v128, hi: v128, cols: i32, flags: i32, mask: usize): void {
  if (flags & ADD_BIAS) {
    lo = f32x4.add(lo, v128.load(biasAt));
    hi = f32x4.add(hi, v128.load(biasAt, 16));
  }
  lo = finish(lo, flags & RELU, lo);
  hi = finish(hi, flags & RELU, hi);
  if (flags & MASK) {
    lo = masked(lo, loadUpTo4(mask, cols));
    hi = masked(hi, loadUpTo4(mask + 16, cols - 4));
  }
  storeUpTo4(out, lo, cols);
  storeUpTo4(out + 16, hi, cols - 4);
}

/** Finishes and stores one row of a full tile. */
// @inline
export function storeFull(out: usize, lo: v128, hi: v128, flags: i32, mask: usize): void {
  if (flags & MASK) {
    lo = masked(lo, v128.load(mask));
    hi = masked(hi, v128.load(mask, 16));
  } else if (flags) {
    lo = finish(lo, flags, v128.load(biasAt));
    hi = finish(hi, flags, v128.load(biasAt, 16));
  }
  v128.store(out, lo);
  v128.store(out, hi, 16);
}

/** Finishes and stores a row of at most four columns. */
// @inline
export function storeNarrow(out: usize, value: v128, cols: i32, flags: i32, mask: usize): void {
  if (flags) {
    value = finish(value, flags, v128.load(biasAt));
    if (flags & MASK) value = masked(value, loadUpTo4(mask, cols));
  }
  storeUpTo4(out, value, cols);
}

/** x = act(x + b) in place; activation codes as in denseForward. */
export function biasActivation(x: usize, b: usize, m: i32, n: i32, act: i32, ldx: i32): void {
  const flags = act == 1 ? ADD_BIAS | RELU : ADD_BIAS;
  const row = (<usize>ldx) << 2;
  const whole = ((<usize>n) & ~3) << 2;
  const rest = n & 3;
  for (let i = 0; i < m; i++) {
    for (let at: usize = 0; at < whole; at += 16)
      v128.store(x + at, finish(v128.load(x + at), flags, v128.load(b + at)));
    if (rest) {
      const to = x + whole;
      storeUpTo4(to, finish(loadUpTo4(to, rest), flags, loadUpTo4(b + whole, rest)), rest);
    }
    x += row;
  }
}

/** dx = dx ⊙ [y > 0] in place. */
export function maskPositive(y: usize, dx: usize, m: i32, n: i32, ldy: i32, lddx: i32): void {
  const whole = ((<usize>n) & ~3) << 2;
  const rest = n & 3;
  for (let i = 0; i < m; i++) {
    for (let at: usize = 0; at < whole; at += 16)
      v128.store(dx + at, masked(v128.load(dx + at), v128.load(y + at)));
    if (rest) storeUpTo4(dx + whole, masked(loadUpTo4(dx + whole, rest), loadUpTo4(y + whole, rest)), rest);
    y += (<usize>ldy) << 2;
    dx += (<usize>lddx) << 2;
  }
}
