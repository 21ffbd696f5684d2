import { expect, it } from 'vitest';
import { parseLayers } from '../../src/network/layerString.ts';
import { referenceBackend } from '../../src/runtime/runtime.ts';
import { batchesOf, trainingOrder } from '../../src/train/order.ts';
import { Training } from '../../src/train/training.ts';
import { RandomState } from '../../src/util/random.ts';
import { setupOf, still } from '../support/setup.ts';

const layersOf = (text: string) => parseLayers(text, { activation: 'relu', outputActivation: 'linear' });

it.each([
  ['2,3,1', 4, true],
  ['2,3,1', 4, false],
  ['2,6,dropout:0.5,1', 3, true],
  ['2,3,batchnorm,1', 3, true],
  ['2,sparse:6:0.5,1', Infinity, true],
])('the order of %s in batches of %s is that of training, shuffled: %s', (layers, batchSize, shuffle) => {
  const rows = 10;
  const setup = setupOf({
    spec: layersOf(layers),
    loss: 'mse',
    optimizer: 'sgd',
    batchSize,
    shuffle,
    random: new RandomState(5).snapshot(),
    epochs: 3,
  });
  const train = {
    kind: 'whole',
    x: Float64Array.from({ length: 2 * rows }, (_, i) => Math.sin(i)),
    target: Float64Array.from({ length: rows }, (_, i) => Math.cos(i)),
    rows,
  } as const;
  const training = new Training(setup, { train }, still(referenceBackend('float64')));
  const { sizes, epochs } = trainingOrder(setup, rows, 3);
  for (const order of epochs) {
    const taken: number[] = [];
    const run = training.epoch();
    let before = training.progress.row;
    for (let next = run.next(); !next.done; next = run.next()) before = training.progress.row;
    expect(before).toBeLessThan(rows + 1);
    taken.push(...training.capture().order);
    expect(taken).toEqual([...order]);
  }
  expect(training.progress.steps).toBe(3 * sizes.length);
});

it('the last rows make a smaller batch, or join the one before', () => {
  expect(batchesOf({ spec: layersOf('2,3,1'), batchSize: 32 }, 120)).toEqual([32, 32, 32, 24]);
  expect(batchesOf({ spec: layersOf('2,3,1'), batchSize: Infinity }, 120)).toEqual([120]);
  expect(batchesOf({ spec: layersOf('2,3,1'), batchSize: 8 }, 17)).toEqual([8, 8, 1]);
  expect(batchesOf({ spec: layersOf('2,3,batchnorm,1'), batchSize: 8 }, 17)).toEqual([8, 9]);
});

it('with --drop-last rows that fill no batch are left out, and all rows where there are fewer than a batch', () => {
  const spec = layersOf('2,3,1');
  expect(batchesOf({ spec, batchSize: 256, dropLast: true }, 300)).toEqual([256]);
  expect(batchesOf({ spec, batchSize: 32, dropLast: true }, 120)).toEqual([32, 32, 32]);
  expect(batchesOf({ spec, batchSize: 256, dropLast: true }, 100)).toEqual([100]);
});
