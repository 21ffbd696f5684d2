import { describe, expect, it } from 'vitest';
import { absentClasses } from '../../src/tasks/table/absentClasses.ts';
import type { WholePart } from '../../src/train/part.ts';
import { besides, partRows } from '../../src/train/partRows.ts';

const part = (target: number[]): WholePart => ({
  kind: 'whole',
  x: Float64Array.from(target.flatMap((label, row) => [row, label])),
  target: Int32Array.from(target),
  rows: target.length,
  weights: Float64Array.from(target, (_, row) => row),
});
const target = { kind: 'classes', name: 'y', classes: ['a', 'b', 'c', 'd', 'e'] } as const;

describe('classes that a part has none of', () => {
  it('are named with what follows from it', () => {
    const parts = { train: part([0, 1, 2, 3]), validation: part([0, 1, 2, 3, 4]), test: part([0]) };
    expect(absentClasses(target, parts)).toEqual([
      'no training row has class "e": the network cannot learn it',
      'no test row has 4 classes of 5: the test figures say nothing of them',
    ]);
  });

  it('are none of a regression, and none where each has a row', () => {
    expect(absentClasses(target, { train: part([4, 3, 2, 1, 0]) })).toEqual([]);
    const values = { kind: 'values', name: 'y', mean: 0, scale: 1 } as const;
    expect(absentClasses(values, { train: part([0]) })).toEqual([]);
  });
});

describe('some rows of a part', () => {
  it('keep inputs, target and weight together, in the order asked for', () => {
    const { x, target: labels, weights, rows } = partRows(part([5, 6, 7, 8]), Int32Array.of(3, 1));
    expect([[...x], [...labels], [...(weights ?? [])], rows]).toEqual([[3, 8, 1, 6], [8, 6], [3, 1], 2]);
  });

  it('stand side by side in several encodings', () => {
    const [a, b] = [part([5, 6]), { ...part([5, 6]), x: Float64Array.of(-1, -2) }];
    expect([...besides([a, b]).x]).toEqual([0, 5, -1, 1, 6, -2]);
    expect(besides([a])).toBe(a);
  });
});
