import { maxOf, minOf } from '../util/extremes.ts';
import { losses } from '../losses/index.ts';
import { referenceBackend, Runtime } from '../runtime/runtime.ts';
import type { NetworkSpec } from '../network/spec.ts';
import { sgd } from '../optimizers/sgd.ts';
import { optimizerSettings } from '../train/choose.ts';
import type { Tensor } from '../tensor/tensor.ts';

const H = 1e-6;
const GOLDEN = 0.618_033_988_749_895;

export interface GradientCheck {
  readonly name: string;
  readonly checked: number;
  readonly of: number;
  /** Greatest magnitude of the gradients that were checked. */
  readonly largest: number;
  /** Greatest |gradient − slope| / max(|gradient| + |slope|, 1e-3 · largest of all). */
  readonly error: number;
}

/** A network, and the rows that its gradients are compared on. */
interface GradientRequest {
  readonly spec: NetworkSpec;
  readonly weights: ReadonlyMap<string, Tensor>;
  readonly loss: string;
  readonly x: ArrayLike<number>;
  readonly target: ArrayLike<number>;
  readonly rows: number;
  readonly samples: number;
  readonly told?: ((done: number, total: number) => void) | undefined;
}

/**
 * Gradients of a network's parameters against difference quotients, in float64, with one mask of dropout for
 * all runs.
 *
 * @param told how many elements are compared already, and of how many
 */
export function checkGradients({
  spec,
  weights,
  loss: name,
  x,
  target,
  rows,
  samples,
  told,
}: GradientRequest): GradientCheck[] {
  const loss = losses.get(name);
  const rule = sgd.rule(optimizerSettings(sgd, {}));
  const runtime = new Runtime(spec, referenceBackend('float64'), rule);
  runtime.setWeights(weights);
  // The learning rate among the knobs is 0: nothing moves.
  const { compiled, bound } = runtime.compile({ mode: 'train', rows, loss: { loss }, update: { rule } });
  const { lossSum, target: targets } = compiled;
  if (!targets || !lossSum) throw new Error('a plan with a loss has targets');
  runtime.floats(compiled.x).set(x);
  if (loss.target === 'classes') runtime.ints(targets).set(target);
  else runtime.floats(targets).set(target);
  // Where every step of a sequence has an answer of its own, the loss is the mean over all of them.
  const answers = loss.target === 'classes' ? target.length : rows;
  const { memory } = runtime;
  const parameters = runtime.floats(memory.parameters);
  const value = () => {
    bound.run();
    return bound.read(lossSum)[0] / answers;
  };
  value();
  const gradients = runtime.floats(memory.gradients).slice();
  const largestOfAll = Math.max(maxOf(gradients), -minOf(gradients), 0);
  const all = memory.table.trainable.reduce((sum, { length }) => sum + Math.min(samples, length), 0);
  let done = 0;
  return memory.table.trainable.map(({ name: own, offset, length }) => {
    const checked = Math.min(samples, length);
    let [error, largest] = [0, 0];
    for (let i = 0; i < checked; i++, done++) {
      told?.(done, all);
      // Steps of the golden ratio reach all rows and columns of a matrix.
      const at = offset + (checked === length ? i : Math.floor(length * ((i * GOLDEN) % 1)));
      const before = parameters[at];
      parameters[at] = before + H;
      const above = value();
      parameters[at] = before - H;
      const slope = (above - value()) / (2 * H);
      parameters[at] = before;
      // A connection that a sparse layer does not have learns nothing, whatever the slope.
      if (before === 0 && gradients[at] === 0) continue;
      const size = Math.max(Math.abs(gradients[at]) + Math.abs(slope), 1e-3 * largestOfAll, 1e-12);
      error = Math.max(error, Math.abs(gradients[at] - slope) / size);
      largest = Math.max(largest, Math.abs(gradients[at]));
    }
    return { name: own, checked, of: length, largest, error };
  });
}
