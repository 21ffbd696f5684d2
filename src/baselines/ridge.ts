import { cholesky, gram, solve } from './cholesky.ts';
import { centred, LAMBDA, transposedProduct, uncentred, weightsOf } from './linear.ts';
import type { Centred, Linear } from './linear.ts';
import type { LearningRows } from './define.ts';

/** z·zᵀ + λ·D⁻¹ solved for the targets: where there are more inputs than rows. */
function dual(of: Centred, weights: Float64Array, r: Float64Array, outputs: number, lambda: number) {
  const { z, rows, inputs } = of;
  const k = new Float64Array(rows * rows);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let c = 0; c < inputs; c++) sum += z[i * inputs + c] * z[j * inputs + c];
      k[i * rows + j] = sum;
    }
  // A row of weight 0 has no part in it.
  for (let i = 0; i < rows; i++) k[i * rows + i] += lambda / Math.max(weights[i], 1e-12);
  return transposedProduct(of, solve(cholesky(k, rows), rows, r, outputs), outputs);
}

/**
 * Ridge regression: the minimum of Σ w·(y − a − x·b)² + λ‖b‖², the biases a without a penalty, by Cholesky's
 * decomposition of the normal equations, in their dual form where there are more inputs than rows. As
 * `Ridge(alpha=λ)` of scikit-learn.
 *
 * @param outputs values of each row
 * @param rescale as `centred` says
 */
export function fitRidge(
  rows: LearningRows,
  outputs: number,
  { lambda = LAMBDA, rescale = true } = {},
): Linear {
  const of = centred(rows, rescale);
  const weights = weightsOf(rows);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const means = new Float64Array(outputs);
  for (let i = 0; i < rows.rows; i++)
    for (let c = 0; c < outputs; c++) means[c] += (weights[i] * rows.target[i * outputs + c]) / total;
  const primal = rows.inputs <= rows.rows;
  const r = Float64Array.from({ length: rows.rows * outputs }, (_, at) => {
    const c = at % outputs;
    return (rows.target[at] - means[c]) * (primal ? weights[(at - c) / outputs] : 1);
  });
  if (!primal) return uncentred(of, dual(of, weights, r, outputs, lambda), means);
  const lower = cholesky(gram(of.z, of, weights, { factor: 1, lambda }), of.inputs);
  return uncentred(of, solve(lower, of.inputs, transposedProduct(of, r, outputs), outputs), means);
}
