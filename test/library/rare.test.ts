import { predict, RandomState, tableFromRows, train } from 'nnsh';
import type { TrainOptions } from 'nnsh';
import { expect, it } from 'vitest';

/**
 * One row in a hundred is positive. Two columns are normal, of the positives 1.8 higher each: the best rule
 * that counts both classes alike finds Φ(1.27) = 90 % of the positives.
 */
function rareRows(rows: number, seed: number) {
  const random = new RandomState(seed);
  return Array.from({ length: rows }, (_, row) => {
    const shift = row % 100 === 0 ? 1.8 : 0;
    return {
      a: random.standardNormal() + shift,
      b: random.standardNormal() + shift,
      y: shift > 0 ? 'yes' : 'no',
    };
  });
}

async function recallOf(options: TrainOptions): Promise<number> {
  const table = tableFromRows(rareRows(4000, 1));
  const { model } = await train(table, {
    target: 'y',
    classWeight: 'balanced',
    epochs: 40,
    seed: 1,
    ...options,
  });
  const unseen = rareRows(20_000, 2);
  const found = await predict(model, tableFromRows(unseen));
  if (found.kind !== 'classes') throw new Error(found.kind);
  const positives = found.labels.filter((_, row) => unseen[row].y === 'yes');
  return positives.filter((label) => label === 'yes').length / positives.length;
}

it('chooses the epoch by the weighted loss, so that a rare class is found', async () => {
  expect(await recallOf({})).toBeGreaterThan(0.8);
});
it('finds little of it where the accuracy chooses among weights that are not averaged', async () => {
  expect(await recallOf({ monitor: 'accuracy', ema: 0 })).toBeLessThan(0.2);
});
it('finds it all the same among averaged weights, the default', async () => {
  expect(await recallOf({ monitor: 'accuracy' })).toBeGreaterThan(0.8);
});
