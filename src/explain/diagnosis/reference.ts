import { pairedDifference, pairedShares } from '../../util/significance.ts';
import { mean, populationDeviation, scaleOf } from '../../util/statistics.ts';
import type { Reference } from './define.ts';

/** Rows of training with what the network answers for them. */
export interface Answered {
  /** Inputs, row-major [rows × inputs]. */
  readonly x: ArrayLike<number>;
  readonly rows: number;
  readonly inputs: number;
  /** Class of each row, or its value. */
  readonly target: Int32Array | Float64Array | Float32Array;
  /** Number of classes; absent for values. */
  readonly classes?: number;
  /** The network's class of each row, or its value. */
  readonly answers: ArrayLike<number>;
}

/** A kernel ridge regression: width of its bell, Infinity a plane, and its penalty. */
interface Kernel {
  readonly gamma: number;
  readonly ridge: number;
}

/** From a plane to a function that follows near neighbours only. */
const kernels: readonly Kernel[] = [
  { gamma: 0, ridge: 1 },
  { gamma: 0.1, ridge: 0.1 },
  { gamma: 0.5, ridge: 0.3 },
  { gamma: 2, ridge: 0.3 },
  { gamma: 10, ridge: 0.3 },
];

/** Rows that are enough: the work grows with their cube. */
export const REFERENCE_ROWS = 240;
const LEAST = 20;

/** Inputs of mean 0 and deviation 1, [rows × inputs]. */
function standardised({ x, rows, inputs }: Answered): Float64Array {
  const out = new Float64Array(rows * inputs);
  for (let j = 0; j < inputs; j++) {
    const column = Float64Array.from({ length: rows }, (_, i) => x[i * inputs + j]);
    const middle = mean(column);
    const scale = scaleOf(populationDeviation(column), middle);
    column.forEach((value, i) => (out[i * inputs + j] = (value - middle) / scale));
  }
  return out;
}

/** x·x′ / inputs of all pairs of rows, [rows × rows]. */
function products(x: Float64Array, n: number, inputs: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k <= i; k++) {
      let sum = 0;
      for (let j = 0; j < inputs; j++) sum += x[i * inputs + j] * x[k * inputs + j];
      out[i * n + k] = out[k * n + i] = sum / inputs;
    }
  return out;
}

/** The kernel of all pairs of rows, with its penalty on the diagonal. */
function kernelMatrix(inner: Float64Array, n: number, { gamma, ridge }: Kernel): Float64Array {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++)
    for (let k = 0; k < n; k++) {
      const between = inner[i * n + i] + inner[k * n + k] - 2 * inner[i * n + k];
      const value = gamma === 0 ? inner[i * n + k] : Math.exp(-gamma * between);
      out[i * n + k] = 1 + value + (i === k ? ridge : 0);
    }
  return out;
}

/** Overwrites a symmetric positive definite matrix by its inverse: Gauss-Jordan, which needs no pivots here. */
function invert(a: Float64Array, n: number): void {
  for (let p = 0; p < n; p++) {
    const pivot = 1 / a[p * n + p];
    a[p * n + p] = 1;
    for (let j = 0; j < n; j++) a[p * n + j] *= pivot;
    for (let i = 0; i < n; i++) {
      if (i === p) continue;
      const factor = a[i * n + p];
      a[i * n + p] = 0;
      for (let j = 0; j < n; j++) a[i * n + j] -= factor * a[p * n + j];
    }
  }
}

/**
 * What a kernel ridge regression answers for each row when it is fitted to all others, for every column of y:
 * y − α / diag(K⁻¹) with α = K⁻¹y (Wahba 1990, leaving-out-one lemma). [columns][rows]
 */
function leftOut(inverse: Float64Array, n: number, y: readonly Float64Array[]): Float64Array[] {
  return y.map((values) =>
    values.map((value, i) => {
      let alpha = 0;
      for (let k = 0; k < n; k++) alpha += inverse[i * n + k] * values[k];
      return value - alpha / inverse[i * n + i];
    }),
  );
}

const largest = (scores: readonly Float64Array[], row: number): number => {
  let best = 0;
  for (let c = 1; c < scores.length; c++) if (scores[c][row] > scores[best][row]) best = c;
  return best;
};

/** Answers of one fit, row by row. */
interface Answers {
  readonly kernel: Kernel;
  readonly values: Float64Array;
  /** Share of correct rows, or R². */
  readonly score: number;
}

function scoreOf({ target, classes }: Answered, values: ArrayLike<number>): number {
  const errors = Float64Array.from(target, (truth, i) =>
    classes === undefined ? (values[i] - truth) ** 2 : Number(values[i] !== truth),
  );
  return 1 - mean(errors) / (classes === undefined ? populationDeviation(target) ** 2 || 1 : 1);
}

/** Leave-one-out answers of every kernel. */
function fitted(one: Answered): Answers[] {
  const { rows, inputs, target, classes } = one;
  const inner = products(standardised(one), rows, inputs);
  const y =
    classes === undefined
      ? [Float64Array.from(target)]
      : Array.from({ length: classes }, (_, c) => Float64Array.from(target, (label) => Number(label === c)));
  return kernels.map((kernel) => {
    const matrix = kernelMatrix(inner, rows, kernel);
    invert(matrix, rows);
    const outputs = leftOut(matrix, rows, y);
    const values = classes === undefined ? outputs[0] : outputs[0].map((_, row) => largest(outputs, row));
    return { kernel, values, score: scoreOf(one, values) };
  });
}

/**
 * What follows from the inputs at the least: each row of training answered by a kernel ridge regression that was
 * fitted to the others (at most 240 of them), beside the network's own answers to the same rows, which it learned
 * from. A network that is worse than that all the same has not learned what there is to learn. Undefined where rows
 * are too few.
 */
export function referenceOf(one: Answered): Reference | undefined {
  const { rows, target, classes, answers } = one;
  if (rows < LEAST || rows > REFERENCE_ROWS || (classes ?? 0) > 50) return undefined;
  const all = fitted(one);
  const best = all.reduce((a, b) => (b.score > a.score ? b : a));
  const own = scoreOf(one, answers);
  let [lost, won] = [0, 0];
  const errors = (values: ArrayLike<number>) =>
    Float64Array.from(target, (truth, i) => Math.min((values[i] - truth) ** 2, Number.MAX_SAFE_INTEGER));
  target.forEach((truth, i) => {
    lost += Number(best.values[i] === truth && answers[i] !== truth);
    won += Number(best.values[i] !== truth && answers[i] === truth);
  });
  const { p } =
    classes === undefined
      ? pairedDifference(errors(answers), errors(best.values))
      : pairedShares(lost, won, rows);
  return {
    by: best.kernel.gamma === 0 ? 'line' : 'curve',
    rows,
    score: best.score,
    line: all[0].score,
    own: Number.isFinite(own) ? own : -1e9,
    p,
  };
}
