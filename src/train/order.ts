import { parseInit } from '../initializers/index.ts';
import { drawWeights } from '../network/parameters.ts';
import { leastBatch } from './leastBatch.ts';
import { nextBatch } from './feed.ts';
import { randomOf } from './setup.ts';
import type { Setup } from './setup.ts';

/** In which order training takes its rows. */
export interface TrainingOrder {
  /** Rows of each batch of an epoch. */
  readonly sizes: readonly number[];
  /** The training rows in the order of each epoch, from the first on. */
  readonly epochs: readonly Int32Array[];
}

/** Rows of each batch of an epoch over so many rows. */
export function batchesOf(
  { spec, batchSize, dropLast }: Pick<Setup, 'spec' | 'batchSize' | 'dropLast'>,
  rows: number,
): number[] {
  const [batch, least] = [Math.min(batchSize, rows), leastBatch(spec)];
  if (dropLast) return Array.from({ length: Math.floor(rows / batch) }, () => batch);
  const sizes: number[] = [];
  for (let left = rows; left > 0; left -= sizes.at(-1) ?? left) sizes.push(nextBatch(left, { batch, least }));
  return sizes;
}

/**
 * The order in which a training run takes rows that are all in memory: the weights are drawn from the stream of
 * random numbers before it, and every epoch shuffles the order of the one before.
 *
 * @param rows of the training part
 * @param epochs how many epochs
 */
export function trainingOrder(setup: Setup, rows: number, epochs: number): TrainingOrder {
  const random = randomOf(setup);
  drawWeights(setup.spec, parseInit(setup.init), random, 'float64');
  const order = Int32Array.from({ length: rows }, (_, i) => i);
  return {
    sizes: batchesOf(setup, rows),
    epochs: Array.from({ length: epochs }, () => {
      if (setup.shuffle) random.shuffle(order);
      return order.slice();
    }),
  };
}
