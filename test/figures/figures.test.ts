import { expect, it } from 'vitest';
import { SAMPLE, figuresOf } from '../../src/figures/arrays/figures.ts';
import { viewOf } from '../../src/tensor/view.ts';

it('tells how many elements of one large array are read, while it is read', () => {
  const size = 2.5 * SAMPLE;
  const view = viewOf({ shape: [size], dtype: 'uint8', data: new Uint8Array(size) });
  const told: number[] = [];
  expect(figuresOf(view, true, (elements) => told.push(elements)).statistics.zeros).toBe(size);
  expect(told.length).toBeGreaterThan(1);
  expect(told).toEqual(told.toSorted((a, b) => a - b));
  expect(told.at(-1)).toBe(size);
});
