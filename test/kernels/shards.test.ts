import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyKernel } from '../../src/kernels/define.ts';
import { WORKSPACE_BYTES } from '../../src/kernels/wasm/load.ts';
import { shardBounds } from '../../src/plan/threads/shards.ts';
import { kernels } from '../../src/runtime/kernels.ts';
import { cases, referenceOnly } from './cases/index.ts';
import { firstDifference } from './compare.ts';
import {
  callArgs,
  clearScratch,
  copyMemory,
  fill,
  isStrided,
  layOut,
  openBackend,
  runReference,
  shard,
  tensorNames,
} from './harness.ts';
import type { Layout } from './harness.ts';

/**
 * Threads run shards of a call, and a result must not depend on their number. Every kernel that declares a
 * parallel axis is run whole and in shards, as the plan makes them and unevenly; every bit of the memory has
 * to agree.
 */

const sharded = [...kernels.values()].filter(
  ({ name, parallel }) => parallel && !referenceOnly.includes(name),
);

/**
 * Bounds of shards: those of one to four threads, an uneven division, and every single element of short
 * extents.
 */
function divisionsOf(extent: number): number[][] {
  const even = [1, 2, 3, 4].map((threads) => shardBounds(extent, threads, 1));
  const odd = [0, 1, Math.floor(extent / 3) + 1, extent - 1, extent];
  const single = extent <= 20 ? [Array.from({ length: extent + 1 }, (_, i) => i)] : [];
  return [...even, odd, ...single];
}

describe('the declaration of a parallel axis', () => {
  it('is tested below', () => {
    expect(sharded.map(({ name }) => name).filter((name) => !(name in cases))).toEqual([]);
  });

  it.each(sharded)(
    '$name: shards write apart from each other and keep the distance between rows',
    (kernel) => {
      const { args, parallel } = kernel;
      expect(Object.keys(args)).toContain(parallel?.axis);
      for (const [name, arg] of Object.entries(args)) {
        if (arg.kind === 'start') expect(arg.of).toBe(parallel?.axis);
        if (arg.kind !== 'tensor') continue;
        const axis = arg.shape.indexOf(parallel?.axis ?? '');
        if (arg.role !== 'read') expect(axis, `${name} is written by every shard`).toBeGreaterThanOrEqual(0);
        // The extent becomes the shard's, so the width of a whole row has to stand in another argument.
        if (axis > 0) expect([axis, arg.stride], name).toEqual([arg.shape.length - 1, expect.any(String)]);
      }
    },
  );
});

describe.each(['reference', 'simd', 'relaxed'] as const)('%s kernels in shards', (name) => {
  let memory: ArrayBufferLike;
  let call: (layout: Layout) => void;
  let rooms: ArrayBuffer[];
  beforeAll(async () => {
    if (name === 'reference') {
      memory = new ArrayBuffer(WORKSPACE_BYTES + 7 * 65_536);
      call = (layout) => runReference(layout, memory);
    } else {
      const backend = await openBackend(name, 8);
      memory = backend.memory.buffer;
      call = (layout) => backend.overlay.get(layout.kernel.name)?.call(...callArgs(layout));
    }
    rooms = [0, 1].map(() => new ArrayBuffer(memory.byteLength));
  });

  /** Every size for the kernels under test; the reference is slow and shared, so it gets every third. */
  const check = (kernel: AnyKernel) => {
    const { sizes, fill: fills = {} } = cases[kernel.name];
    const along = kernel.parallel?.axis ?? '';
    const names = tensorNames(kernel);
    const bits = new Int32Array(memory);
    sizes.forEach((numbers, at) => {
      const extent = numbers[along];
      if (extent < 2 || (name === 'reference' && at % 3 > 0)) return;
      const gap = isStrided(kernel) ? 3 * (at % 2) : 0;
      const layout = layOut(kernel, numbers, memory.byteLength, gap, names[at % names.length]);
      fill(layout, memory, fills, at + 1);
      const before = new Int32Array(copyMemory(layout, memory, rooms[0]));
      call(layout);
      clearScratch(layout, bits);
      const whole = new Int32Array(copyMemory(layout, memory, rooms[1]));
      for (const bounds of divisionsOf(extent)) {
        for (const [from, to] of layout.used) bits.set(before.subarray(from, to), from);
        for (let i = 0; i + 1 < bounds.length; i++) {
          if (bounds[i] < bounds[i + 1]) call(shard(layout, bounds[i], bounds[i + 1]));
        }
        clearScratch(layout, bits);
        for (const range of layout.used) {
          const word = firstDifference(bits, whole, name === 'reference', range);
          if (word >= 0)
            expect.fail(
              `${JSON.stringify(numbers)}: word ${word} differs when divided at ${bounds.join(' ')}`,
            );
        }
      }
      // Between the ranges are guards, which no division may have touched.
      const word = firstDifference(bits, whole, name === 'reference');
      if (word >= 0) expect.fail(`${JSON.stringify(numbers)}: word ${word} was written to`);
    });
  };

  it.each(sharded)('$name has the same bits however it is divided', check);
});
