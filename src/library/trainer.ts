import { inputError } from '../errors.ts';
import { parseInitAlone } from '../initializers/index.ts';
import type { InitChoice } from '../initializers/index.ts';
import type { Model } from '../model/file.ts';
import { initialize } from '../network/parameters.ts';
import type { NetworkSpec } from '../network/spec.ts';
import type { OptimizerSettings } from '../optimizers/define.ts';
import type { Bound } from '../plan/bind.ts';
import type { Compiled, UpdateRequest } from '../runtime/compileRequest.ts';
import type { LossRequest } from '../runtime/compileLoss.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { Backend } from '../runtime/runtime.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { passOf } from '../train/pass.ts';
import { RandomState } from '../util/random.ts';
import { openKernels } from './kernels.ts';
import { chooseOptimizer, lossRequest, updateRequest } from './learning.ts';
import type { TrainerOptions } from './learning.ts';
import { matrixOf } from './matrix.ts';
import type { Rows } from './matrix.ts';

/** Targets of a batch: class indices from 0 (negative: none), or values, row-major [rows × outputs]. */
export type Targets = ArrayLike<number>;

/** What a batch says about the network. */
export interface StepResult {
  /** Mean loss over the rows, before the update, without penalties. */
  readonly loss: number;
  /** Penalties of the weights (l1, l2), before the update. */
  readonly penalty: number;
  /** Share of rows, or of outputs, that are correct; undefined where the target holds values. */
  readonly accuracy: number | undefined;
}

/** A network in memory that learns one batch at a time. The same steps give the same numbers on every run. */
export interface Trainer {
  /** Step size of the next update; set it for a schedule of your own. */
  learningRate: number;
  /** Updates done so far. */
  readonly steps: number;
  /** The kernels in use: `relaxed`, `simd` or `reference`. */
  readonly kernels: string;
  /**
   * One update: forward, loss, backward, optimizer. Any number of rows; a size that was not seen before is
   * compiled first.
   *
   * @param x inputs, [rows × inputs]
   * @throws {NnError} `input` when the lengths do not fit, or a class is none of the network's
   */
  step(x: Rows, y: Targets): StepResult;
  /**
   * Loss and accuracy without learning, with dropout off: for validation.
   *
   * @throws {NnError} as `step`
   */
  measure(x: Rows, y: Targets): StepResult;
  /**
   * The network's outputs, [rows × output]; dropout is off. The result is a copy.
   *
   * @throws {NnError} `input` when the lengths do not fit
   */
  predict(x: Rows): Tensor;
  /** Copies of all parameters and running statistics, by the names of a model file. */
  weights(): Map<string, Tensor>;
  /** The network with copies of its weights, for `saveModel` and `layerOutputs`. */
  model(): Model;
}

/** A plan for one number of rows with the places of its numbers; views of the memory, until it grows. */
interface Batch {
  readonly pass: ReturnType<typeof passOf>;
  readonly x: Float32Array | Float64Array;
  readonly target: Int32Array | Float32Array | Float64Array;
  /** Seed and step of counter-based random numbers. */
  readonly key: Int32Array;
  /** The optimizer's numbers of a step. */
  readonly knobs: Float32Array | Float64Array;
}

type Kind = 'step' | 'measure';

/** Rows that are predicted at a time, at most. */
const PIECE = 1024;

class SteppedTraining implements Trainer {
  learningRate: number;
  readonly kernels: string;
  readonly #spec: NetworkSpec;
  readonly #runtime: Runtime;
  readonly #update: UpdateRequest;
  readonly #loss: LossRequest;
  readonly #seed: number;
  readonly #knobs: Float64Array;
  /** What was compiled, by its kind and rows. */
  readonly #plans = new Map<string, { compiled: Compiled; bound: Bound }>();
  /** Batches by their rows: finding one makes no garbage. */
  readonly #batches: Readonly<Record<Kind, Map<number, Batch>>> = { step: new Map(), measure: new Map() };
  readonly #now: { learningRate: number; t: number; readonly settings: OptimizerSettings };
  #steps = 0;

  constructor(spec: NetworkSpec, backend: Backend, o: TrainerOptions) {
    const chosen = chooseOptimizer(o);
    this.#now = { learningRate: 0, t: 0, settings: chosen.settings };
    this.#update = updateRequest(o, chosen);
    const { rule } = this.#update;
    this.#spec = spec;
    this.#loss = lossRequest(spec, o);
    this.#seed = o.seed ?? 0;
    this.#knobs = new Float64Array(rule.knobs);
    this.#runtime = new Runtime(spec, backend, rule);
    this.learningRate = o.learningRate ?? chosen.optimizer.learningRate;
    this.kernels = backend.name;
    if (o.weights) this.#runtime.setWeights(o.weights);
    else this.#draw(parseInitAlone(o.init ?? 'auto'), o.random ?? new RandomState(this.#seed));
  }

  get steps(): number {
    return this.#steps;
  }

  #draw(init: InitChoice, random: RandomState): void {
    const runtime = this.#runtime;
    const { trainable, states } = runtime.memory.table;
    initialize(this.#spec, trainable, runtime.floats(runtime.memory.parameters), init, random);
    initialize(this.#spec, states, runtime.floats(runtime.memory.states), init, random);
  }

  #request(kind: Kind, rows: number) {
    const loss = this.#loss;
    if (kind === 'measure') return { mode: 'predict' as const, rows, loss };
    return { mode: 'train' as const, rows, loss, update: this.#update };
  }

  /** The plan of this name; compiling may move the memory, so that views of it are taken again. */
  #plan(name: string, request: Parameters<Runtime['compile']>[0]) {
    const known = this.#plans.get(name);
    if (known) return known;
    const made = this.#runtime.compile(request);
    this.#plans.set(name, made);
    this.#batches.step.clear();
    this.#batches.measure.clear();
    return made;
  }

  #batch(kind: Kind, rows: number): Batch {
    const known = this.#batches[kind].get(rows);
    if (known) return known;
    const runtime = this.#runtime;
    const made = this.#plan(`${kind} ${rows}`, this.#request(kind, rows));
    const { x, target } = made.compiled;
    if (!target) throw new Error('a plan with a loss has targets');
    const batch = {
      pass: passOf(made, runtime.arena.views.round),
      x: runtime.floats(x),
      target: target.storage.element === 'int32' ? runtime.ints(target) : runtime.floats(target),
      key: runtime.ints(runtime.memory.key),
      knobs: runtime.floats(runtime.memory.knobs),
    };
    this.#batches[kind].set(rows, batch);
    return batch;
  }

  #run(kind: Kind, x: Rows, y: Targets): StepResult {
    const { data, rows } = matrixOf(x, sizeOf(this.#spec.input), 'x');
    const batch = this.#batch(kind, rows);
    const { pass, x: into, target } = batch;
    const classes = sizeOf(pass.compiled.prediction.shape) / target.length;
    if (y.length !== target.length)
      throw inputError(`y: found ${y.length} targets, expected ${target.length} for ${rows} rows`);
    into.set(data);
    for (let i = 0; i < target.length; i++) {
      if (target instanceof Int32Array && !(Number.isInteger(y[i]) && y[i] < classes))
        throw inputError(`y: found ${y[i]} at ${i}, expected a class from 0 to ${classes - 1}`);
      target[i] = y[i];
    }
    if (kind === 'step') this.#prepareUpdate(batch);
    pass.bound.run();
    if (kind === 'step') this.#steps++;
    const { match } = this.#loss;
    const { round } = this.#runtime.arena.views;
    return {
      loss: round(pass.lossSum() / (this.#loss.loss.target === 'classes' ? target.length : rows)),
      penalty: pass.penalty(),
      accuracy: match && pass.correctSum() / (match === 'argmax' ? target.length : rows),
    };
  }

  #prepareUpdate({ key, knobs }: Batch): void {
    key[0] = this.#seed;
    key[1] = this.#steps;
    this.#now.learningRate = this.learningRate;
    this.#now.t = this.#steps + 1;
    this.#update.rule.set(this.#knobs, this.#now);
    knobs.set(this.#knobs);
  }

  step(x: Rows, y: Targets): StepResult {
    return this.#run('step', x, y);
  }

  measure(x: Rows, y: Targets): StepResult {
    return this.#run('measure', x, y);
  }

  predict(x: Rows): Tensor {
    const width = sizeOf(this.#spec.input);
    const { data, rows } = matrixOf(x, width, 'x');
    let all: Float32Array | Float64Array | undefined;
    let shape: readonly number[] = [];
    for (let row = 0; row < rows;) {
      const size = Math.min(PIECE, rows - row);
      const { compiled, bound } = this.#predictor(Math.min(PIECE, 2 ** Math.ceil(Math.log2(size))));
      this.#runtime.floats(compiled.x).set(data.subarray(row * width, (row + size) * width));
      bound.run();
      const found = bound.read(compiled.prediction);
      const outputs = found.length / compiled.rows;
      shape = compiled.prediction.shape.slice(1);
      all ??=
        found instanceof Float32Array ? new Float32Array(rows * outputs) : new Float64Array(rows * outputs);
      all.set(found.subarray(0, size * outputs), row * outputs);
      row += size;
    }
    return { shape: [rows, ...shape], dtype: this.#runtime.arena.dtype, data: all ?? new Float32Array(0) };
  }

  /**
   * Plans for powers of two alone, or every number of rows would have one; what the rows left over hold is
   * never read.
   */
  #predictor(rows: number) {
    return this.#plan(`predict ${rows}`, { mode: 'predict', rows });
  }

  weights(): Map<string, Tensor> {
    return this.#runtime.weights();
  }

  model(): Model {
    return { spec: this.#spec, loss: this.#loss.loss.name, weights: this.weights() };
  }
}

/**
 * A network with its weights and its optimizer in memory.
 *
 * @throws {NnError} `usage` for unknown names and settings
 */
export async function openTrainer(spec: NetworkSpec, options: TrainerOptions): Promise<Trainer> {
  return new SteppedTraining(spec, await openKernels(options), options);
}
