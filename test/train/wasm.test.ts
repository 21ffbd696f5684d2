import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { describe, expect, it } from 'vitest';
import { spiral } from '../../src/data/generators/spiral.ts';
import { hasRelaxedSimd } from '../../src/kernels/wasm/load.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { referenceBackend } from '../../src/runtime/runtime.ts';
import type { Backend } from '../../src/runtime/runtime.ts';
import { wasmBackend } from '../../src/runtime/wasmBackend.ts';
import { fit } from '../../src/train/fit.ts';
import { Training } from '../../src/train/training.ts';
import { RandomState } from '../../src/util/random.ts';
import { setupOf, still } from '../support/setup.ts';

if (!hasRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
const binary = (name: string) => async () =>
  new Uint8Array(readFileSync(new URL(`../../dist/${name}.wasm`, import.meta.url)));
const plain = await wasmBackend({ simd: binary('simd'), relaxed: binary('simd') });
const relaxed = await wasmBackend({ simd: binary('simd'), relaxed: binary('relaxed') });

/** A run of the book's chapter 10. */
function book(backend: Backend, epochs: number, optimizer: string, learningRate: number, decay: number) {
  const random = new RandomState(0);
  const data = spiral.generate(random, { sizes: [100, 3], noise: 0, dtype: 'float32' });
  const setup = setupOf({
    spec: parseLayers('2,64,3', { activation: 'relu', outputActivation: 'softmax' }),
    loss: 'cross-entropy',
    clip: 1e-7,
    match: 'argmax',
    optimizer,
    learningRate,
    schedule: `1/t:${decay}`,
    epochs,
    init: 'nnfs',
    random: random.snapshot(),
    book: true,
  });
  const train = {
    kind: 'whole',
    x: data.x,
    target: data.labels ?? new Int32Array(0),
    rows: data.rows,
  } as const;
  const run = fit(new Training(setup, { train }, still(backend)));
  return [...run].filter((event) => event.kind === 'epoch');
}

describe.each([
  ['simd', plain],
  ['relaxed', relaxed],
])('the %s kernels', (_, backend) => {
  // Adam's first steps divide gradients of 1e-7 by √v + 1e-7, which doubles every rounding; the others stay
  // closer.
  it.each([
    ['sgd', 1, 1e-5],
    ['rmsprop', 0.001, 1e-5],
    ['adam', 0.05, 2e-5],
  ])('agree with the reference in the first ten epochs', (optimizer, rate, tolerance) => {
    const reference = book(referenceBackend('float32'), 10, optimizer, rate, 0);
    book(backend, 10, optimizer, rate, 0).forEach(({ loss }, i) =>
      expect(Math.abs(loss / reference[i].loss - 1)).toBeLessThan(tolerance),
    );
  });
  it('end in the band of the book', () => {
    const last = book(backend, 10_001, 'adam', 0.05, 5e-7)[10_000];
    expect(last.accuracy).toBeGreaterThan(0.945);
    expect(last.loss).toBeGreaterThan(0.06);
    expect(last.loss).toBeLessThan(0.13);
  });
});
