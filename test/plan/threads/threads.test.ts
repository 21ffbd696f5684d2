import { readFileSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { afterAll, describe, expect, it } from 'vitest';
import { machineThreads } from '../../../src/cli/threads.ts';
import { parseInit } from '../../../src/initializers/index.ts';
import { hasRelaxedSimd } from '../../../src/kernels/wasm/load.ts';
import { crossEntropy } from '../../../src/losses/crossEntropy.ts';
import type { UpdateRequest } from '../../../src/runtime/compileRequest.ts';
import { parseLayers } from '../../../src/network/layerString.ts';
import { initialize } from '../../../src/network/parameters.ts';
import { Runtime } from '../../../src/runtime/runtime.ts';
import type { Backend } from '../../../src/runtime/runtime.ts';
import { findBlas } from '../../../src/cli/blas.ts';
import type { BlasUse } from '../../../src/runtime/wasmBackend.ts';
import { wasmBackend } from '../../../src/runtime/wasmBackend.ts';
import { adam } from '../../../src/optimizers/adam.ts';
import { worthwhileThreads } from '../../../src/plan/threads/cost.ts';
import { persistent } from '../../../src/plan/plan.ts';
import type { Crew } from '../../../src/plan/threads/team.ts';
import { optimizerSettings } from '../../../src/train/choose.ts';
import { RandomState } from '../../../src/util/random.ts';

if (!hasRelaxedSimd()) setFlagsFromString('--experimental-wasm-relaxed-simd');
const binary = (name: string) => async () =>
  new Uint8Array(readFileSync(new URL(`../../../dist/${name}.wasm`, import.meta.url)));
const binaries = { simd: binary('simd'), relaxed: binary('relaxed') };

const { blas } = findBlas();
const useBlas = blas && { always: true, open: () => blas };

interface Threaded {
  readonly backend: Backend;
  /** One for each network that was opened. */
  readonly crews: Crew[];
}

async function openThreaded(threads: number, library?: BlasUse): Promise<Threaded> {
  const started = machineThreads(threads, (end) => ends.push(end));
  const backend = await wasmBackend(binaries, { ...started, choose: () => threads }, library);
  const crews: Crew[] = [];
  return {
    crews,
    backend: {
      ...backend,
      open() {
        const opened = backend.open();
        if (opened.crew) crews.push(opened.crew);
        return opened;
      },
    },
  };
}

const ends: (() => Promise<unknown>)[] = [];
afterAll(() => Promise.all(ends.map((end) => end())));

const opened = new Map<string, Promise<Threaded>>();

/** The backend with so many threads, which all networks share. */
function backendWith(threads: number, library?: BlasUse): Promise<Threaded> {
  const key = `${threads} ${library !== undefined}`;
  const known = opened.get(key) ?? openThreaded(threads, library);
  opened.set(key, known);
  return known;
}

type Values = Float32Array | Float64Array;

/** Expects the same bits. `toEqual` would compare elements one by one. */
function expectSame(found: Values, wanted: Values): void {
  const bytes = ({ buffer, byteOffset, byteLength }: Values) =>
    Buffer.from(buffer as ArrayBuffer, byteOffset, byteLength);
  expect(found).toHaveLength(wanted.length);
  expect(bytes(found).equals(bytes(wanted))).toBe(true);
}

interface Case {
  readonly layers: string;
  readonly rows: number;
  readonly inputs: number;
  readonly update?: Omit<UpdateRequest, 'rule'>;
}

/** Parameters, losses and hits after ten steps on random data. */
async function train({ layers, rows, inputs, update = {} }: Case, threads: number, library?: BlasUse) {
  const { backend, crews } = await backendWith(threads, library);
  const spec = parseLayers(layers, { activation: 'relu', outputActivation: 'softmax' });
  const settings = optimizerSettings(adam, {});
  const rule = adam.rule(settings);
  const runtime = new Runtime(spec, backend, rule);
  const { memory } = runtime;
  const data = 3 * rows;
  const x = persistent('x', [data, inputs]);
  const target = persistent('target', [data], 'int32');
  const order = persistent('order', [data], 'int32');
  const cursor = persistent('cursor', [], 'int32');
  runtime.reserve(x, target, order, cursor);
  const { compiled, bound } = runtime.compile({
    mode: 'train',
    rows,
    source: { x, target, order, cursor },
    loss: { loss: crossEntropy, match: 'argmax' },
    update: { rule, ...update },
  });
  const random = new RandomState(1);
  initialize(spec, memory.table.trainable, runtime.floats(memory.parameters), parseInit('glorot'), random);
  const xs = runtime.floats(x);
  for (let i = 0; i < xs.length; i++) xs[i] = random.standardNormal();
  const labels = runtime.ints(target);
  for (let i = 0; i < data; i++) labels[i] = random.randint(0, 3);
  const all = runtime.ints(order);
  for (let i = 0; i < data; i++) all[i] = i;
  random.shuffle(all);
  // oxlint-disable-next-line no-unmodified-loop-condition -- other threads change it
  while (threads > 1 && !crews.at(-1)?.ready) await setTimeout(5);
  const knobs = new Float64Array(rule.knobs);
  const losses: number[] = [];
  for (let t = 1; t <= 10; t++) {
    rule.set(knobs, { learningRate: 0.01, t, settings });
    runtime.floats(memory.knobs).set(knobs);
    runtime.ints(memory.key)[1] = t;
    runtime.ints(cursor)[0] = (t % 3) * rows;
    bound.run();
    losses.push(
      bound.read(compiled.lossSum ?? compiled.prediction)[0],
      bound.read(compiled.correctSum ?? compiled.prediction)[0],
    );
  }
  return {
    parameters: runtime.floats(memory.parameters).slice(),
    losses,
    stages: bound.plan.stages,
    backends: bound.backends,
  };
}

const cases: Case[] = [
  { layers: '2,64,3', inputs: 2, rows: 300 },
  { layers: '5,33,17,3', inputs: 5, rows: 37 },
  { layers: '784,128,128,10', inputs: 784, rows: 128 },
  {
    layers: '19,70,dropout:0.3,40:tanh,3',
    inputs: 19,
    rows: 61,
    update: { penalty: { l1: 1e-3, l2: 1e-3 } },
  },
  { layers: '8,16,16,3', inputs: 8, rows: 3, update: { clipNorm: 0.1 } },
  { layers: '6,24:gelu,24:sigmoid,4', inputs: 6, rows: 50, update: { weightDecay: 0.01 } },
];

describe.each(cases)('$layers, $rows rows', (setUp) => {
  it('gives the same bits on 1, 2, 3 and 4 threads', async () => {
    const one = await train(setUp, 1);
    expect(one.stages).toBeUndefined();
    expect(one.losses.every(Number.isFinite)).toBe(true);
    for (const threads of [2, 3, 4]) {
      const many = await train(setUp, threads);
      expect(many.losses).toEqual(one.losses);
      expectSame(many.parameters, one.parameters);
    }
  });
});

const wide: Case = { layers: '70,300,10', inputs: 70, rows: 300 };

if (useBlas) {
  describe('with a BLAS library', () => {
    it.each([...cases, wide])('$layers, $rows rows: the same bits on 1 to 4 threads', async (setUp) => {
      const one = await train(setUp, 1, useBlas);
      expect(one.backends).toContain('blas');
      expect(one.losses.every(Number.isFinite)).toBe(true);
      for (const threads of [2, 3, 4]) {
        const many = await train(setUp, threads, useBlas);
        expect(many.losses).toEqual(one.losses);
        expectSame(many.parameters, one.parameters);
      }
    });
  });
} else {
  it('with a BLAS library: NOT TESTED, none was found on this machine', () =>
    expect(findBlas().blas).toBeUndefined());
}

it('divides a training step into rows, gradients and update', async () => {
  const { stages } = await train(cases[0], 2);
  expect(stages?.at(-1)).toBe(2);
});

it('keeps small work on one thread and shares large work', async () => {
  const steps = async (layers: string, rows: number) => {
    const { backend } = await backendWith(1);
    const spec = parseLayers(layers, { activation: 'relu', outputActivation: 'softmax' });
    const { compiled } = new Runtime(spec, backend).compile({ mode: 'predict', rows });
    return compiled.plan.steps;
  };
  const wasm = { call: () => {} };
  expect(worthwhileThreads(await steps('2,16,3', 32), 8, () => wasm)).toBe(1);
  expect(worthwhileThreads(await steps('784,512,10', 128), 2, () => wasm)).toBe(2);
  expect(worthwhileThreads(await steps('784,512,10', 128), 8, () => undefined)).toBe(1);
});
