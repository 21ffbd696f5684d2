/** The kernels of src/kernels/groupNorm.ts, sums in float64 as the reference makes them. */

/** Address of channel `j` of pixel `i`. */
// @inline
function at(x: usize, i: i32, c: i32, j: i32): usize {
  return x + ((<usize>(i * c + j)) << 2);
}

export function groupNorm(
  x: usize,
  gain: usize,
  bias: usize,
  out: usize,
  mean: usize,
  rstd: usize,
  m: i32,
  p: i32,
  c: i32,
  groups: i32,
  epsilon: f32,
): void {
  const size = c / groups;
  const count = <f64>(p * size);
  for (let image = 0; image < m; image++) {
    for (let first = 0; first < c; first += size) {
      let sum: f64 = 0;
      for (let i = 0; i < p; i++) {
        for (let j = first; j < first + size; j++) sum += <f64>load<f32>(at(x, i, c, j));
      }
      const center = <f32>(sum / count);
      let squares: f64 = 0;
      for (let i = 0; i < p; i++) {
        for (let j = first; j < first + size; j++) {
          const d = <f64>(load<f32>(at(x, i, c, j)) - center);
          squares += d * d;
        }
      }
      const scale = <f32>1 / sqrt<f32>(<f32>(squares / count) + epsilon);
      for (let i = 0; i < p; i++) {
        for (let j = first; j < first + size; j++) {
          const channel = (<usize>j) << 2;
          const normal = (load<f32>(at(x, i, c, j)) - center) * scale;
          store<f32>(at(out, i, c, j), normal * load<f32>(gain + channel) + load<f32>(bias + channel));
        }
      }
      store<f32>(mean, center);
      store<f32>(rstd, scale);
      mean += 4;
      rstd += 4;
    }
    x = at(x, p, c, 0);
    out = at(out, p, c, 0);
  }
}

export function groupNormGradGain(
  x: usize,
  dy: usize,
  mean: usize,
  rstd: usize,
  dgain: usize,
  rows: i32,
  n: i32,
  m: i32,
  groups: i32,
  size: i32,
  ldx: i32,
  lddy: i32,
  first: i32,
): void {
  const p = rows / m;
  for (let j = 0; j < n; j++) {
    let statistics = (<usize>((first + j) / size)) << 2;
    let sum: f64 = 0;
    for (let image = 0; image < m; image++) {
      const center = load<f32>(mean + statistics);
      const scale = load<f32>(rstd + statistics);
      for (let i = image * p; i < (image + 1) * p; i++) {
        const normal = (load<f32>(at(x, i, ldx, j)) - center) * scale;
        sum += <f64>normal * <f64>load<f32>(at(dy, i, lddy, j));
      }
      statistics += (<usize>groups) << 2;
    }
    store<f32>(dgain + ((<usize>j) << 2), <f32>sum);
  }
}

export function groupNormGrad(
  x: usize,
  dy: usize,
  gain: usize,
  mean: usize,
  rstd: usize,
  dx: usize,
  m: i32,
  p: i32,
  c: i32,
  groups: i32,
): void {
  const size = c / groups;
  const count = <f64>(p * size);
  for (let image = 0; image < m; image++) {
    for (let first = 0; first < c; first += size) {
      const center = load<f32>(mean);
      const scale = load<f32>(rstd);
      let sum: f64 = 0;
      let product: f64 = 0;
      for (let i = 0; i < p; i++) {
        for (let j = first; j < first + size; j++) {
          const d = load<f32>(at(dy, i, c, j)) * load<f32>(gain + ((<usize>j) << 2));
          const normal = (load<f32>(at(x, i, c, j)) - center) * scale;
          sum += <f64>d;
          product += <f64>d * <f64>normal;
        }
      }
      const ofMean = <f32>(sum / count);
      const ofDeviation = <f32>(product / count);
      for (let i = 0; i < p; i++) {
        for (let j = first; j < first + size; j++) {
          const d = load<f32>(at(dy, i, c, j)) * load<f32>(gain + ((<usize>j) << 2));
          const normal = (load<f32>(at(x, i, c, j)) - center) * scale;
          store<f32>(at(dx, i, c, j), scale * (d - ofMean - normal * ofDeviation));
        }
      }
      mean += 4;
      rstd += 4;
    }
    x = at(x, p, c, 0);
    dy = at(dy, p, c, 0);
    dx = at(dx, p, c, 0);
  }
}
