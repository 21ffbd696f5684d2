import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NnError } from '../../src/errors.ts';
import { idx } from '../../src/formats/idx.ts';
import { encodeNpy, parseNpy } from '../../src/formats/npy/index.ts';
import { encodeSafetensors, parseSafetensors } from '../../src/formats/safetensors.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { sourceOf } from '../support/fixtures.ts';
import { FORTRAN, HALF } from './numpyFiles.ts';

it('reads NPY files of NumPy: Fortran order, big-endian, half precision', () => {
  const turned = parseNpy(FORTRAN, 'f.npy');
  expect([turned.shape, [...turned.data]]).toEqual([
    [2, 3],
    [1, 2, 3, 4, 5, 6],
  ]);
  expect([...parseNpy(HALF, 'h.npy').data]).toEqual([0.5, -2, Infinity]);
});

const tensors = fc
  .tuple(fc.integer({ min: 0, max: 4 }), fc.integer({ min: 1, max: 4 }))
  .map(([a, b]): Tensor => ({
    shape: [a, b],
    dtype: 'float32',
    data: Float32Array.from({ length: a * b }, (_, i) => i / 3),
  }));

it('NPY and safetensors read back what they wrote', () => {
  fc.assert(
    fc.property(tensors, (tensor) => {
      expect(parseNpy(encodeNpy(tensor), 'a.npy')).toEqual(tensor);
      const file = {
        tensors: new Map([
          ['a', tensor],
          ['b', tensor],
        ]),
        metadata: { key: 'value' },
      };
      expect(parseSafetensors(encodeSafetensors(file), 'a.safetensors')).toEqual(file);
    }),
  );
});

it('a damaged file gives an input error, never another', () => {
  const tensor: Tensor = { shape: [2, 3], dtype: 'float32', data: Float32Array.of(1, 2, 3, 4, 5, 6) };
  const files: [Uint8Array, (bytes: Uint8Array) => unknown][] = [
    [encodeNpy(tensor), (bytes) => parseNpy(bytes, 'a')],
    [
      encodeSafetensors({ tensors: new Map([['a', tensor]]), metadata: {} }),
      (bytes) => parseSafetensors(bytes, 'a'),
    ],
  ];
  for (const [good, read] of files) {
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (at, flip, cut) => {
          const bad = cut ? good.slice(0, at) : good.map((byte, i) => (i === at ? byte ^ flip : byte));
          try {
            read(bad);
          } catch (error) {
            expect(error).toBeInstanceOf(NnError);
          }
        },
      ),
      { numRuns: 1500 },
    );
  }
});

it('reads IDX, and says when it ends too early', async () => {
  const file = new Uint8Array([0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 2, 1, 2, 3, 255]);
  const loaded = await idx.read(sourceOf(file, 'x-idx2-ubyte'), {});
  expect(loaded).toMatchObject({ kind: 'array', tensor: { shape: [2, 2], dtype: 'uint8' } });
  await expect(idx.read(sourceOf(file.slice(0, 14), 'x-idx2-ubyte'), {})).rejects.toThrow(
    /expected 16 for shape \(2, 2\)/,
  );
});
