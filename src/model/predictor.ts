import type { Compiled } from './compile.ts';
import type { Model } from './file.ts';
import { Runtime } from './runtime.ts';
import type { Backend } from './runtime.ts';
import type { Bound } from '../plan/bind.ts';
import { sizeOf } from '../tensor/tensor.ts';

/** A model ready to answer, in pieces of up to `batch` rows. */
export class Predictor {
  readonly #runtime: Runtime;
  readonly #plans = new Map<number, { compiled: Compiled; bound: Bound }>();
  readonly #batch: number;
  readonly inputs: number;

  constructor(model: Pick<Model, 'spec' | 'weights'>, backend: Backend, batch = 1024) {
    this.#runtime = new Runtime(model.spec, backend);
    this.#runtime.setWeights(model.weights);
    this.#batch = batch;
    this.inputs = sizeOf(model.spec.input);
  }

  /** Goes on with other weights. */
  set weights(weights: Model['weights']) {
    this.#runtime.setWeights(weights);
  }

  /** Outputs of the network, row-major, for `rows` rows of inputs. */
  run(x: Float32Array | Float64Array, rows: number): Float32Array | Float64Array {
    let out: Float32Array | Float64Array | undefined;
    for (let row = 0; row < rows;) {
      const size = Math.min(this.#batch, rows - row);
      // Plans for powers of two alone, or pieces of every size would each have one; what the rows left over hold is never read.
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
    return out ?? new Float32Array(0);
  }

  #planFor(rows: number) {
    const known = this.#plans.get(rows);
    if (known) return known;
    const made = this.#runtime.compile({ mode: 'predict', rows });
    this.#plans.set(rows, made);
    return made;
  }
}

/** Index of the largest of each row's outputs. */
export function argmaxRows(outputs: ArrayLike<number>, rows: number): Int32Array {
  const width = outputs.length / rows;
  return Int32Array.from({ length: rows }, (_, i) => {
    let best = 0;
    for (let c = 1; c < width; c++) if (outputs[i * width + c] > outputs[i * width + best]) best = c;
    return best;
  });
}
