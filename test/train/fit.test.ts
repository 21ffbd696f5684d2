import { describe, expect, it } from 'vitest';
import { spiral } from '../../src/data/generators/spiral.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { referenceBackend } from '../../src/runtime/runtime.ts';
import type { Epoch } from '../../src/train/events.ts';
import { fit } from '../../src/train/fit.ts';
import type { WholePart } from '../../src/train/part.ts';
import type { Setup } from '../../src/train/setup.ts';
import { Training } from '../../src/train/training.ts';
import { RandomState } from '../../src/util/random.ts';
import { golden } from '../support/fixtures.ts';
import { setupOf, still } from '../support/setup.ts';

type Row = [epoch: number, correct: number, loss: number, learningRate: number];
const logs = golden<{ ch10_logs_epoch_acc_loss32: Record<string, { cr: Row[] }> }>(
  'nnfs_reference.json',
).ch10_logs_epoch_acc_loss32;

const setups: Record<
  string,
  { optimizer: string; rate: number; decay: number; momentum?: number; epochs: number }
> = {
  'SGD lr1': { optimizer: 'sgd', rate: 1, decay: 0, epochs: 301 },
  'SGD d1e-2': { optimizer: 'sgd', rate: 1, decay: 1e-2, epochs: 301 },
  'SGD d1e-3': { optimizer: 'sgd', rate: 1, decay: 1e-3, epochs: 301 },
  'SGD d1e-3 m.5': { optimizer: 'sgd', rate: 1, decay: 1e-3, momentum: 0.5, epochs: 301 },
  'SGD d1e-3 m.9': { optimizer: 'sgd', rate: 1, decay: 1e-3, momentum: 0.9, epochs: 1001 },
  'RMSprop d1e-4': { optimizer: 'rmsprop', rate: 0.001, decay: 1e-4, epochs: 1001 },
  'Adam lr.05 d5e-7': { optimizer: 'adam', rate: 0.05, decay: 5e-7, epochs: 1001 },
};

const spiralRandom = new RandomState(0);
const data = spiral.generate(spiralRandom, { sizes: [100, 3], noise: 0, dtype: 'float32' });
const train = {
  kind: 'whole',
  x: data.x,
  target: data.labels ?? new Int32Array(0),
  rows: data.rows,
} as const;

function setupFor(name: string): Setup {
  const { optimizer, rate, decay, momentum, epochs } = setups[name];
  return setupOf({
    spec: parseLayers('2,64,3', { activation: 'relu', outputActivation: 'softmax' }),
    loss: 'cross-entropy',
    clip: 1e-7,
    match: 'argmax',
    optimizer,
    ...(momentum !== undefined && { settings: { momentum } }),
    learningRate: rate,
    schedule: `1/t:${decay}`,
    epochs,
    init: 'nnfs',
    random: spiralRandom.snapshot(),
    book: true,
  });
}

const world = still(referenceBackend('float32'));

function run(setup: Setup, validation?: WholePart, interrupted = false): Epoch[] {
  const training = new Training(setup, { train, validation }, { ...world, interrupted: () => interrupted });
  return [...fit(training)].filter((event) => event.kind === 'epoch');
}

describe('the logs of the book, chapter 10, to the bit', () => {
  it.each(Object.keys(logs))('%s', (name) => {
    const epochs = run(setupFor(name));
    const rows = logs[name].cr.filter(([epoch]) => epoch < epochs.length);
    expect(rows.length).toBeGreaterThan(9);
    for (const [epoch, correct, loss, learningRate] of rows) {
      // The book prints the rate of the update before.
      const rate = epochs[epoch - 1]?.learningRate ?? setups[name].rate;
      expect([epoch, epochs[epoch].correct, epochs[epoch].loss, rate]).toEqual([
        epoch,
        correct,
        Math.fround(loss),
        learningRate,
      ]);
    }
  });
});

it('gives the same bits twice, with shuffled batches', () => {
  const shuffled = () => ({ ...setupFor('SGD lr1'), epochs: 20, batchSize: 32, shuffle: true });
  expect(run(shuffled())).toEqual(run(shuffled()));
});

it('stops a run that diverges, and says why', () => {
  expect(() => run({ ...setupFor('SGD lr1'), learningRate: 1e30 })).toThrow(
    /training diverged: the loss is no longer a finite number/,
  );
});

it('stops at a target loss and on request', () => {
  expect(run({ ...setupFor('Adam lr.05 d5e-7'), targetLoss: 1.09 })).toHaveLength(4);
  expect(run(setupFor('SGD lr1'), undefined, true)).toHaveLength(1);
});

it('reads its own figures when the validation part needs more memory than a batch', () => {
  const base = setupFor('Adam lr.05 d5e-7');
  const epochs = run({ ...base, epochs: 30, batchSize: 32, shuffle: true }, train);
  for (const epoch of epochs) expect(epoch.accuracy).toBeGreaterThan(0.2);
  const { loss, validationLoss } = epochs[29];
  expect(Math.abs(loss - (validationLoss ?? 0))).toBeLessThan(0.3);
});

describe('what the best epoch is', () => {
  const watched = (more: Partial<Setup>): Epoch[] =>
    run({ ...setupFor('Adam lr.05 d5e-7'), epochs: 60, patience: 60, ...more }, train);
  const monitor = {
    metric: 'balanced-accuracy',
    target: { kind: 'classes', classes: ['a', 'b', 'c'] },
  } as const;

  it('is where the metric that is watched is greatest', () => {
    const epochs = watched({ monitor });
    const values = epochs.map(({ monitored = NaN }) => monitored);
    // All classes have as many rows, so this is the accuracy.
    epochs.forEach(({ validationAccuracy, monitored }) =>
      expect(monitored).toBeCloseTo(validationAccuracy ?? 0, 12),
    );
    expect(epochs.findLast(({ best }) => best)?.epoch).toBe(values.indexOf(Math.max(...values)));
  });
  it('is where the loss is least, when that is watched', () => {
    const epochs = watched({ monitor: { ...monitor, metric: 'loss' } });
    const losses = epochs.map(({ validationLoss = NaN }) => validationLoss);
    expect(epochs.findLast(({ best }) => best)?.epoch).toBe(losses.indexOf(Math.min(...losses)));
  });
  it('is better by as much as is asked', () => {
    const epochs = watched({ monitor, minDelta: 0.05 });
    const best = epochs.filter((epoch) => epoch.best).map(({ monitored = NaN }) => monitored);
    expect(best.length).toBeGreaterThan(2);
    best.slice(1).forEach((value, i) => expect(value).toBeGreaterThan(best[i] + 0.05));
  });
});

describe('max-norm', () => {
  it('bounds what leads to each unit, after every step', () => {
    const limit = 0.05;
    const setup = { ...setupFor('SGD lr1'), epochs: 20, penalty: { maxNorm: limit } };
    const run = fit(new Training(setup, { train }, world));
    let next = run.next();
    while (!next.done) next = run.next();
    const norms = [...next.value.weights].flatMap(([name, { data, shape }]) => {
      if (!name.endsWith('.weight')) return [];
      const [m, n] = shape;
      return Array.from({ length: n }, (_, j) =>
        Math.hypot(...Array.from({ length: m }, (_, i) => Number(data[i * n + j]))),
      );
    });
    expect(norms.length).toBe(67);
    expect(Math.max(...norms)).toBeLessThanOrEqual(limit * (1 + 1e-6));
    expect(norms.filter((norm) => norm > limit * 0.999).length).toBeGreaterThan(2);
  });
});
