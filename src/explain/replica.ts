import { usageError } from '../errors.ts';
import { losses } from '../losses/index.ts';
import type { NetworkSpec, Penalty } from '../network/spec.ts';
import type { OptimizerSettings, Rule } from '../optimizers/define.ts';
import type { Bound } from '../plan/bind.ts';
import type { Handle } from '../plan/plan.ts';
import type { Compiled } from '../runtime/compileRequest.ts';
import { referenceBackend, Runtime } from '../runtime/runtime.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { place } from '../train/feed.ts';
import { leastBatch } from '../train/leastBatch.ts';

/** A network, and the rows that are followed through it. */
export interface Subject {
  readonly spec: NetworkSpec;
  readonly weights: ReadonlyMap<string, Tensor>;
  /** Name of the loss. */
  readonly loss: string;
  /** Inputs, row-major [rows × inputs]. */
  readonly x: ArrayLike<number>;
  /** Index of the class, one for each step where every step has an answer, or values for each output. */
  readonly target: ArrayLike<number>;
  /** 1 unless given. */
  readonly rows?: number;
  /**
   * As training does it: dropout by the seed, and batch normalization by the statistics of the rows. Absent: as
   * the network answers.
   */
  readonly training?: { readonly seed: number } | undefined;
  /** Also the gradient of the loss by the input. */
  readonly inputGradient?: true;
}

/** How a network is updated: nothing but what is said, and no penalties unless they are. */
interface UpdateOf {
  readonly rule: Rule;
  /** Of layers that have none of their own; absent: no layer has any. */
  readonly penalty?: Partial<Penalty> | undefined;
  readonly weightDecay?: number;
}

/** The network without bounds of its weights, which are no part of an update, and with or without penalties. */
const penalised = (spec: NetworkSpec, penalties: boolean): NetworkSpec => ({
  ...spec,
  layers: spec.layers.map(({ penalty, ...layer }) =>
    penalty && penalties ? { ...layer, penalty: { ...penalty, maxNorm: 0 } } : layer,
  ),
});

/** A penalty on one parameter and what it comes to. */
export interface PenaltyValue {
  readonly parameter: string;
  readonly norm: 'l1' | 'l2';
  /** λ */
  readonly factor: number;
  /** Σ|w| or Σw² */
  readonly sum: number;
}

/**
 * A copy of a network in float64 on the reference kernels, with some rows in it. The model that it was made
 * from stays as it is.
 */
export class Replica {
  readonly runtime: Runtime;
  readonly compiled: Compiled;
  readonly bound: Bound;
  readonly rule: Rule;
  readonly #weights: Handle | undefined;
  readonly #lossSum: Handle;
  /** How many answers the loss is the sum over. */
  readonly #answers: number;

  /** @throws NnError('usage') for a network that cannot be trained, or not on so few rows */
  constructor(subject: Subject, { rule, penalty, weightDecay = 0 }: UpdateOf) {
    const { spec, weights, x, target, rows = 1, training } = subject;
    if (training && rows < leastBatch(spec))
      throw usageError(
        '--training: batch normalization takes mean and variance from the rows of a batch, not from one',
        {
          hint: 'nn explain batch --training follows several rows; or leave out --training',
        },
      );
    const loss = losses.get(subject.loss);
    const classes = loss.target === 'classes';
    this.rule = rule;
    this.runtime = new Runtime(penalised(spec, penalty !== undefined), referenceBackend('float64'), rule);
    this.runtime.setWeights(weights);
    const source = place(
      this.runtime,
      { spec, loss },
      {
        kind: 'whole',
        x: Float64Array.from(x),
        target: classes ? Int32Array.from(target) : Float64Array.from(target),
        rows,
        ...(rows > 1 && { weights: new Float64Array(rows).fill(1) }),
      },
      'explained',
    );
    const { compiled, bound } = this.runtime.compile({
      mode: training ? 'train' : 'predict',
      rows,
      source,
      loss: { loss },
      update: { rule, weightDecay, ...(penalty && { penalty }) },
      keepLayers: true,
      ...(subject.inputGradient && { inputGradient: true }),
    });
    if (!compiled.lossSum) throw new Error('a step has a loss');
    this.compiled = compiled;
    this.bound = bound;
    this.#weights = source.weights;
    this.#lossSum = compiled.lossSum;
    this.#answers = classes ? target.length : rows;
    this.#seed(training?.seed ?? 0, 0);
  }

  #seed(seed: number, step: number): void {
    const key = this.runtime.ints(this.runtime.memory.key);
    key[0] = seed;
    key[1] = step;
  }

  /** Before update `t`, from 1: its knobs, and the random numbers of training in that step. */
  prepare(t: number, learningRate: number, settings: OptimizerSettings): readonly number[] {
    const { runtime, rule } = this;
    const knobs = new Float64Array(rule.knobs);
    rule.set(knobs, { learningRate, t, settings });
    runtime.floats(runtime.memory.knobs).set(knobs);
    this.shake(t);
    return [...knobs];
  }

  /** The random numbers of training in update `t`, from 1. */
  shake(t: number): void {
    const key = this.runtime.ints(this.runtime.memory.key);
    this.#seed(key[0], t - 1);
  }

  /** Lets one row of many count alone, or all of them where none is said. */
  weigh(row?: number): void {
    if (!this.#weights) return;
    const weights = this.runtime.floats(this.#weights);
    weights.fill(row === undefined ? 1 : 0);
    if (row !== undefined) weights[row] = weights.length;
  }

  /** Mean loss of the last run, without penalties. */
  get loss(): number {
    return this.bound.read(this.#lossSum)[0] / this.#answers;
  }

  /** Penalties of the last run. */
  get penalties(): PenaltyValue[] {
    return this.compiled.penalties.map(({ sum, ...term }) => ({ ...term, sum: this.bound.read(sum)[0] }));
  }
}
