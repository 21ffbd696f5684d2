import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyKernel } from '../../src/kernels/define.ts';
import { exportedName, WORKSPACE_BYTES } from '../../src/kernels/wasm/load.ts';
import { cases, kernels } from './cases.ts';
import type { Tolerance } from './cases.ts';
import { callArgs, fill, layOut, openBackend, part, runReference } from './harness.ts';
import type { Layout, TestBackend } from './harness.ts';

/** Distance to the next larger float32 of this magnitude. */
function ulp(x: number): number {
  const magnitude = Math.abs(x);
  if (!Number.isFinite(magnitude)) return 0;
  return Math.max(2 ** -149, 2 ** (Math.floor(Math.log2(Math.max(magnitude, 2 ** -149))) - 23));
}

/** Magnitudes of the sums' terms: the reference on the absolute values of the inputs. */
function termsOf(layout: Layout, filled: ArrayBuffer): Float32Array {
  const buffer = filled.slice(0);
  const floats = new Float32Array(buffer);
  for (const { arg, at, words } of layout.tensors.values()) {
    if (arg.element === 'float' && arg.role !== 'write') {
      for (let i = at; i < at + words; i++) floats[i] = Math.abs(floats[i]);
    }
  }
  runReference(layout, buffer);
  return floats;
}

/** Compares a whole memory: results within the tolerance, everything else unchanged bit by bit. */
function compare(
  layout: Layout,
  filled: ArrayBuffer,
  wanted: ArrayBuffer,
  got: ArrayBufferLike,
  tolerance: Tolerance,
) {
  const [want, have] = [new Float32Array(wanted), new Float32Array(got)];
  const [wantBits, haveBits] = [new Int32Array(wanted), new Int32Array(got)];
  const terms = tolerance.scale === 'terms' ? termsOf(layout, filled) : undefined;
  for (const [name, { arg, at, words, row, rowWords }] of layout.tensors) {
    if (arg.role === 'read') continue;
    for (let i = at; i < at + words; i++) {
      if ((i - at) % row >= rowWords) continue;
      const where = `${layout.kernel.name} ${JSON.stringify(layout.numbers)}: ${name}[${i - at}]`;
      if (arg.element === 'int32') {
        if (haveBits[i] !== wantBits[i]) expect.fail(`${where} is ${haveBits[i]}, expected ${wantBits[i]}`);
        continue;
      }
      const [result, expected] = [have[i], want[i]];
      haveBits[i] = wantBits[i];
      if (Object.is(result, expected) || result === expected) continue;
      const scale = terms ? Math.abs(terms[i]) : ((tolerance.scale ?? 0) as number);
      const distance = Math.abs(expected - result) / ulp(Math.max(Math.abs(expected), scale));
      if (!(distance <= tolerance.ulps)) {
        expect.fail(
          `${where} is ${result}, expected ${expected} (${distance} ulp, allowed ${tolerance.ulps})`,
        );
      }
    }
  }
  const word = firstDifference(wantBits, haveBits);
  if (word >= 0) expect.fail(`${layout.kernel.name} ${JSON.stringify(layout.numbers)} wrote to word ${word}`);
}

/** The first word behind the workspace in which two memories differ, or -1. */
function firstDifference(a: Int32Array, b: Int32Array): number {
  const from = WORKSPACE_BYTES / 4;
  const bytes = (x: Int32Array) =>
    Buffer.from(x.buffer as ArrayBuffer, WORKSPACE_BYTES, x.byteLength - WORKSPACE_BYTES);
  return bytes(a).equals(bytes(b)) ? -1 : a.findIndex((word, i) => i >= from && word !== b[i]);
}

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
