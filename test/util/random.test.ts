import { describe, expect, it } from 'vitest';
import { RandomState } from '../../src/util/random.ts';
import { golden } from '../support/fixtures.ts';

type Stream = Record<string, number[]> & { randn_then_random_sample: number[][] };
const streams = golden<Record<string, Stream>>('numpy_random.json');
const seeds = Object.keys(streams).filter((key) => /^\d+$/.test(key));
const reference = golden<{ rng: Record<string, Record<string, number[]>> }>('nnfs_reference.json').rng;
const times = <T>(n: number, make: () => T): T[] => Array.from({ length: n }, make);

describe.each(seeds)('numpy.random.RandomState(%s)', (seed) => {
  const fresh = () => new RandomState(Number(seed));
  const expected = streams[seed];
  it('draws the same integers, uniforms and permutations', () => {
    let r = fresh();
    expect(times(expected.uint32.length, () => r.uint32())).toEqual(expected.uint32);
    r = fresh();
    expect(times(expected.random_sample.length, () => r.randomSample())).toEqual(expected.random_sample);
    r = fresh();
    expect(times(6, () => r.uniform(-0.5, 0.5))).toEqual(expected['uniform_-0.5_0.5']);
    expect([...fresh().permutation(10)]).toEqual(expected.permutation_10);
    expect([...fresh().permutation(17)]).toEqual(expected.shuffle_17);
    r = fresh();
    expect(times(12, () => r.randint(0, 100))).toEqual(expected.randint_0_100);
    r = fresh();
    expect(times(20, () => r.binomial(1, 0.8))).toEqual(expected['binomial_1_0.8']);
  });
  it('draws the same gaussians, and keeps the second of a pair', () => {
    let r = fresh();
    const close = (found: number[], wanted: number[]) =>
      found.forEach((x, i) =>
        expect(Math.abs(x - wanted[i])).toBeLessThanOrEqual(1e-15 * Math.abs(wanted[i])),
      );
    close(
      times(9, () => r.standardNormal()),
      expected.randn,
    );
    r = fresh();
    close(
      times(6, () => r.normal(2, 3)),
      expected.normal_2_3,
    );
    r = fresh();
    close(
      times(3, () => r.standardNormal()),
      expected.randn_then_random_sample[0],
    );
    expect(times(3, () => r.randomSample())).toEqual(expected.randn_then_random_sample[1]);
  });
});

describe('RandomState', () => {
  it('takes a list of seeds', () => {
    const r = new RandomState([1, 2, 3]);
    const { rand } = reference['[1,2,3]'];
    expect(times(rand.length, () => r.randomSample())).toEqual(rand);
  });
  it('draws large binomials and weighted choices as NumPy 1.24 does', () => {
    const r = new RandomState(5);
    expect(times(8, () => r.binomial(100, 0.45))).toEqual([42, 41, 49, 40, 37, 33, 51, 43]);
    expect(times(5, () => r.binomial(1000, 0.8))).toEqual([795, 791, 817, 764, 804]);
    expect([...r.weightedChoice([0.5, 0.3, 0.2], 8)]).toEqual([1, 1, 0, 1, 0, 1, 1, 2]);
  });
  it('goes on from a snapshot', () => {
    const r = new RandomState(3);
    r.standardNormal();
    const kept = r.snapshot();
    const next = times(1000, () => r.standardNormal());
    r.restore(kept);
    expect(times(1000, () => r.standardNormal())).toEqual(next);
  });
  it('refuses seeds out of range with the text of NumPy', () => {
    for (const seed of [-1, 2 ** 32, 1.5]) {
      expect(() => new RandomState(seed)).toThrow('Seed must be between 0 and 2**32 - 1');
    }
    expect(() => new RandomState([])).toThrow('Seed must be non-empty');
    expect(() => new RandomState(0).choice(3, 4, false)).toThrow(/larger sample/);
  });
});
