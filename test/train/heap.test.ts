import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { spiral } from '../../src/data/generators/spiral.ts';
import { hasRelaxedSimd } from '../../src/kernels/wasm/load.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { wasmBackend } from '../../src/runtime/wasmBackend.ts';
import { fit } from '../../src/train/fit.ts';
import { Training } from '../../src/train/training.ts';
import { RandomState } from '../../src/util/random.ts';
import { setupOf, still } from '../support/setup.ts';

if (!hasRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;
const binary = (name: string) => async () =>
  new Uint8Array(readFileSync(new URL(`../../dist/${name}.wasm`, import.meta.url)));

/** Bytes the heap grew in each of `epochs` epochs of `steps` steps, with no collection between them. */
async function growth(epochs: number, steps: number): Promise<number[]> {
  const random = new RandomState(0);
  const data = spiral.generate(random, { sizes: [100, 3], noise: 0, dtype: 'float32' });
  const setup = setupOf({
    spec: parseLayers('2,64,dropout:0.1,64,3', { activation: 'relu', outputActivation: 'softmax' }),
    loss: 'cross-entropy',
    match: 'argmax',
    optimizer: 'adam',
    penalty: { l2: 1e-4 },
    clipNorm: 1,
    ema: 0.99,
    learningRate: 0.001,
    schedule: '1/t:1e-5',
    epochs,
    batchSize: Math.ceil(data.rows / steps),
    shuffle: true,
    random: random.snapshot(),
  });
  const train = {
    kind: 'whole',
    x: data.x,
    target: data.labels ?? new Int32Array(0),
    rows: data.rows,
  } as const;
  const backend = await wasmBackend({ simd: binary('simd'), relaxed: binary('relaxed') });
  const run = fit(new Training(setup, { train }, still(backend)));
  const bytes: number[] = [];
  let before = 0;
  for (let next = run.next(); !next.done; next = run.next()) {
    if (before > 0) bytes.push(process.memoryUsage().heapUsed - before);
    if (bytes.length % 20 === 0) collect();
    before = process.memoryUsage().heapUsed;
  }
  return bytes;
}

it('makes no garbage in the steps of an epoch', async () => {
  // The first epochs compile the loop; afterwards only what is reported once an epoch is left.
  const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];
  const few = median((await growth(400, 3)).slice(200));
  const many = median((await growth(400, 150)).slice(200));
  expect((many - few) / 147).toBeLessThan(4);
  expect(many).toBeLessThan(8_192);
});
