import { failure, usageError } from '../errors.ts';
import { binaryCrossEntropy } from '../losses/binaryCrossEntropy.ts';
import type { Backend } from '../runtime/runtime.ts';
import type { NetworkSpec } from '../network/spec.ts';
import type { Optimizer, OptimizerSettings } from '../optimizers/define.ts';
import { persistent } from '../plan/plan.ts';
import type { Handle } from '../plan/plan.ts';
import type { Tensor } from '../tensor/tensor.ts';
import type { RandomState } from '../util/random.ts';
import { Player } from './ganPlayer.ts';
import type { GanState } from './ganState.ts';
import { copyTensors, readTensors } from './state.ts';

type Floats = Float32Array | Float64Array;

/** The samples that are to be imitated. */
export interface Real {
  /** [rows × width] */
  readonly x: Floats;
  readonly rows: number;
  readonly width: number;
  /** Class of every row; absent: the networks see none. */
  readonly labels?: Int32Array;
  readonly classes: number;
}

export interface GanRequest {
  /** latent + classes inputs; as many outputs as a sample has numbers. */
  readonly generator: NetworkSpec;
  /** width + classes inputs, one output: the logit of "real". */
  readonly discriminator: NetworkSpec;
  readonly backend: Backend;
  readonly real: Real;
  readonly latent: number;
  readonly batchSize: number;
  readonly optimizer: Optimizer;
  readonly settings: OptimizerSettings;
  readonly generatorRate: number;
  readonly discriminatorRate: number;
  /** Updates of the discriminator for each one of the generator. */
  readonly discriminatorSteps: number;
  /** What real samples lack to certainty: their target is 1 − smoothing (Salimans et al. 2016, one-sided). */
  readonly smoothing: number;
  /** Decay of the mean of the generator's weights (Yazıcı et al. 2019); 0: the last ones are kept. */
  readonly averaging: number;
  readonly seed: number;
  readonly random: RandomState;
}

/** Figures of an epoch: means over its updates. */
export interface GanEpoch {
  readonly epoch: number;
  readonly discriminatorLoss: number;
  readonly generatorLoss: number;
  /**
   * Mean outputs of the discriminator: the probability that it gives real samples, and generated ones, of
   * being real.
   */
  readonly real: number;
  readonly fake: number;
}

/**
 * Two networks that learn from each other (Goodfellow et al. 2014): the generator makes samples of random
 * numbers, the discriminator tells them from real ones. The generator's loss is −log D(G(z)), the
 * non-saturating one. The same request gives the same numbers on every run.
 */
export class Gan {
  readonly request: GanRequest;
  readonly #generator: Player;
  readonly #discriminator: Player;
  readonly #batch: number;
  readonly #inputs: number;
  readonly #order: Int32Array;
  readonly #z: Handle;
  readonly #outputGradient: Handle;
  readonly #making;
  readonly #judging;
  readonly #through;
  readonly #learning;
  readonly #labels: Int32Array;
  readonly #mean: Floats;
  epochs = 0;

  constructor(request: GanRequest) {
    const { real, latent } = request;
    this.request = request;
    this.#batch = Math.min(request.batchSize, real.rows);
    this.#inputs = latent + real.classes;
    this.#generator = new Player(request.generator, request.generatorRate, request);
    this.#discriminator = new Player(request.discriminator, request.discriminatorRate, request);
    const m = this.#batch;
    const g = this.#generator.runtime;
    const d = this.#discriminator.runtime;
    this.#z = persistent('z', [m, this.#inputs]);
    this.#outputGradient = persistent('gradient of the samples', [m, real.width]);
    g.reserve(this.#z, this.#outputGradient);
    const loss = { loss: binaryCrossEntropy };
    const source = { x: this.#z };
    this.#making = g.compile({ mode: 'train', rows: m, source });
    this.#learning = g.compile({
      mode: 'train',
      rows: m,
      source,
      outputGradient: this.#outputGradient,
      update: { rule: this.#generator.rule },
    });
    this.#judging = d.compile({
      mode: 'train',
      rows: 2 * m,
      loss,
      update: { rule: this.#discriminator.rule },
    });
    this.#through = d.compile({ mode: 'train', rows: m, loss, inputGradient: true });
    this.#order = Int32Array.from({ length: real.rows }, (_, i) => i);
    this.#labels = new Int32Array(m);
    this.#mean = g.floats(g.memory.parameters).slice();
  }

  /** Draws z and, with classes, which class each sample is to be. */
  #draw(): void {
    const { random, latent, real } = this.request;
    const z = this.#generator.runtime.floats(this.#z);
    const n = this.#inputs;
    for (let i = 0; i < this.#batch; i++) {
      for (let j = 0; j < latent; j++) z[i * n + j] = random.standardNormal();
      if (real.classes === 0) continue;
      this.#labels[i] = random.randint(0, real.classes);
      for (let c = 0; c < real.classes; c++) z[i * n + latent + c] = c === this.#labels[i] ? 1 : 0;
    }
  }

  /** Writes a row of the discriminator's input: a sample and its class. */
  #put(into: Floats, row: number, from: Floats, at: number, label: number): void {
    const { width, classes } = this.request.real;
    const first = row * (width + classes);
    for (let i = 0; i < width; i++) into[first + i] = from[at + i];
    for (let c = 0; c < classes; c++) into[first + width + c] = c === label ? 1 : 0;
  }

  /** Fills rows of the discriminator's input with what the generator makes of the z at hand. */
  #make(into: Floats, first: number): void {
    const { compiled, bound } = this.#making;
    const { width } = this.request.real;
    bound.run();
    const samples = bound.read(compiled.prediction);
    for (let i = 0; i < this.#batch; i++) this.#put(into, first + i, samples, i * width, this.#labels[i]);
  }

  /**
   * One update of the discriminator on real rows from `at` on and as many generated ones; adds to the sums.
   */
  #judge(at: number, sums: Float64Array): void {
    const { real, seed, smoothing } = this.request;
    const { compiled, bound } = this.#judging;
    const { runtime } = this.#discriminator;
    const m = this.#batch;
    const x = runtime.floats(compiled.x);
    for (let i = 0; i < m; i++) {
      const row = this.#order[at + i];
      this.#put(x, i, real.x, row * real.width, real.labels?.[row] ?? -1);
    }
    this.#draw();
    this.#make(x, m);
    if (!compiled.target || !compiled.lossSum) throw new Error('a discriminator has a loss');
    const target = runtime.floats(compiled.target);
    target.fill(1 - smoothing, 0, m);
    target.fill(0, m);
    this.#discriminator.prepare(seed);
    bound.run();
    const p = bound.read(compiled.prediction);
    for (let i = 0; i < m; i++) {
      sums[2] += p[i] / m;
      sums[3] += p[m + i] / m;
    }
    sums[0] += bound.read(compiled.lossSum)[0] / (2 * m);
  }

  /**
   * One update of the generator, by the gradient that the discriminator, which stays as it is, passes back.
   */
  #learn(sums: Float64Array): void {
    const { real, seed, averaging } = this.request;
    const { compiled, bound } = this.#through;
    const { runtime } = this.#discriminator;
    const m = this.#batch;
    this.#draw();
    this.#generator.prepare(seed);
    this.#make(runtime.floats(compiled.x), 0);
    if (!compiled.target || !compiled.lossSum || !compiled.inputGradient)
      throw new Error('a discriminator has a loss and a gradient');
    runtime.floats(compiled.target).fill(1);
    this.#discriminator.shake(seed + 1);
    bound.run();
    sums[1] += bound.read(compiled.lossSum)[0] / m;
    const passed = bound.read(compiled.inputGradient);
    const g = this.#generator.runtime;
    const gradient = g.floats(this.#outputGradient);
    const { width, classes } = real;
    for (let i = 0; i < m; i++)
      for (let j = 0; j < width; j++) gradient[i * width + j] = passed[i * (width + classes) + j];
    this.#learning.bound.run();
    const weights = g.floats(g.memory.parameters);
    // The first steps count less, or the mean would hold the weights of the start for long.
    const decay = Math.min(averaging, (1 + this.#generator.steps) / (10 + this.#generator.steps));
    const own = averaging === 0 ? 1 : 1 - decay;
    for (let i = 0; i < weights.length; i++) this.#mean[i] += own * (weights[i] - this.#mean[i]);
  }

  /**
   * One pass over the real samples, in a new order.
   * @throws {NnError} `failed` when a loss is not finite
   */
  epoch(): GanEpoch {
    const { random, real, discriminatorSteps } = this.request;
    const sums = new Float64Array(4);
    random.shuffle(this.#order);
    let judged = 0;
    let learned = 0;
    for (let at = 0; at + this.#batch <= real.rows; at += this.#batch) {
      this.#judge(at, sums);
      judged++;
      if (judged % discriminatorSteps > 0) continue;
      this.#learn(sums);
      learned++;
    }
    // More steps of the discriminator than an epoch has.
    if (learned === 0) {
      this.#learn(sums);
      learned = 1;
    }
    const figures = {
      epoch: this.epochs,
      discriminatorLoss: sums[0] / judged,
      generatorLoss: sums[1] / learned,
      real: sums[2] / judged,
      fake: sums[3] / judged,
    };
    if (!Number.isFinite(figures.discriminatorLoss) || !Number.isFinite(figures.generatorLoss)) {
      const { generatorRate, discriminatorRate } = this.request;
      throw failure(`training diverged: a loss is no longer a finite number (epoch ${this.epochs})`, {
        hint: `a learning rate is probably too high; try --generator-rate ${generatorRate / 10} --discriminator-rate ${discriminatorRate / 10}`,
      });
    }
    this.epochs++;
    return figures;
  }

  /** Everything that the rest depends on, between two epochs. */
  capture(): GanState {
    const [generator, discriminator] = [this.#generator, this.#discriminator];
    return {
      epochs: this.epochs,
      steps: { generator: generator.steps, discriminator: discriminator.steps },
      random: this.request.random.snapshot(),
      order: this.#order.slice(),
      mean: this.#mean.slice(),
      generator: copyTensors(generator.runtime, generator.rule),
      discriminator: copyTensors(discriminator.runtime, discriminator.rule),
    };
  }

  /**
   * Goes on from there: every number to come is that of a GAN that was never interrupted.
   *
   * @throws NnError('usage') where it is of other networks or samples
   */
  restore({ epochs, steps, random, order, mean, generator, discriminator }: GanState): void {
    const n = this.#order.length;
    if (
      order.length !== n ||
      mean.length !== this.#mean.length ||
      order.some((row) => !(row >= 0 && row < n))
    )
      throw usageError('the checkpoint does not fit these samples: it is of others');
    readTensors(this.#generator.runtime, this.#generator.rule, generator);
    readTensors(this.#discriminator.runtime, this.#discriminator.rule, discriminator);
    this.#generator.steps = steps.generator;
    this.#discriminator.steps = steps.discriminator;
    this.request.random.restore(random);
    this.#order.set(order);
    this.#mean.set(mean);
    this.epochs = epochs;
  }

  /** The generator's weights: the mean over training, and the running statistics as they are. */
  weights(): Map<string, Tensor> {
    const { runtime } = this.#generator;
    const own = runtime.weights();
    const { trainable } = runtime.memory.table;
    for (const { name, offset, length, spec } of trainable) {
      const data = this.#mean.slice(offset, offset + length);
      own.set(name, { shape: spec.shape, dtype: runtime.arena.dtype, data });
    }
    return own;
  }
}
