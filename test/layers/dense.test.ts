import { expect, it } from 'vitest';
import { dense } from '../../src/layers/dense.ts';
import { bind } from '../../src/plan/bind.ts';
import { PlanBuilder } from '../../src/plan/builder.ts';
import { Arena, plainBacking } from '../../src/plan/arena.ts';
import { persistent } from '../../src/plan/plan.ts';
import { golden } from '../support/fixtures.ts';
import { difference } from '../plan.ts';

interface Values {
  shape: number[];
  data: number[];
}
interface Case {
  kind: string;
  inputs: { x: Values };
  params: { 'weight[in,out]': Values; bias: Values };
  output: Values;
  grad_output: Values;
  grad_inputs: { x: Values };
  grad_params: { 'weight[in,out]': Values; bias: Values };
}

it.each([
  ['float64', 1e-12],
  ['float32', 1e-5],
] as const)('dense equals PyTorch, both directions (%s)', (dtype, tolerance) => {
  const found = golden<Case[]>('layers.json').find(({ kind }) => kind === 'dense');
  if (!found) throw new Error('no golden');
  const { inputs, params, output, grad_output, grad_inputs, grad_params } = found;
  const given = { x: inputs.x, W: params['weight[in,out]'], b: params.bias, dy: grad_output };
  const wanted = { y: output, dx: grad_inputs.x, dW: grad_params['weight[in,out]'], db: grad_params.bias };
  const handles = Object.fromEntries(
    Object.entries({ ...given, ...wanted }).map(([name, { shape }]) => [name, persistent(name, shape)]),
  );
  const options = { units: output.shape[1], bias: true };
  const { sizes } = dense.infer(options, [inputs.x.shape], 'train');
  const builder = new PlanBuilder();
  dense.forward(builder, { options, ...handles, ...sizes });
  dense.backward?.(builder, { options, ...handles, ...sizes });
  const plan = builder.plan(Object.values(handles));
  const arena = new Arena(dtype, plainBacking());
  arena.reserve(
    Object.values(handles).map(({ storage }) => storage),
    [plan],
  );
  const bound = bind(plan, arena, []);
  for (const [name, { data }] of Object.entries(given)) bound.read(handles[name]).set(data);
  bound.run();
  for (const [name, { data }] of Object.entries(wanted))
    expect(difference([...bound.read(handles[name])], data), name).toBeLessThan(tolerance);
});
