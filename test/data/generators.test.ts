import { describe, expect, it } from 'vitest';
import { generators } from '../../src/data/generators/index.ts';
import { RandomState } from '../../src/util/random.ts';
import { golden } from '../support/fixtures.ts';

interface Reference {
  datasets_nnfs_init_seed0: Record<string, string> & { after_randn32_6: number[] };
  spiral_5_2_float64_no_init_seed0: number[];
}
const reference = golden<Reference>('nnfs_reference.json');
const sets = reference.datasets_nnfs_init_seed0;

function decode(text: string): number[] {
  const bytes = Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
  return [...new Float32Array(bytes.buffer)];
}

const make = (name: string, sizes: number[], dtype: 'float32' | 'float64' = 'float32', seed = 0) => {
  const random = new RandomState(seed);
  const generator = generators.find(name);
  if (!generator) throw new Error(name);
  return { random, ...generator.generate(random, { sizes, noise: generator.noise ?? 0, dtype }) };
};

describe('the data sets of nnfs', () => {
  it('spiral_data(100, 3) to the bit, and the stream after it', () => {
    const { x, labels, random } = make('spiral', [100, 3]);
    expect([...x].every((value, i) => Object.is(value, decode(sets.spiral_100_3_X)[i]))).toBe(true);
    expect([...(labels ?? [])].filter((label) => label === 2)).toHaveLength(100);
    expect(sets.after_randn32_6.map(() => Math.fround(random.standardNormal()))).toEqual(
      sets.after_randn32_6,
    );
  });
  it('vertical_data(100, 3) to the bit', () => {
    expect([...make('vertical', [100, 3]).x]).toEqual(decode(sets.vertical_100_3_X));
  });
  it('spiral_data(5, 2) in float64 within the last digit of sin and cos', () => {
    const { x } = make('spiral', [5, 2], 'float64');
    reference.spiral_5_2_float64_no_init_seed0.forEach((value, i) =>
      expect(Math.abs(x[i] - value)).toBeLessThanOrEqual(2.3e-16 * Math.max(1, Math.abs(value))),
    );
  });
  it('sine_data()', () => {
    const { x, values } = make('sine', [1000], 'float64');
    expect(x[1]).toBe(0.001);
    expect(values?.[1]).toBe(0.006283143965558951);
    expect(values?.[250]).toBe(1);
    expect(values?.[500]).toBe(1.2246467991473532e-16);
  });
});

it('friedman is make_friedman1(4, noise=1, random_state=7) of scikit-learn 1.2', () => {
  const { x, values } = make('friedman', [4], 'float64', 7);
  expect([x[0], x[9], x[10]]).toEqual([0.07630828937395717, 0.49988250082555996, 0.6792299961209405]);
  const wanted = [11.994874558752317, 11.617538672036336, 20.036095575726343, 11.497241589610782];
  expect(values?.length).toBe(4);
  wanted.forEach((value, i) => expect(values?.[i]).toBeCloseTo(value, 13));
});

describe.each(['moons', 'circles', 'blobs', 'xor'])('%s', (name) => {
  it('is decided by the seed, finite, and in class blocks', () => {
    const sizes = name === 'blobs' ? [40, 3] : [40];
    const first = make(name, sizes);
    expect(make(name, sizes).x).toEqual(first.x);
    expect(make(name, sizes, 'float32', 1).x).not.toEqual(first.x);
    expect(first.x.every(Number.isFinite)).toBe(true);
    expect([...(first.labels ?? [])]).toEqual([...(first.labels ?? [])].sort((a, b) => a - b));
    expect(first.rows * 2).toBe(first.x.length);
  });
});

it('xor parts the classes by the signs', () => {
  const { x, labels } = make('xor', [100]);
  labels?.forEach((label, i) => expect(x[2 * i] > 0 !== x[2 * i + 1] > 0 ? 1 : 0).toBe(label));
});
