import { expect, it } from 'vitest';
import { EpochLog } from '../../src/train/epochLog.ts';
import type { Epoch } from '../../src/train/events.ts';

const epochs = Array.from({ length: 1000 }, (_, epoch): Epoch => ({
  ...{ kind: 'epoch', epoch, loss: 1 / (epoch + 1), learningRate: 0.01, best: epoch % 3 === 0 },
  ...(epoch % 2 === 0 && { validationLoss: epoch / 7, accuracy: 0.5 }),
}));

it('gives back every figure, and none that was not measured', () => {
  const log = new EpochLog(epochs);
  expect(log).toHaveLength(1000);
  expect([...log]).toStrictEqual(epochs);
  expect([...EpochLog.read(log.tensor(), 'checkpoint')]).toStrictEqual(epochs);
  expect([log.at(-1), log.at(64), log.at(1000), log.at(-1001), new EpochLog().at(-1)]).toStrictEqual([
    ...[epochs[999], epochs[64]],
    ...[undefined, undefined, undefined],
  ]);
});

it('keeps many epochs without objects', () => {
  const log = new EpochLog();
  const { heapUsed } = process.memoryUsage();
  for (let i = 0; i < 200_000; i++) log.push({ ...epochs[1], epoch: i });
  expect(log.tensor().data.byteLength).toBe(200_000 * 10 * 8);
  // What an epoch is pushed as is garbage; 200,000 of them would take 50 MB.
  expect(process.memoryUsage().heapUsed - heapUsed).toBeLessThan(25e6);
});
