import { describe, expect, it } from 'vitest';
import { layers } from '../../src/layers/index.ts';
import { golden } from '../fixtures.ts';
import { difference } from '../plan.ts';
import { runLayer } from './run.ts';
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

const cases = golden<Case[]>('sequences.json');

describe.each([
  ['float64', { dtype: 'float64' }, 1e-10],
  ['float32', { dtype: 'float32' }, 1e-5],
] as [string, Place, number][])('%s', (_, place, tolerance) => {
  it.each(cases.map((found) => [found.kind, JSON.stringify(found.config), found] as const))(
    '%s equals PyTorch, both directions: %s',
    (kind, config, found) => {
      const chain = chainOf(found);
      const typeOf = (name: string) => {
        const type = layers.find((known) => known.type === name);
        if (!type) throw new Error(`no layer ${name}`);
        return type;
      };
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
        const { dx, gradients } = runLayer(typeOf(name), options, given, place);
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
