import { usageError } from '../errors.ts';
import { add as sum } from '../kernels/elementwise.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { defineLayer } from './define.ts';
import { sampleText } from './windows.ts';

/** The sum of branches, as at the end of a residual block. */
export const add = defineLayer({
  name: 'add',
  summary: 'the sum of branches of one shape: add(conv:64:3:same,batchnorm)',
  formula: 'y = x₁ + x₂ + …',
  shapes: 'branches of one shape → that shape',
  source: 'He et al. 2015',
  example: "nn train spiral --layers '2,32,add(32,relu),3'",
  options: {},
  inputs: 'many',
  between: 'passage',
  infer(_, xs) {
    const [x] = xs;
    const other = xs.find(({ length }, i) => length !== x.length || xs[i].some((n, axis) => n !== x[axis]));
    if (other)
      throw usageError(`adds branches of one shape, found ${xs.map(sampleText).join(' and ')}`, {
        hint: `a branch that makes ${sampleText(x)} fits: padding=same keeps height and width, conv:${x.at(-1)}:1 changes the channels`,
      });
    return { output: x, passesGradient: true, sizes: { m: x[0], n: sizeOf(x) / x[0] } };
  },
  forward(plan, { xs, y, m, n }) {
    const [first, second, ...others] = xs;
    plan.emit(sum, { a: first, b: second ?? first, out: y, m, n });
    for (const other of others) plan.emit(sum, { a: y, b: other, out: y, m, n });
  },
});
