import { expect, it } from 'vitest';
import { shrunk, shrunkNote } from '../../src/charts/shrink.ts';

const heat = (rows: number, columns: number, values: number[]) =>
  ({ kind: 'heat', rows, columns, values, low: 0, high: 10 }) as const;

it('gives each cell the mean of those that it stands for', () => {
  const small = shrunk(heat(2, 4, [1, 3, 5, 7, 9, 11, 13, 15]), { rows: 1, columns: 2 });
  expect(small).toMatchObject({ rows: 1, columns: 2, values: [6, 10], low: 0, high: 10 });
});

it('loses no cell where the sizes do not divide each other', () => {
  // Rows 0; 1, 2; 3, 4 of five.
  const small = shrunk(heat(5, 1, [1, 2, 4, 8, 16]), { rows: 3, columns: 9 });
  expect(small.values).toEqual([1, 3, 12]);
});

it('leaves out what is no number', () => {
  const small = shrunk(heat(1, 4, [NaN, 4, NaN, NaN]), { rows: 1, columns: 2 });
  expect(small.values).toEqual([4, NaN]);
});

it('leaves a map that fits as it is', () => {
  const map = heat(2, 2, [1, 2, 3, 4]);
  expect(shrunk(map, { rows: 2, columns: 5 })).toBe(map);
});

it('says how many places a cell stands for', () => {
  expect(shrunkNote(heat(5, 1, [1, 2, 4, 8, 16]), { rows: 3, columns: 9 })).toBe(
    'each cell the mean of up to 2x1',
  );
  expect(shrunkNote(heat(1, 4, [1, 2, 4, 8]), { rows: 1, columns: 4 })).toBeUndefined();
});
