import type { NetworkSpec } from '../network/spec.ts';
import type { Tensor } from '../tensor/tensor.ts';
import { batchValues } from './batch.ts';
import type { BatchValues } from './batch.ts';
import { stepValues } from './step.ts';
import type { StepValues } from './stepValues.ts';
import { updateValues } from './updates/values.ts';
import type { Learning, Updates } from './updates/values.ts';

/** A network with its weights. */
export interface Player {
  readonly spec: NetworkSpec;
  readonly weights: ReadonlyMap<string, Tensor>;
}

/** Both networks of a GAN, a real sample, and the random numbers that a sample is made of. */
export interface GanSubject {
  readonly generator: Player;
  readonly discriminator: Player;
  /** Random numbers, then 1 at the class that is meant. */
  readonly z: readonly number[];
  readonly real: readonly number[];
  /** Further inputs of the discriminator: the class of the real sample, and of the generated one. */
  readonly labels: readonly [real: readonly number[], generated: readonly number[]];
  /** What the discriminator is to say of the real sample: 1, or less with label smoothing. */
  readonly certainty: number;
  readonly training?: { readonly seed: number } | undefined;
}

/** One step of a GAN: first the discriminator learns, then the generator. */
export interface GanStep {
  readonly subject: GanSubject;
  /** The generator on its way forward, then back from what the discriminator passes on. */
  readonly made: StepValues;
  readonly generated: readonly number[];
  /** The discriminator on the real sample and on the generated one, and its update. */
  readonly judged: BatchValues;
  /** How probable it finds that each is real. */
  readonly probabilities: readonly [real: number, generated: number];
  /** The discriminator that has learned, on the generated sample as if it were real. */
  readonly judge: StepValues;
  /** Gradient of the generator's loss by the numbers of the sample. */
  readonly passed: readonly number[];
  readonly updates: Updates;
  /** What the discriminator says of the generated sample after the generator's update, and the loss. */
  readonly after: { readonly probability: number; readonly loss: number };
}

const LOSS = 'binary-cross-entropy';

/** Values whose first layer reads what is called so. */
const reading = (values: StepValues, name: string): StepValues => ({
  ...values,
  layers: values.layers.map((layer) => ({
    ...layer,
    reads: layer.reads.map((from) => (from === 'input' ? name : from)),
  })),
});

/** A network with the weights that an update left. */
function learned({ spec, weights }: Player, { all }: Updates): Player {
  const last = all[all.length - 1].parameters.map(({ name, shape, after }): [string, Tensor] => [
    name,
    { shape, dtype: 'float64', data: Float64Array.from(after) },
  ]);
  return { spec, weights: new Map([...weights, ...last]) };
}

/**
 * Follows one step of a GAN (Goodfellow et al. 2014) in float64, on one real and one generated sample. The
 * generator learns from the same random numbers, by the loss −ln D(G(z)).
 *
 * @throws NnError('usage') for networks that cannot be trained
 */
export function ganStep(subject: GanSubject, learning: Learning): GanStep {
  const { generator, discriminator, z, real, labels, certainty, training } = subject;
  const made = (weights: Player, target: ArrayLike<number>) => ({
    ...weights,
    ...{ loss: 'mse', x: z, target, training },
  });
  const sampleOf = (player: Player) => {
    const { layers } = stepValues(made(player, real));
    return layers[layers.length - 1].output;
  };
  const generated = sampleOf(generator);
  const judged = batchValues(
    {
      ...discriminator,
      ...{ loss: LOSS, training, rows: 2, target: [certainty, 0] },
      x: [...real, ...labels[0], ...generated, ...labels[1]],
    },
    learning,
  );
  const wiser = learned(discriminator, judged.updates);
  const judgeOf = (sample: readonly number[]) =>
    stepValues({
      ...wiser,
      ...{ loss: LOSS, training, target: [1], inputGradient: true as const },
      x: [...sample, ...labels[1]],
    });
  const judge = judgeOf(generated);
  const passed = (judge.layers[0].dInput ?? []).slice(0, real.length);
  // The gradient of mean squares is 2·(x − t) / n: with this target it is the one that was passed on.
  const target = generated.map((value, i) => value - (passed[i] * generated.length) / 2);
  const updates = updateValues(made(generator, target), learning);
  const { prediction, loss } = judgeOf(sampleOf(learned(generator, updates)));
  const [before] = judged.updates.predictions;
  return {
    subject,
    made: reading(stepValues(made(generator, target)), 'z'),
    generated,
    judged,
    probabilities: [before[0], before[1]],
    judge: reading(judge, 'G(z)'),
    passed,
    updates,
    after: { probability: prediction[0], loss },
  };
}
