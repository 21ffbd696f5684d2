import { First, knob, read, Second, writeWeights } from './update';

// @inline
function movingAverage4<P>(a: usize, w: usize, rest: i32, share: v128): void {
  const before = read<P>(a, rest);
  const step = f32x4.mul(share, f32x4.sub(read<P>(w, rest), before));
  writeWeights<P>(a, f32x4.add(before, step), rest);
}

export function movingAverage(a: usize, w: usize, k: usize, n: i32): void {
  const share = knob(k, 0);
  const end = a + (((<usize>n) & ~7) << 2);
  for (; a != end; a += 32) {
    movingAverage4<First>(a, w, 4, share);
    movingAverage4<Second>(a, w, 4, share);
    w += 32;
  }
  if (n & 4) {
    movingAverage4<First>(a, w, 4, share);
    a += 16;
    w += 16;
  }
  if (n & 3) movingAverage4<First>(a, w, n & 3, share);
}
