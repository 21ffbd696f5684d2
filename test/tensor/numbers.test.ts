import { expect, it } from 'vitest';
import { copyNumbers, firstNotFinite, float64Of } from '../../src/tensor/numbers.ts';

it('finds what is not finite', () => {
  expect(firstNotFinite(Float32Array.of(1, Infinity, NaN))).toBe(1);
  expect(firstNotFinite(Float64Array.of(1, 2, NaN))).toBe(2);
  expect(firstNotFinite(Float32Array.of(1, 2))).toBe(-1);
  expect(firstNotFinite(BigInt64Array.of(1n))).toBe(-1);
});

it('takes numbers of any type', () => {
  expect([...float64Of(BigInt64Array.of(-3n, 2n ** 53n))]).toEqual([-3, 2 ** 53]);
  expect([...float64Of(Uint8Array.of(7))]).toEqual([7]);
  const into = new Float32Array(2);
  copyNumbers(BigUint64Array.of(1n, 2n), into);
  expect([...into]).toEqual([1, 2]);
});
