import { expect } from 'vitest';
import { WORKSPACE_BYTES } from '../../src/kernels/wasm/load.ts';
import type { Tolerance } from './cases/define.ts';
import { clearScratch, copyMemory, runReference } from './harness.ts';
import type { Layout } from './harness.ts';

/** Distance to the next larger float32 of this magnitude. */
function ulp(x: number): number {
  const magnitude = Math.abs(x);
  if (!Number.isFinite(magnitude)) return 0;
  return Math.max(2 ** -149, 2 ** (Math.floor(Math.log2(Math.max(magnitude, 2 ** -149))) - 23));
}

let room = new ArrayBuffer(0);

/** A memory as long as this one, used again and again. */
const roomFor = ({ byteLength }: ArrayBuffer) =>
  room.byteLength === byteLength ? room : (room = new ArrayBuffer(byteLength));

/** Magnitudes of the sums' terms: the reference on the absolute values of the inputs. */
function termsOf(layout: Layout, filled: ArrayBuffer): Float32Array {
  const buffer = copyMemory(layout, filled, roomFor(filled));
  const floats = new Float32Array(buffer);
  for (const { arg, at, words } of layout.tensors.values()) {
    if (arg.element === 'float' && (arg.role === 'read' || arg.role === 'update')) {
      for (let i = at; i < at + words; i++) floats[i] = Math.abs(floats[i]);
    }
  }
  runReference(layout, buffer);
  return floats;
}

/** Compares a whole memory: results within the tolerance, everything else unchanged bit by bit. */
export function compare(
  layout: Layout,
  filled: ArrayBuffer,
  wanted: ArrayBuffer,
  got: ArrayBufferLike,
  tolerance: Tolerance,
) {
  const [want, have] = [new Float32Array(wanted), new Float32Array(got)];
  const [wantBits, haveBits] = [new Int32Array(wanted), new Int32Array(got)];
  clearScratch(layout, wantBits);
  clearScratch(layout, haveBits);
  const terms = tolerance.scale === 'terms' ? termsOf(layout, filled) : undefined;
  for (const [name, { arg, at, words, row, rowWords }] of layout.tensors) {
    if (arg.role === 'read') continue;
    for (let i = at; i < at + words; i++) {
      if ((i - at) % row >= rowWords) continue;
      const where = () => `${layout.kernel.name} ${JSON.stringify(layout.numbers)}: ${name}[${i - at}]`;
      if (arg.element === 'int32') {
        if (haveBits[i] !== wantBits[i]) expect.fail(`${where()} is ${haveBits[i]}, expected ${wantBits[i]}`);
        continue;
      }
      const [result, expected] = [have[i], want[i]];
      haveBits[i] = wantBits[i];
      if (Object.is(result, expected) || result === expected) continue;
      const scale = terms ? Math.abs(terms[i]) : ((tolerance.scale ?? 0) as number);
      const distance = Math.abs(expected - result) / ulp(Math.max(Math.abs(expected), scale));
      if (!(distance <= tolerance.ulps)) {
        expect.fail(
          `${where()} is ${result}, expected ${expected} (${distance} ulp, allowed ${tolerance.ulps})`,
        );
      }
    }
  }
  const word = firstDifference(wantBits, haveBits);
  if (word >= 0) expect.fail(`${layout.kernel.name} ${JSON.stringify(layout.numbers)} wrote to word ${word}`);
}

/**
 * The first word in which two memories differ, or -1.
 *
 * @param anyNaN takes one NaN for another: JavaScript writes any bits for it, and not always the same
 * @param from first of the words that are compared; those behind the workspace unless said
 */
export function firstDifference(
  a: Int32Array,
  b: Int32Array,
  anyNaN = false,
  [from, to]: readonly [from: number, to: number] = [WORKSPACE_BYTES / 4, a.length],
): number {
  const bytes = (x: Int32Array) => Buffer.from(x.buffer as ArrayBuffer, 4 * from, 4 * (to - from));
  if (bytes(a).equals(bytes(b))) return -1;
  const [p, q] = [a, b].map((x) => new Float32Array(x.buffer));
  const same = (i: number) => a[i] === b[i] || (anyNaN && Number.isNaN(p[i]) && Number.isNaN(q[i]));
  return a.findIndex((_, i) => i >= from && i < to && !same(i));
}
