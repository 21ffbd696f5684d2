/**
 * The lower triangle L of a positive definite matrix A = L·Lᵀ, row-major [n × n]; `a` is overwritten by it.
 * A pivot that rounding made 0 or less counts as a tiny one, so that it always comes to an end.
 */
export function cholesky(a: Float64Array, n: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j];
      for (let k = 0; k < j; k++) sum -= a[i * n + k] * a[j * n + k];
      if (i === j) a[i * n + i] = Math.sqrt(Math.max(sum, 1e-14 * Math.abs(a[i * n + i]) + Number.MIN_VALUE));
      else a[i * n + j] = sum / a[j * n + j];
    }
  }
  return a;
}

/**
 * Solves L·Lᵀ·X = B for `columns` right sides.
 *
 * @param lower as `cholesky` gives it
 * @param b [n × columns], overwritten by X
 */
export function solve(lower: Float64Array, n: number, b: Float64Array, columns: number): Float64Array {
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < i; k++) {
      const factor = lower[i * n + k];
      for (let c = 0; c < columns; c++) b[i * columns + c] -= factor * b[k * columns + c];
    }
    for (let c = 0; c < columns; c++) b[i * columns + c] /= lower[i * n + i];
  }
  for (let i = n - 1; i >= 0; i--) {
    for (let c = 0; c < columns; c++) b[i * columns + c] /= lower[i * n + i];
    for (let k = 0; k < i; k++) {
      const factor = lower[i * n + k];
      for (let c = 0; c < columns; c++) b[k * columns + c] -= factor * b[i * columns + c];
    }
  }
  return b;
}

/**
 * zᵀ·D·z·factor + λ·I, [inputs × inputs], lower triangle.
 *
 * @param z row-major [rows × inputs]
 * @param weights D, one for each row
 */
export function gram(
  z: Float64Array,
  { rows, inputs }: { readonly rows: number; readonly inputs: number },
  weights: Float64Array,
  { factor, lambda }: { readonly factor: number; readonly lambda: number },
): Float64Array {
  const a = new Float64Array(inputs * inputs);
  for (let i = 0; i < rows; i++) {
    const row = z.subarray(i * inputs, (i + 1) * inputs);
    for (let j = 0; j < inputs; j++) {
      const value = factor * weights[i] * row[j];
      if (value === 0) continue;
      for (let k = 0; k <= j; k++) a[j * inputs + k] += value * row[k];
    }
  }
  for (let j = 0; j < inputs; j++) a[j * inputs + j] += lambda;
  return a;
}
