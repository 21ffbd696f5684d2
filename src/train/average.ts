import { persistent } from '../plan/plan.ts';
import type { AverageHandles } from '../runtime/compileRequest.ts';
import type { Runtime } from '../runtime/runtime.ts';
import type { Tensor } from '../tensor/tensor.ts';

type Floats = Float32Array | Float64Array;

/** The names of its tensors in a checkpoint begin so. */
export const AVERAGE = 'average of ';

/** Room for the average of a network; a plan that updates the network keeps it up to date. */
export function reserveAverage(runtime: Runtime): AverageHandles {
  const { size, stateSize } = runtime.memory.table;
  const handles = {
    parameters: persistent('average of parameters', [size]),
    states: persistent('average of states', [stateSize]),
    share: persistent('share of the average', [1]),
  };
  runtime.reserve(handles.parameters, handles.states, handles.share);
  return handles;
}

/**
 * The moving average of the weights over the updates, which is validated and kept in place of the weights
 * themselves: it levels out what the last few batches did (Polyak and Juditsky 1992).
 *
 * After update t, counted from 0: a ← d·a + (1 − d)·w with d = min(decay, (1 + t) / (10 + t)), as TensorFlow's
 * ExponentialMovingAverage with num_updates, so that the first steps do not weigh on it. Running statistics of
 * batch normalisation are averaged alike, so that they fit the averaged weights, as PyTorch's AveragedModel
 * does with use_buffers.
 */
export class WeightAverage {
  readonly #decay: number;
  readonly #runtime: Runtime;
  readonly #share: Floats;
  /** Parameters and states, their averages, and room to exchange the two. */
  readonly #segments: readonly {
    readonly weights: Floats;
    readonly average: Floats;
    readonly spare: Floats;
  }[];

  /** The average begins with the present weights. Views are taken: the memory must not grow any more. */
  constructor(runtime: Runtime, { parameters, states, share }: AverageHandles, decay: number) {
    const { memory } = runtime;
    this.#decay = decay;
    this.#runtime = runtime;
    this.#share = runtime.floats(share);
    this.#segments = [
      [memory.parameters, parameters],
      [memory.states, states],
    ].map(([of, own]) => {
      const [weights, average] = [runtime.floats(of), runtime.floats(own)];
      average.set(weights);
      return { weights, average, spare: weights.slice() };
    });
  }

  /** Says how much of the weights after update `step`, counted from 0, the average takes in. */
  prepare(step: number): void {
    this.#share[0] = 1 - Math.min(this.#decay, (1 + step) / (10 + step));
  }

  /** What `look` finds while the average stands in place of the weights. */
  during<T>(look: () => T): T {
    this.#swap();
    try {
      return look();
    } finally {
      this.#swap();
    }
  }

  #swap(): void {
    for (const { weights, average, spare } of this.#segments) {
      spare.set(weights);
      weights.set(average);
      average.set(spare);
    }
  }

  /** Copies of the averages by their names in a checkpoint. */
  tensors(): Map<string, Tensor> {
    const averages = this.during(() => this.#runtime.weights());
    return new Map(Array.from(averages, ([name, tensor]) => [AVERAGE + name, tensor]));
  }

  /** Puts back those of a checkpoint. */
  restore(tensors: ReadonlyMap<string, Tensor>): void {
    const named = Array.from(tensors).filter(([name]) => name.startsWith(AVERAGE));
    const averages = new Map(named.map(([name, tensor]) => [name.slice(AVERAGE.length), tensor]));
    this.during(() => this.#runtime.setWeights(averages));
  }
}
