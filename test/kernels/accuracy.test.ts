import { beforeAll, describe, expect, it } from 'vitest';
import { WORKSPACE_BYTES } from '../../src/kernels/wasm/load.ts';
import { erfc } from '../../src/util/erf.ts';
import { openBackend } from './harness.ts';
import type { TestBackend } from './harness.ts';

const COUNT = 40_000;
const BASE = WORKSPACE_BYTES;
const SECOND = BASE + 4 * COUNT;
const THIRD = SECOND + 4 * COUNT;
const FOURTH = THIRD + 4 * COUNT;

/**
 * Largest distance of float32 results from exact values, in units in the last place; denormals count as the
 * smallest normal.
 */
function worst(got: (i: number) => number, wanted: (i: number) => number, count: number): number {
  let largest = 0;
  for (let i = 0; i < count; i++) {
    const exact = wanted(i);
    const unit = 2 ** (Math.floor(Math.log2(Math.max(Math.abs(exact), 2 ** -126))) - 23);
    largest = Math.max(largest, Math.abs(got(i) - exact) / unit);
  }
  return largest;
}

/** exp and log reach the outside through kernels that use nothing else on the chosen inputs. */
describe.each(['simd', 'relaxed'] as const)('%s elementary functions', (name) => {
  let backend: TestBackend;
  let floats: Float32Array;
  const run = (kernel: string, ...args: number[]) => backend.overlay.get(kernel)?.call(...args);
  const at = (address: number, i: number) => floats[address / 4 + i];
  beforeAll(async () => {
    backend = await openBackend(name, 64);
    floats = new Float32Array(backend.memory.buffer);
  });
  /** Inputs from `low` to `high`, dense and without structure. */
  const sweep = (low: number, high: number) => {
    for (let i = 0; i < COUNT; i++)
      floats[BASE / 4 + i] = low + (high - low) * ((i * 0.6180339887498949) % 1);
  };

  it.each([
    [-87, 88],
    [-1, 1],
    [-103, -86],
  ])('exp on [%d, %d] is within 1.1 ulp', (low, high) => {
    sweep(low, high);
    // Rows of two logarithms with gradients (1, 0): the second result is −exp(s).
    for (let i = 0; i < COUNT; i++) floats[SECOND / 4 + i] = 1 - (i % 2);
    run('logSoftmaxGrad', BASE, SECOND, THIRD, COUNT / 2, 2);
    const error = worst(
      (i) => -at(THIRD, 2 * i + 1),
      (i) => Math.exp(at(BASE, 2 * i + 1)),
      COUNT / 2,
    );
    expect(error).toBeLessThan(1.1);
  });

  it.each([
    [1e-7, 1],
    [0.9, 1],
    [0.4, 0.8],
  ])('log on [%d, %d] is within 1 ulp', (low, high) => {
    sweep(low, high);
    floats.fill(1, SECOND / 4, SECOND / 4 + COUNT);
    // With target 1 the loss of one probability is −log p.
    run('binaryCrossEntropy', BASE, SECOND, THIRD, FOURTH, COUNT, 1, 1e-30);
    const error = worst(
      (i) => (at(BASE, i) === 1 ? 0 : at(FOURTH, i)),
      (i) => -Math.log(at(BASE, i)),
      COUNT,
    );
    expect(error).toBeLessThan(1);
  });

  it.each([
    ['unary.tanh', -10, 10, Math.tanh, 2.5],
    ['unary.tanh', -0.01, 0.01, Math.tanh, 2.5],
    ['unary.sigmoid', -80, 80, (x: number) => 1 / (1 + Math.exp(-x)), 2.5],
    ['unary.softplus', -80, 80, (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 2.5],
    ['unary.softplus', -1, 1, (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x))), 2.5],
    ['unary.elu', -20, 0, Math.expm1, 1.5],
    ['unary.elu', -0.1, 0, Math.expm1, 1.5],
    ['unary.gelu', -12, -4, (x: number) => 0.5 * x * erfc(-x * Math.SQRT1_2), 2.5],
    ['unary.gelu', -4, 8, (x: number) => 0.5 * x * erfc(-x * Math.SQRT1_2), 2.5],
  ] as const)('%s on [%d, %d]', (kernel, low, high, exact, ulps) => {
    sweep(low, high);
    run(kernel, BASE, THIRD, COUNT, 1, 1);
    const error = worst(
      (i) => at(THIRD, i),
      (i) => exact(at(BASE, i)),
      COUNT,
    );
    expect(error).toBeLessThan(ulps);
  });
});
