import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chunkOf, pays } from '../../../src/kernels/blas/rule.ts';

describe('pays', () => {
  // Figures of bench/blas.ts: how many times faster the slowest of OpenBLAS (Haswell, SkylakeX) and BLIS 0.9
  // was.
  it.each([
    ['512³', { rows: 512, cols: 512, inner: 512 }, 1.6],
    ['a batch of 128 through 784×128', { rows: 128, cols: 128, inner: 784, finished: true }, 1.8],
    ['a batch of 32 through 64×64', { rows: 32, cols: 64, inner: 64, finished: true }, 1.5],
    ['its input gradient', { rows: 32, cols: 64, inner: 64, transposed: true, finished: true }, 1.3],
    ['32³', { rows: 32, cols: 32, inner: 32 }, 1.26],
    ['8³', { rows: 8, cols: 8, inner: 8 }, 0.05],
    ['three classes', { rows: 300, cols: 3, inner: 64 }, 0.3],
    ['two inputs, with a bias', { rows: 300, cols: 64, inner: 2, finished: true }, 0.6],
    ['one row', { rows: 1, cols: 128, inner: 784 }, 0.7],
    ['ten classes backwards', { rows: 128, cols: 128, inner: 10, transposed: true, finished: true }, 0.5],
  ])('%s', (_, product, ratio) => expect(pays(product)).toBe(ratio > 1));
});

describe('chunkOf', () => {
  it('leaves small products whole, halves a batch of 128 and quarters one of 512', () => {
    expect([1, 10, 127].map(chunkOf)).toEqual([16, 16, 128]);
    expect([128, 256, 300, 512, 784, 1024, 2048].map(chunkOf)).toEqual([64, 128, 160, 128, 208, 256, 256]);
  });
  it('is a multiple of 16 that gives at most a quarter too few rows to the last chunk of several', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), (rows) => {
        const chunk = chunkOf(rows);
        expect(chunk % 16).toBe(0);
        if (rows < 128) expect(chunk).toBeGreaterThanOrEqual(rows);
        else expect(Math.ceil(rows / chunk)).toBeGreaterThan(1);
        expect(chunk).toBeLessThanOrEqual(256);
      }),
    );
  });
});
