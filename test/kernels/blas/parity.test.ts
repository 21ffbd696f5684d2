import { beforeAll, describe, expect, it } from 'vitest';
import { findBlas } from '../../../src/cli/blas.ts';
import { candidates } from '../../../src/kernels/blas/library.ts';
import type { Blas } from '../../../src/kernels/blas/library.ts';
import { blasOverlay, SLACK_BYTES } from '../../../src/kernels/blas/overlay.ts';
import { growTo } from '../../../src/kernels/wasm/load.ts';
import { kernels } from '../../../src/runtime/kernels.ts';
import { cases } from '../cases/index.ts';
import { compare } from '../compare.ts';
import { callArgs, copyMemory, fill, layOut, openBackend, runReference } from '../harness.ts';
import type { Layout, TestBackend } from '../harness.ts';

const search = findBlas();
const served = [
  ...['matmul', 'matmulTA', 'matmulTB', 'denseForward', 'denseGradInput'],
  ...['conv2d', 'convForward', 'conv2dGradInput', 'conv2dGradFilter'],
];

function parity(blas: Blas) {
  let backend: TestBackend;
  let run: (layout: Layout) => void;
  let rooms: ArrayBuffer[];
  beforeAll(async () => {
    backend = await openBackend('relaxed', 7);
    const { memory, overlay: own } = backend;
    rooms = [0, 1].map(() => new ArrayBuffer(memory.buffer.byteLength));
    const overlay = blasOverlay({ open: () => blas, memory, own, always: true });
    expect([...kernels.keys()].filter((name) => overlay.get(name)).sort()).toEqual(served.toSorted());
    run = (layout) => overlay.get(layout.kernel.name)?.call(...callArgs(layout));
  });

  it.each(served)('%s agrees with the reference and stays inside its tensors', (name) => {
    const kernel = kernels.get(name);
    if (!kernel) throw new Error(`no kernel ${name}`);
    const { sizes, tolerance } = cases[name];
    const { buffer } = backend.memory;
    const tensors = Object.entries(kernel.args).flatMap(([arg, { kind }]) =>
      kind === 'tensor' ? [arg] : [],
    );
    sizes.forEach((numbers, at) => {
      const end = buffer.byteLength - SLACK_BYTES;
      const layout = layOut(kernel, numbers, end, 3 * (at % 2), tensors[at % tensors.length]);
      fill(layout, buffer, {}, at + 1);
      const filled = copyMemory(layout, buffer, rooms[0]);
      const wanted = copyMemory(layout, buffer, rooms[1]);
      runReference(layout, wanted);
      run(layout);
      compare(layout, filled, wanted, buffer, tolerance);
    });
  });

  it('finds the memory where it was after it has grown', () => {
    const before = blas.addressOf(backend.memory.buffer);
    growTo(backend.memory, backend.memory.buffer.byteLength + (64 << 20));
    expect(blas.addressOf(backend.memory.buffer)).toBe(before);
    const kernel = kernels.get('matmul');
    if (!kernel) throw new Error('no kernel matmul');
    const { buffer } = backend.memory;
    const layout = layOut(kernel, { m: 30, k: 40, n: 50 }, buffer.byteLength - SLACK_BYTES, 0, 'out');
    fill(layout, buffer, {}, 1);
    const filled = copyMemory(layout, buffer, new ArrayBuffer(buffer.byteLength));
    const wanted = copyMemory(layout, buffer, new ArrayBuffer(buffer.byteLength));
    runReference(layout, wanted);
    run(layout);
    compare(layout, filled, wanted, buffer, cases.matmul.tolerance);
  });
}

const { blas } = search;
if (blas) {
  describe(`${blas.description.name} (${blas.description.core ?? blas.description.path})`, () =>
    parity(blas));
} else {
  it('IS NOT COMPARED: this machine has no BLAS library under any of the names it may have', () => {
    expect(search.rejected.map(({ path }) => path)).toEqual(
      search.koffi === undefined
        ? []
        : search.named === undefined
          ? candidates(process.platform)
          : [search.named],
    );
  });
}
