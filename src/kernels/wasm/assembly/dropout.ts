import { storeUpTo4 } from './vector';

/** "lowbias32", the reference's integer hash. */
function mix(x: u32): u32 {
  x = (x ^ (x >> 16)) * 0x7feb352d;
  x = (x ^ (x >> 15)) * 0x846ca68b;
  return x ^ (x >> 16);
}

// @inline
function mix4(x: v128): v128 {
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x7feb352d));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(0x846ca68b));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

export function dropoutMask(
  key: usize,
  mask: usize,
  m: i32,
  n: i32,
  two: i32,
  stream: i32,
  drop: i32,
  scale: f32,
  first: i32,
): void {
  const base = mix(load<u32>(key) ^ mix(load<u32>(key, 4) ^ mix(stream)));
  const total = m * n;
  let position = i32x4.add(i32x4.splat(first * n), i32x4(0, 1, 2, 3));
  for (let i = 0; i < total; i += 4) {
    const number = i32x4.shr_u(mix4(v128.xor(i32x4.splat(base), mix4(position))), 8);
    const kept = i32x4.ge_s(number, i32x4.splat(drop));
    storeUpTo4(mask + ((<usize>i) << 2), v128.and(kept, f32x4.splat(scale)), total - i);
    position = i32x4.add(position, i32x4.splat(4));
  }
}

export function dropoutMaskOfShare(
  key: usize,
  share: usize,
  mask: usize,
  m: i32,
  n: i32,
  two: i32,
  one: i32,
  stream: i32,
  rate: f32,
  first: i32,
): void {
  const now = rate * load<f32>(share);
  dropoutMask(key, mask, m, n, two, stream, <i32>(now * 16777216), <f32>1 / (<f32>1 - now), first);
}
