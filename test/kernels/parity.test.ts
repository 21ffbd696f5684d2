import { beforeAll, describe, expect, it } from 'vitest';
import { exportedName } from '../../src/kernels/wasm/load.ts';
import { kernels } from '../../src/runtime/kernels.ts';
import { cases } from './cases/index.ts';
import { compare } from './compare.ts';
import {
  callArgs,
  copyMemory,
  fill,
  isStrided,
  layOut,
  openBackend,
  runReference,
  tensorNames,
} from './harness.ts';
import type { Layout, TestBackend } from './harness.ts';

describe.each(['simd', 'relaxed'] as const)('%s kernels', (name) => {
  let backend: TestBackend;
  let rooms: ArrayBuffer[];
  beforeAll(async () => {
    backend = await openBackend(name, 8);
    rooms = [0, 1].map(() => new ArrayBuffer(backend.memory.buffer.byteLength));
  });

  it('have a case each', () => {
    const names = new Set(Object.keys(cases).map(exportedName));
    expect(backend.overlay.exported.filter((kernel) => !names.has(kernel))).toEqual([]);
    expect(Object.keys(cases).filter((kernel) => !backend.overlay.get(kernel))).toEqual([]);
    expect(Object.keys(cases).filter((kernel) => !kernels.has(kernel))).toEqual([]);
  });

  const listed = Object.entries(cases).map(([kernel, { tolerance, sizes, fill: fills = {} }]) => {
    const record = kernels.get(kernel);
    if (!record) throw new Error(`no kernel ${kernel}`);
    return { kernel: record, tolerance, sizes, fills };
  });
  const call = (layout: Layout) => backend.overlay.get(layout.kernel.name)?.call(...callArgs(layout));

  describe.each(listed)('$kernel.name', ({ kernel, tolerance, sizes, fills }) => {
    it('agrees with the reference and stays inside its tensors', () => {
      const { buffer } = backend.memory;
      const names = tensorNames(kernel);
      const [filledRoom, wantedRoom] = rooms;
      sizes.forEach((numbers, at) => {
        const gap = isStrided(kernel) ? 3 * (at % 2) : 0;
        const layout = layOut(kernel, numbers, buffer.byteLength, gap, names[at % names.length]);
        fill(layout, buffer, fills, at + 1);
        const filled = copyMemory(layout, buffer, filledRoom);
        const wanted = copyMemory(layout, buffer, wantedRoom);
        runReference(layout, wanted);
        call(layout);
        compare(layout, filled, wanted, buffer, tolerance);
      });
    });
  });
});
