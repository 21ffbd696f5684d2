import { exp2d } from './math';
import { loadUpTo4, storeUpTo4 } from './vector';

/** The kernel of src/kernels/positions.ts. */

/** π/2 in two parts; products of the first with a small integer are exact. */
const HALF_PI_HIGH: f64 = 1.5707963267341256;
const HALF_PI_LOW: f64 = 6.077100506506192e-11;
const LN_10000: f64 = 9.210340371976184;

/** sin(x), or cos(x) with `quarters` 1, for 0 ≤ x < 10⁵: Taylor's series after a reduction to |r| ≤ π/4. */
function sine(x: f64, quarters: i32): f64 {
  const n = nearest<f64>(x * 0.6366197723675814);
  const r = x - n * HALF_PI_HIGH - n * HALF_PI_LOW;
  const z = r * r;
  const quadrant = (<i32>n + quarters) & 3;
  let y: f64;
  if (quadrant & 1) {
    y = 1.0 / 479001600.0;
    y = y * z - 1.0 / 3628800.0;
    y = y * z + 1.0 / 40320.0;
    y = y * z - 1.0 / 720.0;
    y = y * z + 1.0 / 24.0;
    y = y * z - 0.5;
    y = y * z + 1;
  } else {
    y = 1.0 / 6227020800.0;
    y = y * z - 1.0 / 39916800.0;
    y = y * z + 1.0 / 362880.0;
    y = y * z - 1.0 / 5040.0;
    y = y * z + 1.0 / 120.0;
    y = y * z - 1.0 / 6.0;
    y = r + r * z * y;
  }
  return quadrant & 2 ? -y : y;
}

/** The marks of a step are written to the first row's output and added to the other rows from there. */
export function addPositions(x: usize, out: usize, m: i32, time: i32, n: i32): void {
  const row = (<usize>(time * n)) << 2;
  for (let t = 0; t < time; t++) {
    for (let j = 0; j < n; j++) {
      const power = f64x2.splat((-LN_10000 * <f64>(j & ~1)) / <f64>n);
      const angle = <f64>t * f64x2.extract_lane(exp2d(power), 0);
      store<f32>(out + ((<usize>j) << 2), <f32>sine(angle, j & 1));
    }
    for (let i = m - 1; i >= 0; i--) {
      const skipped = <usize>i * row;
      for (let j = 0; j < n; j += 4) {
        const at = (<usize>j) << 2;
        const y = f32x4.add(loadUpTo4(x + skipped + at, n - j), loadUpTo4(out + at, n - j));
        storeUpTo4(out + skipped + at, y, n - j);
      }
    }
    x += (<usize>n) << 2;
    out += (<usize>n) << 2;
  }
}
