import type { Compiled } from './compileRequest.ts';
import type { Model } from '../model/file.ts';
import { Runtime } from './runtime.ts';
import type { Backend } from './runtime.ts';
import type { Bound } from '../plan/bind.ts';
import { sizeOf } from '../tensor/tensor.ts';

/**
 * Probabilities of both of two classes from a network that outputs that of the second one alone, [rows × 2].
 */
function bothClasses<T extends Float32Array | Float64Array>(second: T): T {
  const both =
    second instanceof Float32Array
      ? new Float32Array(2 * second.length)
      : new Float64Array(2 * second.length);
  second.forEach((p, row) => {
    both[2 * row] = 1 - p;
    both[2 * row + 1] = p;
  });
  return both as T;
}

/** Outputs with one for each class: those of a network with one output for two classes as bothClasses. */
export const ofClasses = (outputs: Float32Array | Float64Array, rows: number, classes: number) =>
  classes === 2 && outputs.length === rows ? bothClasses(outputs) : outputs;

/** A model ready to answer, in pieces of up to `batch` rows. */
export class Predictor {
  readonly #runtime: Runtime;
  readonly #plans = new Map<number, { compiled: Compiled; bound: Bound }>();
  readonly #batch: number;
  readonly #model: Pick<Model, 'spec' | 'weights'> & Partial<Pick<Model, 'preprocessing'>>;
  readonly inputs: number;

  constructor(
    model: Pick<Model, 'spec' | 'weights'> & Partial<Pick<Model, 'preprocessing'>>,
    backend: Backend,
    batch = 1024,
  ) {
    this.#runtime = new Runtime(model.spec, backend);
    this.#runtime.setWeights(model.weights);
    this.#batch = batch;
    this.#model = model;
    this.inputs = sizeOf(model.spec.input);
  }

  /** Goes on with other weights. */
  set weights(weights: Model['weights']) {
    this.#runtime.setWeights(weights);
  }

  /**
   * Outputs of the network, row-major, for `rows` rows of inputs; of one output for two classes the
   * probabilities of both.
   */
  run(x: Float32Array | Float64Array, rows: number): Float32Array | Float64Array {
    let out: Float32Array | Float64Array | undefined;
    for (let row = 0; row < rows;) {
      const size = Math.min(this.#batch, rows - row);
      // Plans for powers of two alone, or pieces of every size would each have one; what the rows left over
      // hold is never read.
      const planned = Math.min(this.#batch, 2 ** Math.ceil(Math.log2(size)));
      const { compiled, bound } = this.#planFor(planned);
      this.#runtime.floats(compiled.x).set(x.subarray(row * this.inputs, (row + size) * this.inputs));
      bound.run();
      const all = bound.read(compiled.prediction);
      const width = all.length / planned;
      out ??= all instanceof Float32Array ? new Float32Array(rows * width) : new Float64Array(rows * width);
      out.set(all.subarray(0, size * width), row * width);
      row += size;
    }
    const target = this.#model.preprocessing?.target;
    if (!out) return new Float32Array(0);
    return target?.kind === 'classes' ? ofClasses(out, rows, target.classes.length) : out;
  }

  #planFor(rows: number) {
    const known = this.#plans.get(rows);
    if (known) return known;
    const made = this.#runtime.compile({ mode: 'predict', rows });
    this.#plans.set(rows, made);
    return made;
  }
}

/** Index of the largest of each row's outputs; a single one is the probability of class 1 of two. */
export function argmaxRows(outputs: ArrayLike<number>, rows: number): Int32Array {
  const width = outputs.length / rows;
  if (width === 1) return Int32Array.from(outputs, (p) => (p > 0.5 ? 1 : 0));
  return Int32Array.from({ length: rows }, (_, i) => {
    let best = 0;
    for (let c = 1; c < width; c++) if (outputs[i * width + c] > outputs[i * width + best]) best = c;
    return best;
  });
}
