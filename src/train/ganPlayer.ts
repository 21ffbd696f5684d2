import { parseInit } from '../initializers/index.ts';
import { initialize } from '../network/parameters.ts';
import type { NetworkSpec } from '../network/spec.ts';
import type { Optimizer, OptimizerSettings, Rule } from '../optimizers/define.ts';
import { Runtime } from '../runtime/runtime.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { RandomState } from '../util/random.ts';

/** How both networks of a GAN learn. */
interface Learning {
  readonly backend: Backend;
  readonly optimizer: Optimizer;
  readonly settings: OptimizerSettings;
  readonly random: RandomState;
}

/** A network that learns: its memory and what its update rule needs from step to step. */
export class Player {
  readonly runtime: Runtime;
  readonly rule: Rule;
  readonly #rate: number;
  readonly #settings: OptimizerSettings;
  readonly #values: Float64Array;
  steps = 0;

  constructor(spec: NetworkSpec, rate: number, { backend, optimizer, settings, random }: Learning) {
    this.rule = optimizer.rule(settings);
    this.runtime = new Runtime(spec, backend, this.rule);
    this.#rate = rate;
    this.#settings = settings;
    this.#values = new Float64Array(this.rule.knobs);
    const { memory } = this.runtime;
    initialize(
      spec,
      memory.table.trainable,
      this.runtime.floats(memory.parameters),
      parseInit('auto'),
      random,
    );
    initialize(spec, memory.table.states, this.runtime.floats(memory.states), parseInit('auto'), random);
  }

  /** Before an update: its number and rate, and random numbers of its own for dropout. */
  prepare(seed: number): void {
    const { runtime } = this;
    this.steps++;
    this.rule.set(this.#values, { learningRate: this.#rate, t: this.steps, settings: this.#settings });
    runtime.floats(runtime.memory.knobs).set(this.#values);
    this.shake(seed);
  }

  /** Random numbers of its own for dropout. */
  shake(seed: number): void {
    const key = this.runtime.ints(this.runtime.memory.key);
    key[0] = seed;
    key[1] = this.steps;
  }
}
