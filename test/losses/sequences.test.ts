import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { crossEntropy } from '../../src/losses/crossEntropy.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { referenceBackend, Runtime } from '../../src/runtime/runtime.ts';
import { wasmBackend } from '../../src/runtime/wasmBackend.ts';
import { sgd } from '../../src/optimizers/sgd.ts';
import { persistent } from '../../src/plan/plan.ts';
import { golden } from '../support/fixtures.ts';
import { difference } from '../plan.ts';

interface Case {
  classes: number;
  smoothing: number;
  shape: [number, number, number];
  x: number[];
  target: number[];
  weight: number[][];
  bias: number[];
  loss: number[];
  hits: number;
  grad_weight: number[][];
  grad_bias: number[];
}
const cases = golden<Case[]>('sequence_losses.json');
const simd = async () => new Uint8Array(readFileSync(new URL('../../dist/simd.wasm', import.meta.url)));
const settings = { momentum: 0, nesterov: false, beta1: 0, beta2: 0, rho: 0, epsilon: 0, weightDecay: 0 };
const transposed = (rows: readonly number[][]) => rows[0].flatMap((_, c) => rows.map((row) => row[c]));

describe.each([
  ['float64', referenceBackend('float64'), 1e-12],
  ['simd', await wasmBackend({ simd, relaxed: simd }), 1e-5],
])('%s: cross-entropy of every step of a sequence, some of them padding', (_, backend, tolerance) => {
  it.each(cases.map((one) => [one.classes, one.smoothing, one] as const))(
    '%i classes, smoothing %d: equals PyTorch with ignore_index',
    (classes, smoothing, one) => {
      const [m, time, k] = one.shape;
      const spec = parseLayers(`${time}x${k},${classes}`, {
        activation: 'relu',
        outputActivation: 'softmax',
      });
      const rule = sgd.rule(settings);
      const runtime = new Runtime(spec, backend, rule);
      // Rows come by their order, so that the labels of a row are gathered with it.
      const source = {
        x: persistent('x', one.shape),
        target: persistent('target', [m, time], 'int32'),
        order: persistent('order', [m], 'int32'),
        cursor: persistent('cursor', [], 'int32'),
      };
      runtime.reserve(...Object.values(source));
      const loss = { loss: crossEntropy, smoothing, match: 'argmax' } as const;
      const { compiled, bound } = runtime.compile({ mode: 'train', rows: m, source, loss, update: { rule } });
      runtime.floats(runtime.memory.parameters).set([...transposed(one.weight), ...one.bias]);
      runtime.floats(source.x).set(one.x);
      runtime.ints(source.target).set(one.target);
      runtime.ints(source.order).set([2, 0, 3, 1]);
      bound.run();
      const rows = [2, 0, 3, 1].flatMap((row) => one.loss.slice(row * time, (row + 1) * time));
      if (!compiled.lossRows || !compiled.correctSum) throw new Error('no loss');
      expect(difference([...bound.read(compiled.lossRows)], rows)).toBeLessThan(tolerance);
      expect(bound.read(compiled.correctSum)[0]).toBe(one.hits);
      const gradients = [...runtime.floats(runtime.memory.gradients)];
      const wanted = [...transposed(one.grad_weight), ...one.grad_bias];
      expect(difference(gradients.slice(0, wanted.length), wanted)).toBeLessThan(tolerance);
    },
  );
});
