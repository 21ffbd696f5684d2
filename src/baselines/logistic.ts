import { cholesky, gram, solve } from './cholesky.ts';
import type { LearningRows } from './define.ts';
import { minimise } from './lbfgs.ts';
import type { Minimised, Objective } from './lbfgs.ts';
import { centred, LAMBDA, product, transposedProduct, uncentred, weightsOf } from './linear.ts';
import type { Centred, Linear } from './linear.ts';

/** Inputs up to which the curvature is taken as a matrix, and not its diagonal alone. */
const MATRIX = 512;

/** Two classes have one output, the log odds of the second. */
export const outputsFor = (classes: number): number => (classes === 2 ? 1 : classes);

/** Probabilities [rows × classes] of outputs [rows × outputsFor(classes)]: softmax, or of two classes sigmoid. */
export function probabilities(outputs: Float64Array, rows: number, classes: number): Float64Array {
  const out = new Float64Array(rows * classes);
  if (classes === 2) {
    for (let i = 0; i < rows; i++) {
      out[2 * i] = 1 / (1 + Math.exp(outputs[i]));
      out[2 * i + 1] = 1 / (1 + Math.exp(-outputs[i]));
    }
    return out;
  }
  for (let i = 0; i < rows; i++) {
    let [most, sum] = [-Infinity, 0];
    for (let c = 0; c < classes; c++) most = Math.max(most, outputs[i * classes + c]);
    for (let c = 0; c < classes; c++) sum += out[i * classes + c] = Math.exp(outputs[i * classes + c] - most);
    for (let c = 0; c < classes; c++) out[i * classes + c] /= sum;
  }
  return out;
}

/** log Σ exp of a row's outputs, less the output of its class: −log p. */
function lossOf(outputs: Float64Array, i: number, label: number, width: number): number {
  if (width === 1) {
    const margin = label === 1 ? outputs[i] : -outputs[i];
    return margin > 0 ? Math.log1p(Math.exp(-margin)) : Math.log1p(Math.exp(margin)) - margin;
  }
  let [most, sum] = [-Infinity, 0];
  for (let c = 0; c < width; c++) most = Math.max(most, outputs[i * width + c]);
  for (let c = 0; c < width; c++) sum += Math.exp(outputs[i * width + c] - most);
  return most + Math.log(sum) - outputs[i * width + label];
}

/**
 * The sum of the cross-entropies and λ/2·‖weights‖² as a function of [inputs × outputs] weights and
 * [outputs] biases, one array. The outputs for all rows are kept, so that a look along a direction costs one
 * product however many steps are tried.
 */
class LogisticObjective implements Objective {
  readonly place: Float64Array;
  readonly #of: Centred;
  readonly #target: ArrayLike<number>;
  readonly #weights: Float64Array;
  readonly #classes: number;
  readonly #width: number;
  readonly #size: number;
  readonly #lambda: number;
  readonly #outputs: Float64Array;
  readonly #curvature: Float64Array;
  readonly #factor: number;
  #looked: { readonly direction: Float64Array; readonly outputs: Float64Array };

  constructor(of: Centred, rows: LearningRows, classes: number, lambda: number) {
    this.#of = of;
    this.#target = rows.target;
    this.#weights = weightsOf(rows);
    this.#classes = classes;
    this.#width = outputsFor(classes);
    this.#size = of.inputs * this.#width;
    this.#lambda = lambda;
    this.place = new Float64Array(this.#size + this.#width);
    this.#outputs = new Float64Array(of.rows * this.#width);
    // Where all probabilities are equal, the second derivatives are p·zᵀ·z of each class, with p(1 − p) of two.
    this.#factor = classes === 2 ? 1 / 4 : 1 / classes;
    this.#curvature = this.#curvatureOf();
    this.#looked = { direction: this.place, outputs: this.#outputs };
  }

  /** L of the curvature's L·Lᵀ, or its diagonal. */
  #curvatureOf(): Float64Array {
    const { z, rows, inputs } = this.#of;
    const of = { factor: this.#factor, lambda: this.#lambda };
    if (inputs <= MATRIX) return cholesky(gram(z, this.#of, this.#weights, of), inputs);
    const diagonal = new Float64Array(inputs).fill(this.#lambda);
    for (let i = 0; i < rows; i++)
      for (let j = 0; j < inputs; j++)
        diagonal[j] += this.#factor * this.#weights[i] * z[i * inputs + j] ** 2;
    return diagonal;
  }

  precondition(vector: Float64Array): Float64Array {
    const { inputs } = this.#of;
    const out = Float64Array.from(vector);
    const total = this.#weights.reduce((sum, w) => sum + w, 0);
    for (let c = 0; c < this.#width; c++) out[this.#size + c] /= this.#factor * total;
    if (inputs <= MATRIX) solve(this.#curvature, inputs, out, this.#width);
    else for (let at = 0; at < this.#size; at++) out[at] /= this.#curvature[Math.floor(at / this.#width)];
    return out;
  }

  /** Outputs for all rows of some weights and biases. */
  #outputsOf(place: Float64Array): Float64Array {
    const out = product(this.#of, place, this.#width);
    for (let at = 0; at < out.length; at++) out[at] += place[this.#size + (at % this.#width)];
    return out;
  }

  gradient(): Float64Array {
    const { rows } = this.#of;
    const width = this.#width;
    const p = probabilities(this.#outputs, rows, this.#classes);
    const r = new Float64Array(rows * width);
    for (let i = 0; i < rows; i++)
      for (let c = 0; c < width; c++) {
        const label = this.#target[i];
        const error = width === 1 ? p[2 * i + 1] - label : p[i * width + c] - (label === c ? 1 : 0);
        r[i * width + c] = this.#weights[i] * error;
      }
    const out = new Float64Array(this.place.length);
    out.set(transposedProduct(this.#of, r, width));
    for (let at = 0; at < this.#size; at++) out[at] += this.#lambda * this.place[at];
    for (let at = 0; at < r.length; at++) out[this.#size + (at % width)] += r[at];
    return out;
  }

  along(direction: Float64Array): (t: number) => number {
    const outputs = this.#outputsOf(direction);
    this.#looked = { direction, outputs };
    const at = new Float64Array(outputs.length);
    return (t) => {
      for (let k = 0; k < at.length; k++) at[k] = this.#outputs[k] + t * outputs[k];
      let sum = 0;
      for (let i = 0; i < this.#of.rows; i++)
        sum += this.#weights[i] * lossOf(at, i, this.#target[i], this.#width);
      for (let k = 0; k < this.#size; k++)
        sum += (this.#lambda / 2) * (this.place[k] + t * direction[k]) ** 2;
      return sum;
    };
  }

  move(t: number): void {
    const { direction, outputs } = this.#looked;
    for (let k = 0; k < this.place.length; k++) this.place[k] += t * direction[k];
    for (let k = 0; k < outputs.length; k++) this.#outputs[k] += t * outputs[k];
  }
}

/** How logistic regression is solved. */
interface LogisticChoices {
  readonly lambda?: number;
  /** As `centred` says. */
  readonly rescale?: boolean;
  /** The largest element of the gradient at the end, divided by the rows; 1e-4 as in scikit-learn. */
  readonly tolerance?: number;
  readonly iterations?: number;
}

/** Iterations at most. */
export const ITERATIONS = 100;

/**
 * Logistic regression: the minimum of the summed cross-entropy and λ/2·‖weights‖², the biases without a
 * penalty; softmax of more than two classes, sigmoid of two. As `LogisticRegression(C=1/λ)` of scikit-learn.
 * The function is strictly convex, and L-BFGS comes to its minimum from everywhere; the curvature at the
 * beginning (Böhning 1992) makes inputs of all sizes and correlations alike to it.
 *
 * @param classes at least 2
 */
export function fitLogistic(
  rows: LearningRows,
  classes: number,
  { lambda = LAMBDA, rescale = true, tolerance = 1e-4, iterations = ITERATIONS }: LogisticChoices = {},
): Linear & Minimised {
  const of = centred(rows, rescale);
  const objective = new LogisticObjective(of, rows, classes, lambda);
  const ended = minimise(objective, { tolerance: tolerance * rows.rows, iterations });
  const size = of.inputs * outputsFor(classes);
  return {
    ...uncentred(of, objective.place.subarray(0, size), objective.place.subarray(size)),
    ...ended,
  };
}
