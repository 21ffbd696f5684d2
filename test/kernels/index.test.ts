import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { kernels as shared } from '../../src/kernels/index.ts';
import { exportedName } from '../../src/kernels/wasm/load.ts';
import { optimizers } from '../../src/optimizers/index.ts';
import { kernels } from '../../src/runtime/kernels.ts';
import { referenceOnly } from './cases/index.ts';
import { openBackend } from './harness.ts';

const folder = new URL('../../src/kernels/', import.meta.url);

describe('the list of kernels', () => {
  it('has every kernel that a file of src/kernels declares, under a name of its own', () => {
    const declared = readdirSync(folder)
      .filter((file) => file.endsWith('.ts'))
      .flatMap((file) => [
        ...readFileSync(new URL(file, folder), 'utf8').matchAll(/defineKernel\(\{\s+name: '(\w+)'/g),
      ])
      .map(([, name]) => name);
    expect(declared.length).toBeGreaterThan(60);
    expect(shared.map(({ name }) => name).sort()).toEqual(declared.sort());
    expect(new Set([...kernels.keys()].map(exportedName)).size).toBe(kernels.size);
  });

  it('has the kernels of every optimizer', () => {
    const settings = { beta1: 0, beta2: 0, rho: 0, epsilon: 0, weightDecay: 0 };
    const used = optimizers.all.flatMap((optimizer) =>
      [0, 0.9].flatMap((momentum) =>
        [false, true].map((nesterov) => optimizer.rule({ ...settings, momentum, nesterov }).kernel.name),
      ),
    );
    expect(used.filter((name) => !kernels.has(name))).toEqual([]);
  });

  it.each(['simd', 'relaxed'] as const)('%s exports kernels of the list, all but a few', async (name) => {
    const { overlay } = await openBackend(name, 1);
    const exported = new Set(overlay.exported);
    const names = [...kernels.keys()];
    expect(overlay.exported.filter((one) => !names.some((kernel) => exportedName(kernel) === one))).toEqual(
      [],
    );
    expect(names.filter((kernel) => !exported.has(exportedName(kernel))).sort()).toEqual(referenceOnly);
  });
});
