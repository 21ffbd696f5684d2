import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyKernel } from '../../src/kernels/define.ts';
import { exportedName } from '../../src/kernels/wasm/load.ts';
import { cases, kernels } from './cases.ts';
import { compare, firstDifference } from './compare.ts';
import { callArgs, fill, layOut, openBackend, part, runReference } from './harness.ts';
import type { Layout, TestBackend } from './harness.ts';

const tensorNames = (kernel: AnyKernel) =>
  Object.entries(kernel.args).flatMap(([name, arg]) => (arg.kind === 'tensor' ? [name] : []));
const isStrided = (kernel: AnyKernel) =>
  Object.values(kernel.args).some((arg) => arg.kind === 'tensor' && arg.stride !== undefined);

describe.each(['simd', 'relaxed'] as const)('%s kernels', (name) => {
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await openBackend(name, 8);
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
      sizes.forEach((numbers, at) => {
        const gap = isStrided(kernel) ? 3 * (at % 2) : 0;
        const layout = layOut(kernel, numbers, buffer.byteLength, gap, names[at % names.length]);
        fill(layout, buffer, fills, at + 1);
        const filled = new Uint8Array(new Uint8Array(buffer)).buffer;
        const wanted = filled.slice(0);
        runReference(layout, wanted);
        call(layout);
        compare(layout, filled, wanted, buffer, tolerance);
      });
    });

    const { cut } = kernel;
    if (!cut) return;
    it(`gives the same bits however ${cut.along} is divided`, () => {
      const { buffer } = backend.memory;
      const bits = new Int32Array(buffer);
      sizes.forEach((numbers, at) => {
        const length = numbers[cut.along];
        if (length < 2 || (length > 64 && at % 4 > 0)) return;
        const layout = layOut(kernel, numbers, buffer.byteLength, 0);
        fill(layout, buffer, fills, at + 1);
        const before = bits.slice();
        call(layout);
        const whole = bits.slice();
        const divisions = [
          Array.from({ length: length + 1 }, (_, i) => i),
          [0, Math.ceil(length / 2), length],
          [0, Math.ceil(length / 3), Math.ceil((2 * length) / 3), length],
        ];
        for (const bounds of divisions) {
          bits.set(before);
          for (let i = 0; i + 1 < bounds.length; i++) {
            if (bounds[i] < bounds[i + 1]) call(part(layout, bounds[i], bounds[i + 1]));
          }
          expect(
            firstDifference(bits, whole),
            `${JSON.stringify(numbers)} divided at ${bounds.join(' ')}`,
          ).toBe(-1);
        }
      });
    });
  });
});
