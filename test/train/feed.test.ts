import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseLayers } from '../../src/network/layerString.ts';
import { nextBatch } from '../../src/train/feed.ts';
import { checkBatch, leastBatch } from '../../src/train/leastBatch.ts';

/** Rows of the batches of a window. */
function batches(rows: number, sizes: { batch: number; least: number }): number[] {
  const found: number[] = [];
  for (let left = rows; left > 0; left -= found.at(-1) ?? 0) found.push(nextBatch(left, sizes));
  return found;
}

it('a last batch of one row joins the one before where batches need two', () => {
  expect(batches(33, { batch: 8, least: 2 })).toEqual([8, 8, 8, 9]);
  expect(batches(33, { batch: 32, least: 2 })).toEqual([33]);
  expect(batches(33, { batch: 8, least: 1 })).toEqual([8, 8, 8, 8, 1]);
  expect(batches(34, { batch: 8, least: 2 })).toEqual([8, 8, 8, 8, 2]);
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 200 }), fc.integer({ min: 2, max: 40 }), (rows, size) => {
      const found = batches(rows, { batch: Math.min(size, rows), least: 2 });
      expect(found.reduce((a, b) => a + b, 0)).toBe(rows);
      expect(Math.min(...found)).toBeGreaterThanOrEqual(2);
      expect(Math.max(...found)).toBeLessThanOrEqual(size + 1);
    }),
  );
});

it.each([
  ['2,8,batchnorm,relu,2', 2],
  ['2,8,layernorm,relu,2', 1],
  ['8x8x1,conv:2:3,batchnorm,relu,flatten,2', 1],
  ['8x8x1,conv:2:3,relu,flatten,batchnorm,2', 2],
])('%s takes batches of %i', (layers, least) => {
  const spec = parseLayers(layers, { activation: 'relu', outputActivation: 'linear' });
  expect(leastBatch(spec)).toBe(least);
  if (least === 2) expect(() => checkBatch(spec, 1)).toThrow('Expected more than 1 value per channel');
  else expect(() => checkBatch(spec, 1)).not.toThrow();
});
