import { expect, it } from 'vitest';
import { parseInit } from '../../src/initializers/index.ts';
import { binaryCrossEntropy } from '../../src/losses/binaryCrossEntropy.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { initialize } from '../../src/network/parameters.ts';
import { referenceBackend, Runtime } from '../../src/runtime/runtime.ts';
import { sgd } from '../../src/optimizers/sgd.ts';
import { persistent } from '../../src/plan/plan.ts';
import { optimizerSettings } from '../../src/train/choose.ts';
import { RandomState } from '../../src/util/random.ts';

const backend = referenceBackend('float64');
const settings = optimizerSettings(sgd, {});
const ROWS = 5;

function network(layers: string, outputActivation: string): Runtime {
  const spec = parseLayers(layers, { activation: 'tanh', outputActivation });
  const runtime = new Runtime(spec, backend, sgd.rule(settings));
  const { memory } = runtime;
  const weights = runtime.floats(memory.parameters);
  initialize(spec, memory.table.trainable, weights, parseInit('normal:0.7'), new RandomState(1));
  return runtime;
}

it('the gradient by the input is that of the loss, and leaves the gradients of the parameters alone', () => {
  // Two branches read the input, so that its gradient is a sum.
  const runtime = network('4,add(6:tanh,4|4),1', 'sigmoid');
  const { compiled, bound } = runtime.compile({
    mode: 'train',
    rows: ROWS,
    loss: { loss: binaryCrossEntropy },
    inputGradient: true,
  });
  const { target, lossSum, inputGradient } = compiled;
  if (!target || !lossSum || !inputGradient) throw new Error('a loss and a gradient were asked for');
  const random = new RandomState(2);
  const x = runtime.floats(compiled.x);
  for (let i = 0; i < x.length; i++) x[i] = random.standardNormal();
  runtime.floats(target).set([0, 1, 0.9, 0, 1]);
  const gradients = runtime.floats(runtime.memory.gradients).fill(7);
  bound.run();
  const found = bound.read(inputGradient).slice();
  const loss = () => {
    bound.run();
    return bound.read(lossSum)[0] / ROWS;
  };
  for (let i = 0; i < x.length; i++) {
    const value = x[i];
    x[i] = value + 1e-6;
    const above = loss();
    x[i] = value - 1e-6;
    const below = loss();
    x[i] = value;
    expect(found[i]).toBeCloseTo((above - below) / 2e-6, 8);
  }
  expect(gradients.every((value) => value === 7)).toBe(true);
});

it('learns from a gradient of its output that comes from elsewhere', () => {
  const runtime = network('3,5,2', 'linear');
  const outputGradient = persistent('dy', [ROWS, 2]);
  const z = persistent('z', [ROWS, 3]);
  runtime.reserve(outputGradient, z);
  const { compiled, bound } = runtime.compile({
    mode: 'train',
    rows: ROWS,
    source: { x: z },
    outputGradient,
    update: { rule: sgd.rule(settings) },
  });
  const answer = runtime.compile({ mode: 'train', rows: ROWS, source: { x: z } });
  const random = new RandomState(3);
  const x = runtime.floats(z);
  for (let i = 0; i < x.length; i++) x[i] = random.standardNormal();
  const dy = Float64Array.from({ length: ROWS * 2 }, () => random.standardNormal());
  runtime.floats(outputGradient).set(dy);
  const weights = runtime.floats(runtime.memory.parameters);
  const before = weights.slice();
  // The function whose gradient by the output is dy: Σ dy·y.
  const value = () => {
    answer.bound.run();
    return [...answer.bound.read(answer.compiled.prediction)].reduce((sum, y, i) => sum + y * dy[i], 0);
  };
  const wanted = before.map((weight, i) => {
    weights[i] = weight + 1e-6;
    const above = value();
    weights[i] = weight - 1e-6;
    const below = value();
    weights[i] = weight;
    return (above - below) / 2e-6;
  });
  const knobs = new Float64Array(1);
  sgd.rule(settings).set(knobs, { learningRate: 0.5, t: 1, settings });
  runtime.floats(runtime.memory.knobs).set(knobs);
  bound.run();
  wanted.forEach((gradient, i) => expect(before[i] - 0.5 * gradient).toBeCloseTo(weights[i], 7));
  expect(compiled.lossSum).toBeUndefined();
});
