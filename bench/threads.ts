/** Time of a training step on one thread and on several, beside what the cost model chooses. */
import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { machineThreads } from '../src/cli/threads.ts';
import { parseInit } from '../src/initializers/index.ts';
import { hasRelaxedSimd } from '../src/kernels/wasm/load.ts';
import { crossEntropy } from '../src/losses/crossEntropy.ts';
import { parseLayers } from '../src/model/layerString.ts';
import { initialize } from '../src/model/parameters.ts';
import { Runtime } from '../src/model/runtime.ts';
import { wasmBackend } from '../src/model/wasmBackend.ts';
import { adam } from '../src/optimizers/adam.ts';
import type { Bound } from '../src/plan/bind.ts';
import { worthwhileThreads } from '../src/plan/cost.ts';
import { persistent } from '../src/plan/plan.ts';
import { optimizerSettings } from '../src/train/plan.ts';
import { RandomState } from '../src/util/random.ts';

if (!hasRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
const binary = (name: string) => async () =>
  new Uint8Array(readFileSync(new URL(`../dist/${name}.wasm`, import.meta.url)));
const binaries = { simd: binary('simd'), relaxed: binary('relaxed') };

/** A training step of a network on random rows. */
async function stepOf(layers: string, rows: number, threads: number): Promise<Bound> {
  const backend = await wasmBackend(binaries, { ...machineThreads(threads), choose: () => threads });
  const spec = parseLayers(layers, { activation: 'relu', outputActivation: 'softmax' });
  const settings = optimizerSettings(adam, {});
  const rule = adam.rule(settings);
  const runtime = new Runtime(spec, backend, rule);
  const { memory } = runtime;
  const x = persistent('x', [rows, ...spec.input]);
  const target = persistent('target', [rows], 'int32');
  runtime.reserve(x, target);
  const { bound } = runtime.compile({
    mode: 'train',
    rows,
    source: { x, target },
    loss: { loss: crossEntropy, match: 'argmax' },
    update: { rule },
  });
  const random = new RandomState(0);
  initialize(spec, memory.table.trainable, runtime.floats(memory.parameters), parseInit('he'), random);
  const xs = runtime.floats(x);
  for (let i = 0; i < xs.length; i++) xs[i] = random.standardNormal();
  const knobs = new Float64Array(rule.knobs);
  rule.set(knobs, { learningRate: 1e-5, t: 10, settings });
  runtime.floats(memory.knobs).set(knobs);
  return bound;
}

function microseconds(bound: Bound, runs: number): number {
  const began = performance.now();
  for (let i = 0; i < runs; i++) bound.run();
  return ((performance.now() - began) / runs) * 1000;
}

const median = (values: number[]) => values.toSorted((a, b) => a - b)[values.length >> 1];

const threads = Number(process.argv[2] ?? 2);
const networks = [
  ['2,64,3', 300],
  ['4,64,64,3', 32],
  ['13,64,64,3', 32],
  ['64,64,64,10', 32],
  ['64,64,64,10', 64],
  ['784,128,128,10', 128],
  ['1024,2048,2048,10', 256],
] as const;

console.log(`layers, rows: one thread, ${threads} threads, how many times faster, threads the model chooses`);
for (const [layers, rows] of networks) {
  const one = await stepOf(layers, rows, 1);
  const several = await stepOf(layers, rows, threads);
  await setTimeout(300);
  const runs = Math.max(3, Math.round(30_000 / microseconds(one, 3)));
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round < 21; round++) {
    times[0].push(microseconds(one, runs));
    times[1].push(microseconds(several, runs));
  }
  const [alone, together] = times.map(median);
  const chosen = worthwhileThreads(one.plan.steps, threads, (step) => step.kernel.cut !== undefined);
  console.log(
    `${layers}, ${rows}: ${alone.toFixed(1)} µs, ${together.toFixed(1)} µs, ${(alone / together).toFixed(2)}, ${chosen}`,
  );
}
process.exit(0);
