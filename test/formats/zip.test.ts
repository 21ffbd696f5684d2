import fc from 'fast-check';
import { expect, it } from 'vitest';
import { NnError } from '../../src/errors.ts';
import { zipDataStart, zipEntries } from '../../src/formats/zip.ts';
import { NPZ, NPZ_PACKED, NPZ_WIDE } from './numpyFiles.ts';

const fileOf = (bytes: Uint8Array) => ({
  size: bytes.length,
  read: (position: number, into: Uint8Array) => into.set(bytes.subarray(position, position + into.length)),
});

// As Python's zipfile lists them.
it.each([
  ['stored', NPZ, 0, [152, 130], [0, 212]],
  ['deflated', NPZ_PACKED, 8, [85, 70], [0, 145]],
  ['with zip64 fields', NPZ_WIDE, 8, [85, 70], [0, 145]],
])('lists what NumPy stores: %s', (_, bytes, method, packed, headers) => {
  const entries = zipEntries(fileOf(bytes), 'a.npz');
  expect(entries.map((entry) => entry.name)).toEqual(['images.npy', 'labels.npy']);
  expect(entries.map((entry) => entry.size)).toEqual([152, 130]);
  expect(entries.map((entry) => entry.packed)).toEqual(packed);
  expect(entries.map((entry) => entry.header)).toEqual(headers);
  expect(entries.every((entry) => entry.method === method)).toBe(true);
  const start = zipDataStart(fileOf(bytes), entries[1], 'a.npz');
  expect(start).toBe(headers[1] + 30 + 'labels.npy'.length + 20);
});

it('finds the directory before a comment', () => {
  const comment = new TextEncoder().encode('a comment');
  const bytes = Uint8Array.of(...NPZ, ...comment);
  bytes[NPZ.length - 2] = comment.length;
  expect(zipEntries(fileOf(bytes), 'a.npz')).toHaveLength(2);
});

it('a damaged archive gives an input error, never another', () => {
  for (const good of [NPZ, NPZ_WIDE]) {
    fc.assert(
      fc.property(
        fc.nat(good.length - 1),
        fc.integer({ min: 1, max: 255 }),
        fc.boolean(),
        (at, flip, cut) => {
          const bad = cut ? good.slice(0, at) : good.map((byte, i) => (i === at ? byte ^ flip : byte));
          try {
            for (const entry of zipEntries(fileOf(bad), 'a.npz')) zipDataStart(fileOf(bad), entry, 'a.npz');
          } catch (error) {
            expect(error).toBeInstanceOf(NnError);
          }
        },
      ),
      { numRuns: 2000 },
    );
  }
});
