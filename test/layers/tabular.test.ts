import { describe, expect, it } from 'vitest';
import { layers } from '../../src/layers/index.ts';
import { golden } from '../support/fixtures.ts';
import { difference } from '../plan.ts';
import { runLayer, wasmPlace } from './run.ts';
import type { Place, Values } from './run.ts';

interface Case {
  kind: string;
  config: Record<string, unknown>;
  inputs: { x: Values };
  params: Record<string, Values>;
  output: Values;
  grad_output: Values;
  grad_inputs: { x: Values };
  grad_params: Record<string, Values>;
}

const cases = golden<Case[]>('tabular_layers.json');
const places: [string, number, () => Promise<Place>][] = [
  ['float64', 1e-12, async () => ({ dtype: 'float64' })],
  ['float32', 2e-5, async () => ({ dtype: 'float32' })],
  ['WebAssembly', 2e-5, () => wasmPlace('simd')],
];

describe.each(places)('layers of tables in %s', (_, tolerance, place) => {
  it.each(cases.map((entry) => [`${entry.kind} ${JSON.stringify(entry.config)}`, entry] as const))(
    '%s equals PyTorch, both directions',
    async (_name, { kind, config, inputs, params, output, grad_output, grad_inputs, grad_params }) => {
      const rows = { x: inputs.x, params, dy: grad_output };
      const found = runLayer(layers.get(kind), config, rows, await place());
      expect(difference(found.y.data, output.data)).toBeLessThan(tolerance);
      expect(difference(found.dx.data, grad_inputs.x.data)).toBeLessThan(tolerance);
      for (const [name, { data }] of Object.entries(grad_params))
        expect(difference(found.gradients[name], data), name).toBeLessThan(tolerance);
    },
  );
});
