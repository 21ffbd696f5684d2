import { usageError } from '../errors.ts';
import { copy, fill } from '../kernels/elementwise.ts';
import { view } from '../plan/builder.ts';
import type { Handle } from '../plan/plan.ts';
import { sizeOf } from '../tensor/tensor.ts';
import { count, means } from '../util/fields.ts';
import { counted } from '../util/plural.ts';
import { defineLayer } from './define.ts';

/** Some neighbouring columns of the last axis: the inputs that one member of an ensemble looks at. */
export const slice = defineLayer({
  name: 'slice',
  summary: 'some neighbours of the last axis: slice:4:2 are inputs 5 and 6',
  formula: 'y[j] = x[first + j],  j < count',
  shapes: '(…, n) → (…, count)',
  source: 'numpy: x[..., first:first + count]',
  example: "nn summary --layers '6,concat(slice:0:4,8,relu|slice:4:2),3'",
  options: {
    first: means('how many are left out before', count(undefined, 0)),
    count: means('how many are taken', count()),
  },
  positional: ['first', 'count'],
  between: 'passage',
  infer({ first, count: taken }, [x]) {
    const ld = x.at(-1) ?? 1;
    if (first + taken > ld)
      throw usageError(`takes ${taken} from ${first} on, and there are ${counted(ld, 'number')}`);
    const outer = x.slice(0, -1);
    return { output: [...outer, taken], sizes: { m: sizeOf(outer), n: taken, ld } };
  },
  forward(plan, { options, x, y, m, n, ld }) {
    plan.emit(copy, { x: columns(x, options.first, m, n), out: y, m, n, ldx: ld });
  },
  backward(plan, { options, dy, dx, m, n, ld }) {
    plan.emit(fill, { out: dx, m, n: ld, value: 0 });
    plan.emit(copy, { x: dy, out: columns(dx, options.first, m, n), m, n, ldo: ld });
  },
});

/** Columns of a matrix [m × …] from `first` on; the caller says how far its rows are apart. */
const columns = (of: Handle, first: number, m: number, n: number) => view(of, first, [m, n]);
