import { expect, it } from 'vitest';
import { parseLayers } from '../../src/network/layerString.ts';
import { referenceBackend } from '../../src/runtime/runtime.ts';
import { fit } from '../../src/train/fit.ts';
import { Training } from '../../src/train/training.ts';
import { setupOf, still } from '../support/setup.ts';

/** Eight rows in batches of two: four updates an epoch. */
function ratesOf(schedule: string, epochs: number): number[] {
  const x = Float64Array.from({ length: 8 }, (_, i) => i / 8);
  const spec = parseLayers('1,1', { activation: 'linear', outputActivation: 'linear' });
  const setup = setupOf({
    spec,
    loss: 'mse',
    optimizer: 'sgd',
    learningRate: 0.1,
    schedule,
    epochs,
    batchSize: 2,
  });
  const train = { kind: 'whole', x, target: x, rows: 8 } as const;
  const events = [...fit(new Training(setup, { train }, still(referenceBackend('float64'))))];
  return events.flatMap((event) => (event.kind === 'epoch' ? [event.learningRate] : []));
}

/**
 * By hand from PyTorch's rules: StepLR(2, 0.5) is stepped once an epoch, so that the epochs 0 … 4 have
 * 0.1, 0.1, 0.05, 0.05, 0.025; CosineAnnealingLR(T_max=12) is stepped after every update, and the last update
 * of epoch e is the one after 4e + 3 steps; 1/t is 0.1 / (1 + d·(4e + 3)).
 */
it('is the rate of the last update of the epoch', () => {
  expect(ratesOf('step:every=2,factor=0.5', 5)).toEqual([0.1, 0.1, 0.05, 0.05, 0.025]);
  const cosine = [3, 7, 11].map((step) => 0.05 * (1 + Math.cos((Math.PI * step) / 12)));
  ratesOf('cosine', 3).forEach((rate, epoch) => expect(rate).toBeCloseTo(cosine[epoch], 15));
  const decay = [3, 7].map((step) => 0.1 / (1 + 0.01 * step));
  ratesOf('1/t:0.01', 2).forEach((rate, epoch) => expect(rate).toBeCloseTo(decay[epoch], 15));
});
