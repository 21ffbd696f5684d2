import { expect, it } from 'vitest';
import { dot, dotRule } from '../../src/tensor/dot.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { transpose } from '../../src/tensor/transpose.ts';
import { golden } from '../support/fixtures.ts';

interface Array_ {
  shape: number[];
  data: number[];
}
const tensorOf = ({ shape, data }: Array_): Tensor => ({
  shape,
  dtype: 'float64',
  data: Float64Array.from(data),
});

it('gives the results and the error lines of numpy.dot', () => {
  const cases = golden<{ a: Array_; b: Array_; result?: Array_; error?: string }[]>('numpy_dot.json');
  expect(cases.length).toBeGreaterThan(10);
  for (const { a, b, result, error } of cases) {
    const rule = dotRule(a.shape, b.shape);
    if (error !== undefined) {
      expect(rule).toMatchObject({ message: error });
      continue;
    }
    if ('message' in rule || !result) throw new Error('expected a result');
    const found = dot(tensorOf(a), tensorOf(b), rule);
    expect(found.shape).toEqual(result.shape);
    found.data.forEach((x, i) => expect(Number(x)).toBeCloseTo(result.data[i], 12));
  }
});

it('keeps whole numbers whole and float32 float32', () => {
  const rule = dotRule([2], [2]);
  if ('message' in rule) throw new Error('aligned');
  const ints: Tensor = { shape: [2], dtype: 'int64', data: Float64Array.of(1, 2) };
  const singles: Tensor = { shape: [2], dtype: 'float32', data: Float32Array.of(1, 2) };
  expect(dot(ints, ints, rule).dtype).toBe('int64');
  expect(dot(singles, singles, rule).dtype).toBe('float32');
});

it('transposes any rank', () => {
  const cube: Tensor = {
    shape: [2, 3, 2],
    dtype: 'float64',
    data: Float64Array.from({ length: 12 }, (_, i) => i),
  };
  const turned = transpose(cube);
  expect(turned.shape).toEqual([2, 3, 2]);
  expect([...turned.data]).toEqual([0, 6, 2, 8, 4, 10, 1, 7, 3, 9, 5, 11]);
});
