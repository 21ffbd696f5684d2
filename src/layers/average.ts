import { usageError } from '../errors.ts';
import { addScaled, scaled } from '../kernels/average.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { numeric } from '../util/fields.ts';
import type { Field } from '../util/fields.ts';
import { counted } from '../util/plural.ts';
import { defineLayer } from './define.ts';
import { sampleText } from './windows.ts';

const weightsField: Field<readonly number[] | undefined> = {
  expects: 'a weight for each branch, none below 0, such as 2;1',
  meaning: 'how much each branch counts, divided by their sum; all the same unless given',
  optional: true,
  read(value) {
    const found = (typeof value === 'string' ? value.split(';') : Array.isArray(value) ? value : []).map(
      numeric,
    );
    const weights = found.filter((weight) => weight !== undefined && weight >= 0);
    return weights.length > 0 && weights.length === found.length && weights.some((weight) => weight! > 0)
      ? (weights as number[])
      : undefined;
  },
  write: (weights) => (weights ?? []).join(';'),
};

/** The shares of the branches, whose sum is 1. */
function shares(weights: readonly number[] | undefined, branches: number): number[] {
  if (!weights) return Array.from({ length: branches }, () => 1 / branches);
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((weight) => weight / sum);
}

/** The mean of branches: what joins the members of an ensemble. */
export const average = defineLayer({
  name: 'average',
  aliases: ['mean'],
  summary: 'the mean of branches of one shape: average(64,relu,3,softmax|32,tanh,3,softmax)',
  formula: 'y = w₁·x₁ + w₂·x₂ + …, Σ w = 1',
  shapes: 'branches of one shape → that shape',
  source: 'Hansen and Salamon 1990; Breiman 1996',
  example: "nn train nn:casas.csv --layers '2,average(16,relu,1|8,tanh,1)'",
  options: { weights: weightsField },
  positional: ['weights'],
  inputs: 'many',
  between: 'passage',
  infer({ weights }, xs) {
    const [x] = xs;
    const other = xs.find(({ length }, i) => length !== x.length || xs[i].some((n, axis) => n !== x[axis]));
    if (other) throw usageError(`averages branches of one shape, found ${xs.map(sampleText).join(' and ')}`);
    if (weights && weights.length !== xs.length)
      throw usageError(
        `has ${counted(weights.length, 'weight')} for ${counted(xs.length, 'branch', 'branches')}`,
      );
    return { output: x, sizes: { m: x[0], n: sizeOf(x) / x[0] } };
  },
  forward(plan, { options, xs, y, m, n }) {
    shares(options.weights, xs.length).forEach((alpha, i) => {
      const x = xs[i];
      if (i === 0) plan.emit(scaled, { x, out: y, m, n, alpha });
      else plan.emit(addScaled, { a: y, x, out: y, m, n, alpha });
    });
  },
  backward(plan, { options, dxs, dy, m, n }) {
    shares(options.weights, dxs.length).forEach((alpha, i) =>
      plan.emit(scaled, { x: dy, out: dxs[i], m, n, alpha }),
    );
  },
});
