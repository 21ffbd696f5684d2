import { describe, expect, it } from 'vitest';
import { arrayToString, scalarToString } from '../../src/tensor/print.ts';
import type { DType, Tensor } from '../../src/tensor/tensor.ts';
import { golden } from '../support/fixtures.ts';

interface Printed {
  shape: number[];
  dtype: DType;
  data: (number | string)[];
  str: string;
}

const special: Record<string, number> = { nan: Number.NaN, inf: Infinity, '-inf': -Infinity, '-0': -0 };
const tensorOf = ({ shape, dtype, data }: Pick<Printed, 'shape' | 'dtype' | 'data'>): Tensor => {
  const values = data.map((x) => (typeof x === 'string' ? special[x] : x));
  return { shape, dtype, data: dtype === 'float32' ? Float32Array.from(values) : Float64Array.from(values) };
};

describe('arrayToString', () => {
  const cases = golden<Printed[]>('numpy_print.json');
  it(`prints ${cases.length} arrays as NumPy does`, () => {
    for (const one of cases) expect(arrayToString(tensorOf(one))).toBe(one.str);
  });
  it('uses exponents from 1e6 on in float32, as NumPy 2.3 does', () => {
    const f4 = (x: number) => arrayToString(tensorOf({ shape: [1], dtype: 'float32', data: [x] }));
    expect(f4(1e6)).toBe('[1.e+06]');
    expect(f4(999999)).toBe('[999999.]');
  });
  it('takes a precision', () => {
    expect(
      arrayToString(tensorOf({ shape: [2], dtype: 'float64', data: [1 / 3, 2 / 3] }), { precision: 3 }),
    ).toBe('[0.333 0.667]');
  });
});

it.each([
  [1.0986104, 'float32', '1.0986104'],
  [1e-5, 'float64', '1e-05'],
  [1, 'float64', '1.0'],
  [1e16, 'float64', '1e+16'],
  [3, 'int64', '3'],
  [Number.NaN, 'float64', 'nan'],
] as const)('prints the scalar %f (%s) as %s', (x, dtype, text) =>
  expect(scalarToString(dtype === 'float32' ? Math.fround(x) : x, dtype)).toBe(text),
);
