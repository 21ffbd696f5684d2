import { expect, it } from 'vitest';
import { readFields } from '../../src/util/fieldText.ts';
import { layers } from '../../src/layers/index.ts';
import { bind } from '../../src/plan/bind.ts';
import { PlanBuilder } from '../../src/plan/builder.ts';
import { Arena, plainBacking } from '../../src/plan/arena.ts';
import { persistent } from '../../src/plan/plan.ts';
import { golden } from '../support/fixtures.ts';
import { difference } from '../plan.ts';

type Matrix = readonly (readonly number[])[];
interface Case {
  inputs: readonly Matrix[];
  output: Matrix;
  grad_inputs: readonly Matrix[];
}
interface Goldens {
  average: Case & { weights: number[] };
  temperature: readonly (Case & { T: number })[];
}
const goldens = golden<Goldens>('ensemble.json');

/** What a layer makes of some matrices, and their gradients when that of the output is sin(1), sin(2), … */
function run(name: string, given: Record<string, unknown>, inputs: readonly Matrix[]) {
  const type = layers.get(name);
  const options = readFields(name, type.options, given);
  const shapes = inputs.map((x) => [x.length, x[0].length]);
  const { output, sizes } = type.infer(options, shapes, 'train');
  const xs = shapes.map((shape, i) => persistent(`x${i}`, shape));
  const dxs = shapes.map((shape, i) => persistent(`dx${i}`, shape));
  const y = persistent('y', output);
  const dy = persistent('dy', output);
  const builder = new PlanBuilder();
  const context = { options, mode: 'train', ...sizes, xs, dxs, x: xs[0], dx: dxs[0], y, dy };
  type.forward(builder, context);
  type.backward?.(builder, context);
  const handles = [...xs, ...dxs, y, dy];
  const plan = builder.plan(handles);
  const arena = new Arena('float64', plainBacking());
  arena.reserve(
    handles.map(({ storage }) => storage),
    [plan],
  );
  const bound = bind(plan, arena, []);
  xs.forEach((x, i) => bound.read(x).set(inputs[i].flat()));
  bound.read(dy).forEach((_, i, all) => (all[i] = Math.sin(i + 1)));
  bound.run();
  return { y: [...bound.read(y)], dxs: dxs.map((dx) => [...bound.read(dx)]) };
}

function check(found: ReturnType<typeof run>, { output, grad_inputs: gradients }: Case) {
  expect(difference(found.y, output.flat())).toBeLessThan(1e-14);
  found.dxs.forEach((dx, i) => expect(difference(dx, gradients[i].flat())).toBeLessThan(1e-13));
}

it('a weighted mean as PyTorch has it', () => {
  const { weights, ...golden } = goldens.average;
  check(run('average', { weights }, golden.inputs), golden);
});

it.each(goldens.temperature)('scores at temperature $T as PyTorch has them', ({ T, ...golden }) => {
  const of = golden.output[0].length === 1 ? 'sigmoid' : 'softmax';
  check(run('temperature', { T, of }, golden.inputs), golden);
});

it('columns, and zeros for those left out', () => {
  const found = run('slice', { first: 1, count: 2 }, [
    [
      [1, 2, 3, 4],
      [5, 6, 7, 8],
    ],
  ]);
  expect(found.y).toEqual([2, 3, 6, 7]);
  expect(found.dxs).toEqual([[0, Math.sin(1), Math.sin(2), 0, 0, Math.sin(3), Math.sin(4), 0]]);
});

it('a probability of 0 or 1 has a finite score', () => {
  expect(run('temperature', { T: 1 }, [[[0, 1]]]).y).toEqual([Math.log(1e-12), 0]);
  expect(run('temperature', { T: 2, of: 'sigmoid' }, [[[0], [1]]]).y).toEqual([
    Math.log(1e-12) / 2,
    -Math.log(1e-12) / 2,
  ]);
});
