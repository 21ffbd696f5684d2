import { expect, it } from 'vitest';
import { parseLayers } from '../../src/network/layerString.ts';
import { referenceBackend } from '../../src/runtime/runtime.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { decodeCheckpoint, encodeCheckpoint } from '../../src/train/checkpoint.ts';
import { EpochLog } from '../../src/train/epochLog.ts';
import { fit } from '../../src/train/fit.ts';
import { Training } from '../../src/train/training.ts';
import { RandomState } from '../../src/util/random.ts';
import { setupOf, still } from '../support/setup.ts';

const layersOf = (text: string) => parseLayers(text, { activation: 'relu', outputActivation: 'linear' });
const numbers = (weights: ReadonlyMap<string, Tensor>) =>
  new Map(Array.from(weights, ([name, { data }]) => [name, Array.from(data, Number)]));

const rows = 12;
const train = {
  kind: 'whole',
  x: Float64Array.from({ length: 2 * rows }, (_, i) => Math.sin(i)),
  target: Float64Array.from({ length: rows }, (_, i) => Math.cos(3 * i)),
  rows,
} as const;
const validation = { ...train, x: train.x.map((value) => value / 2) };

const trainingOf = (ema: number | undefined, epochs = 4) =>
  setupOf({
    spec: layersOf('2,6,batchnorm,dropout:0.1,1'),
    loss: 'mse',
    optimizer: 'adam',
    learningRate: 0.05,
    batchSize: 4,
    shuffle: true,
    patience: 10,
    random: new RandomState(5).snapshot(),
    epochs,
    ...(ema !== undefined && { ema }),
  });
const world = still(referenceBackend('float64'));

it('moves by 9/10 of the way after the first update, and by 1 − decay once that is less', () => {
  // By hand: the bias b of a row of zeros whose target is 4 goes by 0.5 · 2(4 − b) from 0 to 4 at once. d is
  // min(0.15, 1/10) after update 0 and min(0.15, 2/11) after update 1: 0.1·0 + 0.9·4, and 0.15·3.6 + 0.85·4.
  const setup = setupOf({
    ...{ spec: layersOf('1,1'), loss: 'mse', optimizer: 'sgd', learningRate: 0.5, ema: 0.15 },
  });
  const row = { kind: 'whole', x: Float64Array.of(0), target: Float64Array.of(4), rows: 1 } as const;
  const training = new Training(setup, { train: row }, world);
  const bias = () => numbers(training.weights()).get('dense1.bias')?.[0];
  expect(bias()).toBe(0);
  training.step();
  expect(bias()).toBeCloseTo(3.6, 12);
  training.step();
  expect(bias()).toBeCloseTo(3.94, 12);
  expect(numbers(training.runtime.weights()).get('dense1.bias')).toEqual([4]);
});

it('is of parameters and running statistics by definition, and changes nothing about how they are learned', () => {
  const training = new Training(trainingOf(0.9), { train, validation }, world);
  const plain = new Training(trainingOf(undefined), { train, validation }, world);
  let expected = numbers(training.runtime.weights());
  for (let t = 0; t < 150; t++) {
    expect(training.step()).toBe(plain.step());
    const d = Math.min(0.9, (1 + t) / (10 + t));
    const now = numbers(training.runtime.weights());
    expect(now).toEqual(numbers(plain.runtime.weights()));
    expected = new Map(
      Array.from(expected, ([name, values]) => [
        name,
        values.map((value, i) => d * value + (1 - d) * (now.get(name)?.[i] ?? NaN)),
      ]),
    );
  }
  expect([...expected.keys()]).toContain('batchnorm1.running_var');
  const found = numbers(training.weights());
  for (const [name, values] of expected)
    values.forEach((value, i) => expect(found.get(name)?.[i], name).toBeCloseTo(value, 12));
});

function outcomeOf(training: Training) {
  const run = fit(training);
  for (;;) {
    const next = run.next();
    if (next.done) return { ...next.value, weights: numbers(next.value.weights) };
  }
}

it('is validated, and goes on from a checkpoint with the same bits', () => {
  const setup = trainingOf(0.8);
  const parts = { train, validation };
  const training = new Training(setup, parts, world);
  const ticks = training.epoch();
  for (let next = ticks.next(); !next.done;) next = ticks.next();
  training.step();
  const bytes = encodeCheckpoint({ state: training.capture(), epochs: new EpochLog() });
  const { state } = decodeCheckpoint(bytes, 'checkpoint');
  const resumed = outcomeOf(new Training(setup, parts, world, { state }));
  expect(resumed).toEqual(outcomeOf(training));
  const plain = outcomeOf(new Training(trainingOf(undefined), parts, world));
  expect(resumed.weights).not.toEqual(plain.weights);
});
