import { usageError } from '../errors.ts';
import { copy } from '../kernels/elementwise.ts';
import { view } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { defineLayer } from './define.ts';
import { sampleText } from './windows.ts';

/** Columns of a matrix [m × …] from `first` on; the caller says how far its rows are apart. */
const columns = (of: Handle, first: number, m: number, n: number) => view(of, first, [m, n]);

/** Branches side by side along their last axis: the channels of images, the features of sequences. */
export const concat = defineLayer({
  name: 'concat',
  aliases: ['concatenate'],
  summary: 'the channels of branches side by side: concat(conv:16:1|conv:16:3:same)',
  formula: 'y = [x₁, x₂, …]',
  shapes: '(…, a), (…, b) → (…, a + b)',
  source: 'Szegedy et al. 2014; torch.cat',
  example: "nn train spiral --layers '2,concat(16,tanh|16,relu),3'",
  options: {},
  inputs: 'many',
  between: 'passage',
  infer(_, xs) {
    const [x] = xs;
    const outer = x.slice(0, -1);
    const other = xs.find(
      ({ length }, i) => length !== x.length || outer.some((n, axis) => n !== xs[i][axis]),
    );
    if (other)
      throw usageError(
        `joins branches that differ in their last axis alone, found ${xs.map(sampleText).join(' and ')}`,
        { hint: 'padding=same keeps height and width' },
      );
    const n = xs.reduce((sum, shape) => sum + (shape.at(-1) ?? 1), 0);
    return { output: [...outer, n], sizes: { m: sizeOf(outer), n } };
  },
  forward(plan, { xs, y, m, n: ldo }) {
    let at = 0;
    for (const x of xs) {
      const n = x.shape.at(-1) ?? 1;
      plan.emit(copy, { x, out: columns(y, at, m, n), m, n, ldo });
      at += n;
    }
  },
  backward(plan, { dxs, dy, m, n: ldx }) {
    let at = 0;
    for (const dx of dxs) {
      const n = dx.shape.at(-1) ?? 1;
      plan.emit(copy, { x: columns(dy, at, m, n), out: dx, m, n, ldx });
      at += n;
    }
  },
});
