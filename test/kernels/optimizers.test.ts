import { beforeAll, describe, expect, it } from 'vitest';
import { kernels } from '../../src/runtime/kernels.ts';
import { cases } from './cases/index.ts';
import { fill, layOut, callArgs, openBackend, runReference, tensorNames } from './harness.ts';
import type { Layout, TestBackend } from './harness.ts';

const optimizers = ['sgd', 'momentum', 'nesterov', 'adagrad', 'rmsprop', 'adam', 'amsgrad', 'nadam'];
const COUNT = 203;

describe.each(['simd', 'relaxed'] as const)('%s updates', (name) => {
  let backend: TestBackend;
  beforeAll(async () => {
    backend = await openBackend(name, 3);
  });

  /** A segment of random weights with its moments, and its parts by name. */
  function prepare(kernelName: string) {
    const kernel = kernels.get(kernelName);
    if (!kernel) throw new Error(`no kernel ${kernelName}`);
    const { sizes, fill: fills = {} } = cases[kernelName];
    const { buffer } = backend.memory;
    const layout = layOut(kernel, { ...sizes[0], n: COUNT }, buffer.byteLength);
    fill(layout, buffer, fills, 1);
    const part = (from: ArrayBufferLike, tensor: string) => {
      const at = layout.tensors.get(tensor)?.at ?? 0;
      return new Float32Array(from, 4 * at, COUNT);
    };
    const moments = tensorNames(kernel).filter((tensor) => !['w', 'g', 'k'].includes(tensor));
    return { layout, buffer, part, moments };
  }
  const run = (layout: Layout) => backend.overlay.get(layout.kernel.name)?.call(...callArgs(layout));

  it.each(optimizers.filter((kernel) => kernel !== 'sgd'))(
    '%s keeps the bits of the reference in its moments over many steps',
    (kernel) => {
      const { layout, buffer, part, moments } = prepare(kernel);
      const plain = new Uint8Array(new Uint8Array(buffer)).buffer;
      for (let step = 1; step <= 50; step++) {
        for (const memory of [buffer, plain])
          part(memory, 'g').forEach((_, i, g) => (g[i] = Math.sin(i * step) * 10 ** ((i % 13) - 10)));
        run(layout);
        runReference(layout, plain);
      }
      for (const moment of moments) expect(part(buffer, moment), moment).toEqual(part(plain, moment));
    },
  );

  it.each(optimizers)('%s leaves no denormal numbers where nothing is learned any more', (kernel) => {
    const { layout, buffer, part, moments } = prepare(kernel);
    part(buffer, 'g').fill(0);
    // A decay of the weights, where the kernel has one.
    const knobs = layout.tensors.get('k')?.at ?? 0;
    if (kernel === 'adam') new Float32Array(buffer)[knobs + 8] = 0.99;
    for (let step = 0; step < 20_000; step++) run(layout);
    const smallest = 2 ** -126;
    for (const tensor of ['w', ...moments]) {
      const bad = part(buffer, tensor).filter((x) => !(x === 0 || Math.abs(x) >= 1000 * smallest));
      expect([...bad], tensor).toEqual([]);
    }
  });
});
