import { sumOfLanes } from './map';
import { loadUpTo4, storeUpTo4 } from './vector';

/** The kernels of src/kernels/columnDense.ts, four outputs at a time. */

export function columnDense(x: usize, w: usize, b: usize, out: usize, m: i32, c: i32, f: i32, g: i32): void {
  const wide = (<usize>g) << 2;
  for (let i = 0; i < m; i++) {
    let from = w;
    let bias = b;
    for (let k = 0; k < c; k++) {
      for (let l = 0; l < g; l += 4) {
        const at = (<usize>l) << 2;
        let sum = loadUpTo4(bias + at, g - l);
        for (let j = 0; j < f; j++) {
          const weights = loadUpTo4(from + <usize>j * wide + at, g - l);
          sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(x + ((<usize>j) << 2)), weights));
        }
        storeUpTo4(out + at, sum, g - l);
      }
      x += (<usize>f) << 2;
      out += wide;
      from += <usize>f * wide;
      bias += wide;
    }
  }
}

export function columnDenseGrad(
  x: usize,
  dy: usize,
  dw: usize,
  db: usize,
  m: i32,
  c: i32,
  f: i32,
  g: i32,
): void {
  const wide = (<usize>g) << 2;
  memory.fill(dw, 0, <usize>c * <usize>f * wide);
  memory.fill(db, 0, <usize>c * wide);
  for (let i = 0; i < m; i++) {
    let to = dw;
    let bias = db;
    for (let k = 0; k < c; k++) {
      for (let l = 0; l < g; l += 4) {
        const at = (<usize>l) << 2;
        const d = loadUpTo4(dy + at, g - l);
        storeUpTo4(bias + at, f32x4.add(loadUpTo4(bias + at, g - l), d), g - l);
        for (let j = 0; j < f; j++) {
          const place = to + <usize>j * wide + at;
          const product = f32x4.mul(v128.load32_splat(x + ((<usize>j) << 2)), d);
          storeUpTo4(place, f32x4.add(loadUpTo4(place, g - l), product), g - l);
        }
      }
      x += (<usize>f) << 2;
      dy += wide;
      to += <usize>f * wide;
      bias += wide;
    }
  }
}

export function columnDenseGradInput(w: usize, dy: usize, dx: usize, m: i32, c: i32, f: i32, g: i32): void {
  const wide = (<usize>g) << 2;
  for (let i = 0; i < m; i++) {
    let from = w;
    for (let k = 0; k < c; k++) {
      for (let j = 0; j < f; j++) {
        let sum = f32x4.splat(0);
        for (let l = 0; l < g; l += 4) {
          const at = (<usize>l) << 2;
          sum = f32x4.add(sum, f32x4.mul(loadUpTo4(dy + at, g - l), loadUpTo4(from + at, g - l)));
        }
        store<f32>(dx, sumOfLanes(sum));
        dx += 4;
        from += wide;
      }
      dy += wide;
    }
  }
}
