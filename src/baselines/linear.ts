import type { BaselineRows, LearningRows } from './define.ts';

/** λ of the penalty λ/2·‖weights‖² beside sums over rows: C = 1 and alpha = 1 in scikit-learn. */
export const LAMBDA = 1;

/** Inputs with a mean of 0. */
export interface Centred {
  /** [rows × inputs] */
  readonly z: Float64Array;
  readonly rows: number;
  readonly inputs: number;
  /** z = (x − mean) / scale for each input. */
  readonly mean: Float64Array;
  readonly scale: Float64Array;
}

/** Outputs that are weighted sums of the inputs: weights [outputs × inputs], biases [outputs]. */
export interface Linear {
  readonly weights: Float64Array;
  readonly biases: Float64Array;
}

/** Weight of each row; they add up to the number of rows where none are given. */
export const weightsOf = ({ weights, rows }: LearningRows): Float64Array =>
  weights ? Float64Array.from(weights) : new Float64Array(rows).fill(1);

/**
 * Inputs less their means.
 *
 * @param rescale bring inputs to one size, as a penalty on all weights needs it: those that go beyond 0 to 1 are divided by their
 *   deviation; columns of one-hot and shares of brightness are left as they are
 */
export function centred(rows: LearningRows, rescale: boolean): Centred {
  const { x, inputs, rows: n } = rows;
  const weights = weightsOf(rows);
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = new Float64Array(inputs);
  const scale = new Float64Array(inputs).fill(1);
  const outside = new Uint8Array(inputs);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < inputs; j++) {
      const value = x[i * inputs + j];
      mean[j] += (weights[i] * value) / total;
      if (value < 0 || value > 1) outside[j] = 1;
    }
  const z = new Float64Array(n * inputs);
  const squares = new Float64Array(inputs);
  for (let i = 0; i < n; i++)
    for (let j = 0; j < inputs; j++) {
      const difference = x[i * inputs + j] - mean[j];
      z[i * inputs + j] = difference;
      squares[j] += (weights[i] * difference * difference) / total;
    }
  if (!rescale) return { z, rows: n, inputs, mean, scale };
  for (let j = 0; j < inputs; j++) {
    const deviation = Math.sqrt(squares[j]);
    if (outside[j] === 1 && deviation > 1e-12 * Math.abs(mean[j])) scale[j] = deviation;
  }
  for (let i = 0; i < n; i++) for (let j = 0; j < inputs; j++) z[i * inputs + j] /= scale[j];
  return { z, rows: n, inputs, mean, scale };
}

/**
 * Weights and biases for the inputs as they came.
 *
 * @param w for the centred inputs, [inputs × outputs]
 * @param b for them, [outputs]
 */
export function uncentred({ inputs, mean, scale }: Centred, w: Float64Array, b: Float64Array): Linear {
  const outputs = b.length;
  const weights = new Float64Array(outputs * inputs);
  const biases = Float64Array.from(b);
  for (let j = 0; j < inputs; j++)
    for (let c = 0; c < outputs; c++) {
      const weight = w[j * outputs + c] / scale[j];
      weights[c * inputs + j] = weight;
      biases[c] -= weight * mean[j];
    }
  return { weights, biases };
}

/** z·w, [rows × outputs], of z [rows × inputs] and w [inputs × outputs]. */
export function product({ z, rows, inputs }: Centred, w: Float64Array, outputs: number): Float64Array {
  const out = new Float64Array(rows * outputs);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < inputs; j++) {
      const value = z[i * inputs + j];
      for (let c = 0; c < outputs; c++) out[i * outputs + c] += value * w[j * outputs + c];
    }
  return out;
}

/** zᵀ·r, [inputs × outputs], of z [rows × inputs] and r [rows × outputs]. */
export function transposedProduct(
  { z, rows, inputs }: Centred,
  r: Float64Array,
  outputs: number,
): Float64Array {
  const out = new Float64Array(inputs * outputs);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < inputs; j++) {
      const value = z[i * inputs + j];
      for (let c = 0; c < outputs; c++) out[j * outputs + c] += value * r[i * outputs + c];
    }
  return out;
}

/** Weights and biases as one array, to be kept: weights [outputs × inputs], then biases. */
export function flat({ weights, biases }: Linear): Float64Array {
  const all = new Float64Array(weights.length + biases.length);
  all.set(weights);
  all.set(biases, weights.length);
  return all;
}

/** Outputs [rows × outputs] of a linear model whose numbers stand as `flat` gives them. */
export function linearOutputs(
  parameters: ArrayLike<number>,
  { x, inputs, rows }: BaselineRows,
): Float64Array {
  const outputs = parameters.length / (inputs + 1);
  const out = new Float64Array(rows * outputs);
  for (let i = 0; i < rows; i++)
    for (let c = 0; c < outputs; c++) {
      let sum = parameters[outputs * inputs + c];
      for (let j = 0; j < inputs; j++) sum += parameters[c * inputs + j] * x[i * inputs + j];
      out[i * outputs + c] = sum;
    }
  return out;
}
