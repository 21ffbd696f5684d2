import { expect, it } from 'vitest';
import { permutationImportance } from '../../src/explain/importance.ts';
import { StatisticsOf } from '../../src/explain/statistics.ts';
import { checkGradients } from '../../src/explain/gradcheck.ts';
import { parseLayers } from '../../src/network/layerString.ts';
import { parametersOf } from '../../src/network/parameters.ts';
import type { Tensor } from '../../src/tensor/tensor.ts';
import { RandomState } from '../../src/util/random.ts';

it('a column that decides alone is worth what guessing loses, one that is not looked at nothing', () => {
  const rows = 2000;
  const labels = Int32Array.from({ length: rows }, (_, i) => i % 2);
  // The model answers with column a itself.
  const { baseline, importances } = permutationImportance(
    ['noise', 'a'],
    rows,
    10,
    new RandomState(0),
    (change) => {
      const at = (i: number) => (change?.column === 'a' ? change.order[i] : i);
      return labels.filter((label, i) => label === labels[at(i)]).length / rows;
    },
  );
  expect(baseline).toBe(1);
  expect(importances.map(({ column }) => column)).toEqual(['a', 'noise']);
  expect(importances[0].mean).toBeCloseTo(0.5, 1);
  expect(importances[0].std).toBeLessThan(0.03);
  expect(importances[1]).toEqual({ column: 'noise', mean: 0, std: 0 });
});

it('statistics equal those of NumPy, in parts, with NaN and infinities apart', () => {
  const gathered = new StatisticsOf();
  gathered.add([1, 2, 0, -4]);
  gathered.add([Number.NaN, Infinity, 7.5, 0]);
  const { std, mean, ...others } = gathered.result;
  expect(others).toEqual({ count: 8, min: -4, max: 7.5, zeros: 2, nan: 1, infinite: 1 });
  // numpy.mean and numpy.std of 1, 2, 0, −4, 7.5, 0
  expect(mean).toBeCloseTo(1.0833333333333333, 14);
  expect(std).toBeCloseTo(3.420729291962299, 13);
});

it('gradients are compared with slopes, sampled in large parameters', () => {
  const spec = parseLayers('3,4,2', { activation: 'tanh', outputActivation: 'softmax' });
  const random = new RandomState(1);
  const weights = new Map<string, Tensor>(
    parametersOf(spec).trainable.map(({ name, length, spec: { shape } }) => [
      name,
      { shape, dtype: 'float64', data: Float64Array.from({ length }, () => random.standardNormal()) },
    ]),
  );
  const x = Float64Array.from({ length: 15 }, () => random.standardNormal());
  const request = { spec, weights, loss: 'cross-entropy', x, target: [0, 1, 1, 0, 1], rows: 5, samples: 10 };
  const checked = checkGradients(request);
  expect(checked.map(({ name, checked: n, of }) => [name, n, of])).toEqual([
    ['dense1.weight', 10, 12],
    ['dense1.bias', 4, 4],
    ['dense2.weight', 8, 8],
    ['dense2.bias', 2, 2],
  ]);
  for (const { error, largest } of checked) {
    expect(error).toBeLessThan(1e-7);
    expect(largest).toBeGreaterThan(1e-3);
  }
  // Past the kinks of relu.
  const steps = parseLayers('3,4:relu,2', { activation: 'tanh', outputActivation: 'softmax' });
  expect(checkGradients({ ...request, spec: steps }).every(({ error }) => error < 1e-6)).toBe(true);
});
