import { sumOfLanes } from './map';
import { matmulTA } from './matmul';
import { product } from './product';
import { softmaxRow } from './softmax';
import { loadUpTo4, storeUpTo4 } from './vector';

/** The kernels of src/kernels/attention.ts. Every row of the batch is computed alone. */

function scaleRow(x: usize, n: i32, factor: f32): void {
  const f = f32x4.splat(factor);
  for (let j = 0; j < n; j += 4) {
    const at = x + ((<usize>j) << 2);
    storeUpTo4(at, f32x4.mul(loadUpTo4(at, n - j), f), n - j);
  }
}

export function attention(
  qkv: usize,
  lengths: usize,
  p: usize,
  out: usize,
  m: i32,
  time: i32,
  g: i32,
  n: i32,
  heads: i32,
  causal: i32,
): void {
  const d = n / heads;
  const scale = <f32>(1.0 / sqrt<f64>(<f64>d));
  const step = (<usize>g) << 2;
  const pRow = (<usize>time) << 2;
  const outRow = (<usize>n) << 2;
  const column = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    const length = load<i32>(lengths);
    const missing = <usize>(time - length);
    memory.fill(out + <usize>length * outRow, 0, missing * outRow);
    for (let head = 0; head < heads; head++) {
      const q = qkv + ((<usize>(head * d)) << 2);
      const to = out + ((<usize>(head * d)) << 2);
      product(q, q + column, p, length, d, length, step, step, pRow, true, 0, 0, 0, 0);
      for (let t = 0; t < length; t++) {
        const seen = causal ? t + 1 : length;
        const row = p + <usize>t * pRow;
        scaleRow(row, seen, scale);
        softmaxRow(row, row, seen);
        memory.fill(row + ((<usize>seen) << 2), 0, (<usize>(time - seen)) << 2);
      }
      memory.fill(p + <usize>length * pRow, 0, missing * pRow);
      product(p, q + 2 * column, to, length, length, d, pRow, step, outRow, false, 0, 0, 0, 0);
      p += <usize>time * pRow;
    }
    qkv += <usize>time * step;
    out += <usize>time * outRow;
    lengths += 4;
  }
}

/** ds = p ⊙ (ds − Σ ds ⊙ p)·scale, one row. */
function scoreGrad(ds: usize, p: usize, n: i32, scale: f32): void {
  let sum = f32x4.splat(0);
  for (let j = 0; j < n; j += 4) {
    const at = (<usize>j) << 2;
    sum = f32x4.add(sum, f32x4.mul(loadUpTo4(ds + at, n - j), loadUpTo4(p + at, n - j)));
  }
  const dot = f32x4.splat(sumOfLanes(sum));
  for (let j = 0; j < n; j += 4) {
    const at = (<usize>j) << 2;
    const v = f32x4.mul(loadUpTo4(p + at, n - j), f32x4.sub(loadUpTo4(ds + at, n - j), dot));
    storeUpTo4(ds + at, f32x4.mul(v, f32x4.splat(scale)), n - j);
  }
}

export function attentionGrad(
  qkv: usize,
  p: usize,
  dout: usize,
  ds: usize,
  dqkv: usize,
  m: i32,
  time: i32,
  g: i32,
  n: i32,
  heads: i32,
): void {
  const d = n / heads;
  const scale = <f32>(1.0 / sqrt<f64>(<f64>d));
  const step = (<usize>g) << 2;
  const pRow = (<usize>time) << 2;
  const outRow = (<usize>n) << 2;
  const column = (<usize>n) << 2;
  for (let i = 0; i < m; i++) {
    for (let head = 0; head < heads; head++) {
      const skipped = (<usize>(head * d)) << 2;
      const q = qkv + skipped;
      const dq = dqkv + skipped;
      const from = dout + skipped;
      product(from, q + 2 * column, ds, time, d, time, outRow, step, pRow, true, 0, 0, 0, 0);
      for (let t = 0; t < time; t++) scoreGrad(ds + <usize>t * pRow, p + <usize>t * pRow, time, scale);
      product(ds, q + column, dq, time, time, d, pRow, step, step, false, 0, 0, 0, 0);
      matmulTA(ds, q, dq + column, time, time, d, time, g, g);
      matmulTA(p, from, dq + 2 * column, time, time, d, time, n, g);
      p += <usize>time * pRow;
    }
    qkv += <usize>time * step;
    dqkv += <usize>time * step;
    dout += <usize>time * outRow;
    ds += <usize>time * pRow;
  }
}

export function maskSteps(x: usize, lengths: usize, out: usize, m: i32, time: i32, n: i32): void {
  const row = (<usize>(time * n)) << 2;
  for (let i = 0; i < m; i++) {
    const kept = (<usize>(load<i32>(lengths) * n)) << 2;
    memory.copy(out, x, kept);
    memory.fill(out + kept, 0, row - kept);
    x += row;
    out += row;
    lengths += 4;
  }
}
