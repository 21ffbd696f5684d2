import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseInit } from '../../src/initializers/index.ts';
import { looksAhead, runsStepByStep } from '../../src/runtime/causality.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { initialize } from '../../src/network/parameters.ts';
import { Predictor } from '../../src/runtime/predictor.ts';
import { Reader } from '../../src/runtime/stepwise.ts';
import { Runtime, referenceBackend } from '../../src/runtime/runtime.ts';
import { drawToken } from '../../src/runtime/sampling.ts';
import { wasmBackend } from '../../src/runtime/wasmBackend.ts';
import { RandomState } from '../../src/util/random.ts';

const simd = async () => new Uint8Array(readFileSync(new URL('../../dist/simd.wasm', import.meta.url)));
const backends = [
  ['float64', referenceBackend('float64'), 1e-12],
  ['simd', await wasmBackend({ simd, relaxed: simd }), 1e-5],
] as const;

const VOCABULARY = 5;
const specOf = (layers: string, length: number) =>
  parseLayers(`${length},embedding:6:${VOCABULARY},${layers},${VOCABULARY}`, {
    activation: 'tanh',
    outputActivation: 'softmax',
  });

/** A network with weights of some size. */
function modelOf(layers: string, length: number) {
  const spec = specOf(layers, length);
  const runtime = new Runtime(spec, referenceBackend('float64'));
  const { memory } = runtime;
  initialize(
    spec,
    memory.table.trainable,
    runtime.floats(memory.parameters),
    parseInit('normal:0.4'),
    new RandomState(3),
  );
  return { spec, weights: runtime.weights() };
}

const stepwise = [
  'rnn:7:sequence',
  'gru:7:sequence',
  'lstm:7:sequence',
  'lstm:9:sequence,layernorm,gru:6:sequence,8:tanh',
  'add(6,lstm:6:sequence)',
];
const looking = ['positions,attention:2:causal,8:tanh', 'lstm:6:sequence,attention:3:causal'];
const ahead = ['lstm:4:sequence:bidirectional', 'attention:2', 'gru:4:sequence:backwards'];

it('knows which networks remember by themselves, and which see what they are to predict', () => {
  for (const layers of stepwise) expect([layers, runsStepByStep(specOf(layers, 8))]).toEqual([layers, true]);
  for (const layers of looking) expect([layers, runsStepByStep(specOf(layers, 8))]).toEqual([layers, false]);
  for (const layers of [...stepwise, ...looking]) expect(looksAhead(specOf(layers, 8))).toBe(false);
  for (const layers of ahead) expect([layers, looksAhead(specOf(layers, 8))]).toEqual([layers, true]);
});

describe.each(backends)('%s: token by token', (_, backend, tolerance) => {
  const tokens = Array.from({ length: 30 }, (__, i) => (i * i + 2 * i) % VOCABULARY);
  const read = (model: ReturnType<typeof modelOf>) => {
    const reader = new Reader(model, backend);
    return tokens.map((token) => [...reader.read(token)]);
  };
  const far = (a: readonly number[], b: ArrayLike<number>) =>
    Math.max(...a.map((value, i) => Math.abs(value - b[i])));

  it.each(stepwise)('%s: the same as all tokens at once, further than the window', (layers) => {
    const model = modelOf(layers, 8);
    const whole = new Predictor({ ...model, spec: { ...model.spec, input: [tokens.length] } }, backend);
    const wanted = whole.run(Float64Array.from(tokens), 1);
    read(model).forEach((answer, i) =>
      expect(far(answer, wanted.subarray(i * VOCABULARY))).toBeLessThan(tolerance),
    );
  });

  it.each(looking)('%s: sees the tokens of its window', (layers) => {
    const model = modelOf(layers, 8);
    const answers = read(model);
    for (const at of [0, 3, 7, 20, 29]) {
      const seen = tokens.slice(Math.max(0, at - 7), at + 1);
      const window = { ...model, spec: { ...model.spec, input: [seen.length] } };
      const wanted = new Predictor(window, backend).run(Float64Array.from(seen), 1);
      expect(far(answers[at], wanted.subarray((seen.length - 1) * VOCABULARY))).toBeLessThan(tolerance);
    }
  });
});

describe('drawing a token', () => {
  const p = [0.1, 0.5, 0.05, 0.35];
  const shares = (temperature: number, topK?: number, allowed?: (i: number) => boolean) => {
    const random = new RandomState(1);
    const counts = [0, 0, 0, 0];
    const draws = 40_000;
    for (let i = 0; i < draws; i++) counts[drawToken(p, { temperature, topK }, random, allowed)]++;
    return counts.map((n) => n / draws);
  };
  const normalized = (weights: readonly number[]) => {
    const total = weights.reduce((a, b) => a + b);
    return weights.map((weight) => weight / total);
  };
  const near = (found: readonly number[], wanted: readonly number[]) =>
    found.forEach((share, i) => expect(Math.abs(share - wanted[i])).toBeLessThan(0.01));

  it('follows softmax(log p / temperature)', () => {
    near(shares(1), p);
    near(shares(0.5), normalized(p.map((x) => x ** 2)));
    near(shares(2), normalized(p.map(Math.sqrt)));
    expect(shares(0)).toEqual([0, 1, 0, 0]);
    expect(shares(0.001)).toEqual([0, 1, 0, 0]);
  });

  it('is limited to the likeliest and to what is allowed', () => {
    near(shares(1, 2), normalized([0, 0.5, 0, 0.35]));
    near(
      shares(1, undefined, (i) => i !== 1),
      normalized([0.1, 0, 0.05, 0.35]),
    );
    expect(shares(1, 1)).toEqual([0, 1, 0, 0]);
  });
});
