import { expect, it } from 'vitest';
import { activations } from '../../src/activations/index.ts';
import { golden } from '../support/fixtures.ts';
import { difference, runKernel } from '../plan.ts';

interface Array_ {
  shape: number[];
  data: number[];
}
interface Layer {
  kind: string;
  config: { name: string };
  inputs: { x: Array_ };
  output: Array_;
  grad_output: Array_;
  grad_inputs: { x: Array_ };
}

const names: Record<string, string> = {
  'leaky-relu': 'leaky_relu_0.01',
  elu: 'elu_1',
  gelu: 'gelu_erf',
  'gelu-tanh': 'gelu_tanh',
  'log-softmax': 'log_softmax',
  'hard-sigmoid': 'hard_sigmoid',
};
/** Identity and the step are checked by hand. */
const plain: Record<string, (x: number) => number> = { linear: (x) => x, step: (x) => (x > 0 ? 1 : 0) };
const layers = golden<Layer[]>('layers.json');

it.each(activations.all.map((activation) => [activation.name, activation] as const))(
  '%s equals PyTorch, both directions',
  (name, activation) => {
    const found = layers.find((layer) => layer.config.name === (names[name] ?? name));
    const byHand = plain[name];
    const { inputs, grad_output } = found ?? layers[1];
    const { shape, data } = inputs.x;
    const [m, n] = shape;
    const zeros = data.map(() => 0);
    const output = found?.output.data ?? data.map(byHand);
    for (const [dtype, tolerance] of [
      ['float64', 1e-12],
      ['float32', 1e-5],
    ] as const) {
      const y = runKernel(
        activation.forward,
        dtype,
        { x: { shape, data }, out: { shape, data: zeros } },
        { m, n },
      ).out;
      expect(difference(y, output)).toBeLessThan(tolerance);
      if (!activation.backward) {
        expect(name).toBe('step');
        continue;
      }
      const s = activation.uses === 'input' ? data : y;
      const { dx } = runKernel(
        activation.backward,
        dtype,
        { s: { shape, data: s }, dy: { shape, data: grad_output.data }, dx: { shape, data: zeros } },
        { m, n },
      );
      const wanted = found?.grad_inputs.x.data ?? grad_output.data;
      // PyTorch multiplies by 1/6 as a float32 constant even in float64.
      expect(difference(dx, wanted)).toBeLessThan(
        name === 'hard-sigmoid' ? Math.max(tolerance, 5e-8) : tolerance,
      );
    }
  },
);
