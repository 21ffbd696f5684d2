import { expect, it } from 'vitest';
import { ganStep } from '../../src/explain/gan.ts';
import type { GanSubject, Player } from '../../src/explain/gan.ts';
import { stepValues } from '../../src/explain/step.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { drawWeights } from '../../src/network/parameters.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { chooseOptimizer } from '../../src/train/choose.ts';
import { RandomState } from '../../src/util/random.ts';

const H = 1e-6;

const player = (layers: string, activation: string, seed: number): Player => {
  const spec = parseLayers(layers, { activation: 'tanh', outputActivation: activation });
  return { spec, weights: drawWeights(spec, 'auto', new RandomState(seed), 'float64') };
};

/** Generator and discriminator of numbers with one class among two, which both see. */
const subject: GanSubject = {
  generator: player('5,4,2', 'linear', 1),
  discriminator: player('4,3,1', 'sigmoid', 2),
  z: [0.3, -1.1, 0.7, 0, 1],
  real: [0.5, -0.25],
  labels: [
    [1, 0],
    [0, 1],
  ],
  certainty: 0.9,
};

const learning = {
  ...chooseOptimizer({
    optimizer: 'sgd',
    nesterov: false,
    momentum: undefined,
    beta1: undefined,
    beta2: undefined,
    rho: undefined,
    epsilon: undefined,
    weightDecay: undefined,
  }),
  learningRate: 0.2,
  steps: 1,
};

const bce = (p: number, t: number) => -t * Math.log(p) - (1 - t) * Math.log(1 - p);

/** What the discriminator says of a sample with its class. */
const probability = ({ spec, weights }: Player, sample: readonly number[], label: readonly number[]) =>
  stepValues({ spec, weights, loss: 'binary-cross-entropy', x: [...sample, ...label], target: [1] })
    .prediction[0];

/** What the generator makes of the random numbers. */
const sampleOf = ({ spec, weights }: Player) =>
  stepValues({ spec, weights, loss: 'mse', x: subject.z, target: [0, 0] }).prediction;

/** A network with one weight moved. */
function moved({ spec, weights }: Player, name: string, index: number, by: number): Player {
  const tensor = weights.get(name);
  if (!tensor) throw new Error(name);
  const data = Float64Array.from(tensor.data, Number);
  data[index] += by;
  return {
    spec,
    weights: new Map<string, Tensor>([...weights, [name, { ...tensor, dtype: 'float64', data }]]),
  };
}

/** The slope of a loss along one weight. */
const slope = (of: Player, name: string, index: number, loss: (player: Player) => number) =>
  (loss(moved(of, name, index, H)) - loss(moved(of, name, index, -H))) / (2 * H);

const step = ganStep(subject, learning);
const { generator, discriminator, real, labels } = subject;

/** The discriminator after its update. */
const wiser: Player = {
  spec: discriminator.spec,
  weights: new Map(
    step.judged.updates.all[0].parameters.map(({ name, shape, after }) => [
      name,
      { shape, dtype: 'float64', data: Float64Array.from(after) },
    ]),
  ),
};

it('the discriminator learns from both samples, by the slope of its loss', () => {
  const loss = (d: Player) =>
    (bce(probability(d, real, labels[0]), 0.9) + bce(probability(d, step.generated, labels[1]), 0)) / 2;
  expect(step.judged.loss).toBeCloseTo(loss(discriminator), 12);
  expect(step.probabilities[0]).toBeCloseTo(probability(discriminator, real, labels[0]), 12);
  for (const { name, before, gradient, after } of step.judged.updates.all[0].parameters) {
    gradient.forEach((value, i) => {
      expect(value).toBeCloseTo(slope(discriminator, name, i, loss), 7);
      expect(after[i]).toBeCloseTo(before[i] - 0.2 * value, 12);
    });
  }
});

it('the generator learns through the updated discriminator, by the slope of −ln D(G(z))', () => {
  const loss = (g: Player) => bce(probability(wiser, sampleOf(g), labels[1]), 1);
  expect(step.judge.loss).toBeCloseTo(loss(generator), 12);
  const updated = new Map<string, Tensor>();
  for (const { name, shape, gradient, after } of step.updates.all[0].parameters) {
    gradient.forEach((value, i) => expect(value).toBeCloseTo(slope(generator, name, i, loss), 7));
    updated.set(name, { shape, dtype: 'float64', data: Float64Array.from(after) });
  }
  const after = loss({ spec: generator.spec, weights: updated });
  expect(step.after.loss).toBeCloseTo(after, 12);
  expect(step.after.probability).toBeCloseTo(Math.exp(-after), 12);
  expect(after).toBeLessThan(step.judge.loss);
});

it('passes on the slope by the numbers of the sample', () => {
  const at = (i: number, by: number) =>
    bce(
      probability(
        wiser,
        step.generated.map((x, j) => x + (i === j ? by : 0)),
        labels[1],
      ),
      1,
    );
  expect(step.passed).toHaveLength(2);
  step.passed.forEach((value, i) => expect(value).toBeCloseTo((at(i, H) - at(i, -H)) / (2 * H), 7));
});
