import type { Bound } from '../plan/bind.ts';
import { runsStepByStep } from './causality.ts';
import type { Compiled } from './compileRequest.ts';
import type { Model } from '../model/file.ts';
import { Runtime } from './runtime.ts';
import type { Backend } from './runtime.ts';

/** A language model that is shown a text token by token and says after each what may come next. */
export class Reader {
  readonly #runtime: Runtime;
  readonly #compiled: Compiled;
  readonly #bound: Bound;
  /** Tokens that the network sees at once: 1 where it remembers by itself. */
  readonly #window: number;
  #seen: number[] = [];

  constructor({ spec, weights }: Model, backend: Backend) {
    const stepwise = runsStepByStep(spec);
    this.#window = stepwise ? 1 : spec.input[0];
    this.#runtime = new Runtime({ ...spec, input: [this.#window] }, backend);
    this.#runtime.setWeights(weights);
    const mode = stepwise ? 'continue' : 'predict';
    ({ compiled: this.#compiled, bound: this.#bound } = this.#runtime.compile({ mode, rows: 1 }));
  }

  /** Outputs of the network after one more token; valid until the next. */
  read(token: number): Float32Array | Float64Array {
    const x = this.#runtime.floats(this.#compiled.x);
    if (this.#seen.length === this.#window) this.#seen.shift();
    this.#seen.push(token);
    // What comes after the last token is not seen by it.
    x.fill(-1).set(this.#seen);
    this.#bound.run();
    const all = this.#bound.read(this.#compiled.prediction);
    const width = all.length / this.#window;
    return all.subarray((this.#seen.length - 1) * width, this.#seen.length * width);
  }
}
