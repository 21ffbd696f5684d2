import { expect, it } from 'vitest';
import { Runtime, referenceBackend } from '../../src/runtime/runtime.ts';
import { losses } from '../../src/losses/index.ts';
import { sgd } from '../../src/optimizers/sgd.ts';
import { golden } from '../support/fixtures.ts';
import { difference } from '../plan.ts';

interface Case {
  loss: string;
  config: { label_smoothing?: number; class_weights?: number[] };
  prediction: { shape: number[]; data: number[] };
  target: { shape: number[]; data: number[] };
  value: number;
  grad_prediction: { data: number[] };
}
const names: Record<string, string> = {
  softmax_cross_entropy: 'cross-entropy',
  sigmoid_binary_cross_entropy: 'binary-cross-entropy',
  mse: 'mse',
  mae: 'mae',
  huber_1: 'huber',
};
const cases = golden<Case[]>('losses.json');

/** Loss and gradient of logits that are an identity layer's weights: x·W with x the identity gives W. */
function lossAndGradient(one: Case, dtype: 'float32' | 'float64') {
  const loss = losses.find(names[one.loss]);
  if (!loss) throw new Error(one.loss);
  const [m, n] = one.prediction.shape;
  const spec = {
    input: [m],
    layers: [{ name: 'dense1', type: 'dense', options: { units: n, bias: false }, inputs: ['input'] }],
  };
  const settings = { momentum: 0, nesterov: false, beta1: 0, beta2: 0, rho: 0, epsilon: 0, weightDecay: 0 };
  const runtime = new Runtime(spec, referenceBackend(dtype), sgd.rule(settings));
  runtime.floats(runtime.memory.parameters).set(one.prediction.data);
  const { compiled, bound } = runtime.compile({
    mode: 'train',
    rows: m,
    loss: { loss, smoothing: one.config.label_smoothing ?? 0 },
    update: { rule: sgd.rule(settings) },
  });
  const x = runtime.floats(compiled.x);
  for (let i = 0; i < m; i++) x[i * m + i] = 1;
  if (!compiled.target || !compiled.lossRows) throw new Error('no loss');
  const target = loss.target === 'classes' ? runtime.ints(compiled.target) : runtime.floats(compiled.target);
  target.set(one.target.data);
  bound.run();
  const rows = [...bound.read(compiled.lossRows)];
  const gradient = [...runtime.floats(runtime.memory.gradients)];
  const { class_weights: weights } = one.config;
  if (!weights) return { value: rows.reduce((a, b) => a + b) / m, gradient };
  // PyTorch divides by the sum of the weights, not by the rows.
  const own = one.target.data.map((label) => weights[label]);
  const total = own.reduce((a, b) => a + b);
  return {
    value: rows.reduce((sum, value, i) => sum + value * own[i], 0) / total,
    gradient: gradient.map((value, i) => (value * own[Math.floor(i / n)] * m) / total),
  };
}

it.each(cases.map((one) => [`${one.loss} ${JSON.stringify(one.config)}`, one] as const))(
  '%s equals PyTorch',
  (_, one) => {
    for (const [dtype, tolerance] of [
      ['float64', 1e-12],
      ['float32', 1e-5],
    ] as const) {
      const { value, gradient } = lossAndGradient(one, dtype);
      expect(Math.abs(value - one.value)).toBeLessThan(tolerance * one.value);
      expect(difference(gradient, one.grad_prediction.data)).toBeLessThan(tolerance);
    }
  },
);

it('has a golden for every loss of the command line', () => {
  const covered = new Set(cases.map(({ loss }) => names[loss]));
  const others = losses.names.filter((name) => !covered.has(name));
  expect(others).toEqual(['clipped-binary-cross-entropy']);
});
