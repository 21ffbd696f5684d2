import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { machineThreads } from '../src/cli/threads.ts';
import { parseInit } from '../src/initializers/index.ts';
import type { Blas } from '../src/kernels/blas/library.ts';
import { hasRelaxedSimd } from '../src/kernels/wasm/load.ts';
import { crossEntropy } from '../src/losses/crossEntropy.ts';
import { resolve } from '../src/network/graph.ts';
import { parseLayers } from '../src/network/layerString.ts';
import { initialize } from '../src/network/parameters.ts';
import { Runtime } from '../src/runtime/runtime.ts';
import type { Backend } from '../src/runtime/runtime.ts';
import { wasmBackend } from '../src/runtime/wasmBackend.ts';
import { adam } from '../src/optimizers/adam.ts';
import type { Bound } from '../src/plan/bind.ts';
import { persistent } from '../src/plan/plan.ts';
import { optimizerSettings } from '../src/train/choose.ts';
import { RandomState } from '../src/util/random.ts';

if (!hasRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
const binary = (name: string) => async () =>
  new Uint8Array(readFileSync(new URL(`../dist/${name}.wasm`, import.meta.url)));

/**
 * The kernels of WebAssembly, with a library if one is given, on this many threads, whatever the cost model
 * would choose.
 */
export async function backendOn(threads: number, blas?: Blas): Promise<Backend> {
  const binaries = { simd: binary('simd'), relaxed: binary('relaxed') };
  const use = blas && { always: false, open: () => blas };
  return wasmBackend(binaries, { ...machineThreads(threads), choose: () => threads }, use);
}

/**
 * A training step (softmax cross-entropy, Adam) of a network on random rows; threads are given time to start.
 */
export async function stepOf(layers: string, rows: number, threads: number, blas?: Blas): Promise<Bound> {
  const backend = await backendOn(threads, blas);
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
  const { trainable } = memory.table;
  initialize(spec, trainable, runtime.floats(memory.parameters), parseInit('he'), random);
  const xs = runtime.floats(x);
  for (let i = 0; i < xs.length; i++) xs[i] = random.standardNormal();
  const [classes] = resolve(spec, rows, 'train').slice(-1)[0].inferred.output.slice(-1);
  const labels = runtime.ints(target);
  for (let i = 0; i < rows; i++) labels[i] = random.randint(0, classes);
  const knobs = new Float64Array(rule.knobs);
  rule.set(knobs, { learningRate: 1e-5, t: 10, settings });
  runtime.floats(memory.knobs).set(knobs);
  bound.run();
  if (threads > 1) await setTimeout(300);
  return bound;
}

/** Microseconds of one run. */
export function microseconds(bound: Bound, runs: number): number {
  const began = performance.now();
  for (let i = 0; i < runs; i++) bound.run();
  return ((performance.now() - began) / runs) * 1000;
}

/** Floating-point operations of one run. */
export const flopsOf = ({ plan }: Bound): number =>
  plan.steps.reduce((sum, { kernel, numbers }) => sum + kernel.flops(numbers), 0);
