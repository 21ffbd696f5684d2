import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyKernel } from '../../src/kernels/define.ts';
import { WORKSPACE_BYTES } from '../../src/kernels/wasm/load.ts';
import { cutPoints } from '../../src/plan/threads/pieces.ts';
import { cases, kernels } from './cases.ts';
import { firstDifference } from './compare.ts';
import {
  callArgs,
  clearScratch,
  fill,
  isStrided,
  layOut,
  openBackend,
  part,
  runReference,
  tensorNames,
} from './harness.ts';
import type { Layout } from './harness.ts';

/**
 * Threads run pieces of a call, and a result must not depend on their number. Every kernel that declares a cut is run
 * whole and in pieces, as the plan makes them and unevenly; every bit of the memory has to agree.
 */

const cutKernels = [...kernels.values()].filter(({ cut }) => cut);

/** Points between pieces: those of one to four threads, an uneven division, and every single element of short extents. */
function divisionsOf(extent: number): number[][] {
  const even = [1, 2, 3, 4].map((threads) => cutPoints(extent, threads, 1));
  const odd = [0, 1, Math.floor(extent / 3) + 1, extent - 1, extent];
  const single = extent <= 20 ? [Array.from({ length: extent + 1 }, (_, i) => i)] : [];
  return [...even, odd, ...single];
}

describe('the declaration of a cut', () => {
  it('is tested below', () => {
    expect(cutKernels.map(({ name }) => name).filter((name) => !(name in cases))).toEqual([]);
  });

  it.each(cutKernels)(
    '$name: pieces write apart from each other and keep the distance between rows',
    (kernel) => {
      const { args, cut } = kernel;
      expect(Object.keys(args)).toContain(cut?.along);
      for (const [name, arg] of Object.entries(args)) {
        if (arg.kind === 'start') expect(arg.of).toBe(cut?.along);
        if (arg.kind !== 'tensor') continue;
        const axis = arg.shape.indexOf(cut?.along ?? '');
        if (arg.role !== 'read') expect(axis, `${name} is written by every piece`).toBeGreaterThanOrEqual(0);
        // The extent becomes the piece's, so the width of a whole row has to stand in another argument.
        if (axis > 0) expect([axis, arg.stride], name).toEqual([arg.shape.length - 1, expect.any(String)]);
      }
    },
  );
});

describe.each(['reference', 'simd', 'relaxed'] as const)('%s kernels in pieces', (name) => {
  let memory: ArrayBufferLike;
  let call: (layout: Layout) => void;
  beforeAll(async () => {
    if (name === 'reference') {
      memory = new ArrayBuffer(WORKSPACE_BYTES + 7 * 65_536);
      call = (layout) => runReference(layout, memory);
      return;
    }
    const backend = await openBackend(name, 8);
    memory = backend.memory.buffer;
    call = (layout) => backend.overlay.get(layout.kernel.name)?.call(...callArgs(layout));
  });

  /** Every size for the kernels under test; the reference is slow and shared, so it gets every third. */
  const check = (kernel: AnyKernel) => {
    const { sizes, fill: fills = {} } = cases[kernel.name];
    const along = kernel.cut?.along ?? '';
    const names = tensorNames(kernel);
    const bits = new Int32Array(memory);
    sizes.forEach((numbers, at) => {
      const extent = numbers[along];
      if (extent < 2 || (name === 'reference' && at % 3 > 0)) return;
      const gap = isStrided(kernel) ? 3 * (at % 2) : 0;
      const layout = layOut(kernel, numbers, memory.byteLength, gap, names[at % names.length]);
      fill(layout, memory, fills, at + 1);
      const before = bits.slice();
      call(layout);
      clearScratch(layout, bits);
      const whole = bits.slice();
      for (const bounds of divisionsOf(extent)) {
        bits.set(before);
        for (let i = 0; i + 1 < bounds.length; i++) {
          if (bounds[i] < bounds[i + 1]) call(part(layout, bounds[i], bounds[i + 1]));
        }
        clearScratch(layout, bits);
        const word = firstDifference(bits, whole, name === 'reference');
        if (word >= 0)
          expect.fail(`${JSON.stringify(numbers)}: word ${word} differs when divided at ${bounds.join(' ')}`);
      }
    });
  };

  it.each(cutKernels)('$name has the same bits however it is divided', check);
});
