import { describe, expect, it } from 'vitest';
import { layers } from '../../src/layers/index.ts';
import { golden } from '../support/fixtures.ts';
import { difference } from '../plan.ts';
import { runLayer, wasmPlace } from './run.ts';
import type { Place, Values } from './run.ts';

interface Case {
  kind: string;
  config: Record<string, unknown>;
  inputs: Record<string, Values>;
  params: Record<string, Values>;
  output: Values;
  grad_output: Values;
  grad_inputs: { x?: Values };
  grad_params: Record<string, Values>;
}

/** The chain of layers that a golden stands for: type and options of each. */
function chainOf({ kind, config, params, output }: Case): [string, Record<string, unknown>][] {
  const type = kind.split('_')[0];
  const { hidden, bidirectional, layers: depth = 1, output: which = 'sequence', masked } = config;
  switch (type) {
    case 'rnn':
    case 'lstm':
    case 'gru': {
      const options = {
        units: hidden,
        output: which,
        ...(bidirectional === true && { direction: 'bidirectional' }),
        ...(masked === true && { masked }),
        ...(type === 'rnn' && { nonlinearity: kind.split('_')[1] }),
      };
      return Array.from({ length: Number(depth) }, () => [type, options]);
    }
    case 'self':
      return [
        ['attention', { heads: config.heads, causal: config.causal ?? false, masked: masked ?? false }],
      ];
    case 'embedding': {
      const [vocabulary, units] = params.weight.shape;
      return [['embedding', { units, vocabulary }]];
    }
    case 'dense':
      return [['dense', { units: output.shape.at(-1) }]];
    default:
      return [[type, {}]];
  }
}

/** Parameters of layer `at` of a stack under the names of a single one. */
const ofLayer = (params: Record<string, Values>, at: number, depth: number) =>
  Object.fromEntries(
    Object.entries(params).flatMap(([name, values]) => {
      if (depth === 1) return [[name, values]];
      return name.includes(`_l${at}`) ? [[name.replace(`_l${at}`, '_l0'), values]] : [];
    }),
  );

function typeOf(name: string) {
  const type = layers.find(name);
  if (!type) throw new Error(`no layer ${name}`);
  return type;
}

const cases = golden<Case[]>('sequences.json');

describe.each([
  ['float64', { dtype: 'float64' }, 1e-10],
  ['float32', { dtype: 'float32' }, 1e-5],
  ['simd', await wasmPlace('simd'), 1e-5],
  ['relaxed', await wasmPlace('relaxed'), 1e-5],
] as [string, Place, number][])('%s', (_, place, tolerance) => {
  it.each(cases.map((found) => [found.kind, JSON.stringify(found.config), found] as const))(
    '%s equals PyTorch, both directions: %s',
    (kind, config, found) => {
      const chain = chainOf(found);
      const inputs = [Object.values(found.inputs)[0]];
      const params = chain.map((__, at) => ofLayer(found.params, at, chain.length));
      chain.forEach(([name, options], at) => {
        const { y } = runLayer(typeOf(name), options, { x: inputs[at], params: params[at] }, place);
        inputs.push(y);
      });
      const output = inputs.at(-1);
      expect(output?.shape).toEqual(found.output.shape);
      expect(difference(output?.data ?? [], found.output.data)).toBeLessThan(tolerance);
      let dy = found.grad_output;
      for (const [at, [name, options]] of [...chain.entries()].toReversed()) {
        const given = { x: inputs[at], params: params[at], dy };
        const { dx, gradients, backends } = runLayer(typeOf(name), options, given, place);
        if (place.overlay) expect(backends).not.toContain('reference');
        const wanted = ofLayer(found.grad_params, at, chain.length);
        expect(Object.keys(gradients).toSorted()).toEqual(Object.keys(wanted).toSorted());
        for (const [key, { data }] of Object.entries(wanted))
          expect(difference(gradients[key], data), key).toBeLessThan(tolerance);
        dy = dx;
      }
      const { x } = found.grad_inputs;
      if (x) expect(difference(dy.data, x.data), `dx of ${kind} ${config}`).toBeLessThan(tolerance);
    },
  );
});

/** Deterministic numbers of about this size. */
const wave = (shape: readonly number[], scale: number): Values => ({
  shape,
  data: Array.from(
    { length: shape.reduce((a, b) => a * b, 1) },
    (_, i) => scale * Math.sin(1 + 1.7 * i + i * i),
  ),
});

it.each(['rnn', 'lstm', 'gru'])(
  '%s with many rows and units: the SIMD kernels agree with float64',
  async (name) => {
    // Wide enough that sums are made in several blocks, with room to pack the weights.
    const [m, time, k, h] = [30, 4, 5, 130];
    const g = h * (name === 'lstm' ? 4 : name === 'gru' ? 3 : 1);
    const params = {
      weight_ih_l0: wave([g, k], 0.5),
      weight_hh_l0: wave([g, h], 0.15),
      bias_ih_l0: wave([g], 0.3),
      bias_hh_l0: wave([g], 0.3),
    };
    const given = { x: wave([m, time, k], 1), params, dy: wave([m, h], 1) };
    const wanted = runLayer(typeOf(name), { units: h }, given, { dtype: 'float64' });
    const found = runLayer(typeOf(name), { units: h }, given, await wasmPlace('relaxed'));
    expect(new Set(found.backends)).toEqual(new Set(['relaxed']));
    expect(difference(found.y.data, wanted.y.data)).toBeLessThan(1e-5);
    expect(difference(found.dx.data, wanted.dx.data)).toBeLessThan(1e-5);
    for (const [key, values] of Object.entries(found.gradients))
      expect(difference(values, wanted.gradients[key]), key).toBeLessThan(1e-4);
  },
);
