import { columnDense, columnDenseGrad, columnDenseGradInput } from '../../kernels/columnDense.ts';
import { add, fill } from '../../kernels/elementwise.ts';
import { piecewise, piecewiseGradInput } from '../../kernels/piecewise.ts';
import type { EmbedKind, KindOptions } from './kind.ts';

const widthOf = ({ size }: KindOptions) => (size === 0 ? 16 : size);

/** Where the bins of numbers lie that no training rows told of: evenly within three deviations. */
const RANGE = 3;
const evenly = (bins: number) => Array.from({ length: bins + 1 }, (_, t) => -RANGE + (2 * RANGE * t) / bins);

/**
 * A line, and a piecewise linear function of each number, whose bins have about as many training rows each
 * (train/fitEdges.ts). It begins as the line alone.
 */
export const ple: EmbedKind = {
  name: 'ple',
  summary: 'a line and a piecewise linear function, with bins by quantiles of the training rows',
  formula: 'x·w + b + PLE(x)·V',
  source: 'Gorishniy et al. 2022, 2025 (TabM)',
  passes: false,
  width: widthOf,
  params(c, o) {
    const g = widthOf(o);
    const uniform = 1 / Math.sqrt(g);
    return {
      w: { shape: [c, 1, g], init: { uniform }, disk: 'weight' },
      b: { shape: [c, g], init: { uniform }, disk: 'bias' },
      v: { shape: [c, o.bins, g], init: 'zeros', disk: 'pieces' },
      edges: { shape: [o.bins + 1, c], init: evenly(o.bins), disk: 'edges', trainable: false },
    };
  },
  saved: (m, c, { bins }) => ({ pieces: { shape: [m, c, bins] } }),
  forward(plan, { x, z, w, b, v, edges, pieces }, { m, c, o }) {
    const [{ bins }, g] = [o, widthOf(o)];
    const [nothing, line, bent] = [
      plan.tensor('no bias', [c, g]),
      plan.tensor('the line', [m, c, g]),
      plan.tensor('the pieces', [m, c, g]),
    ];
    plan.emit(piecewise, { x, edges, out: pieces, m, c, bins, e: bins + 1 });
    plan.emit(columnDense, { x, w, b, out: line, m, c, f: 1, g });
    plan.emit(fill, { out: nothing, m: c, n: g, value: 0 });
    plan.emit(columnDense, { x: pieces, w: v, b: nothing, out: bent, m, c, f: bins, g });
    plan.emit(add, { a: line, b: bent, out: z, m, n: c * g });
  },
  backward(plan, { x, dx, dz, w, v, edges, pieces, ...t }, { m, c, o }) {
    const [{ bins }, g] = [o, widthOf(o)];
    plan.emit(columnDenseGrad, { x, dy: dz, dw: t.dw, db: t.db, m, c, f: 1, g });
    const unused = plan.tensor('d of no bias', [c, g]);
    plan.emit(columnDenseGrad, { x: pieces, dy: dz, dw: t.dv, db: unused, m, c, f: bins, g });
    const [line, dy, bent] = [
      plan.tensor('d by the line', [m, c]),
      plan.tensor('d of the pieces', [m, c, bins]),
      plan.tensor('d by the pieces', [m, c]),
    ];
    plan.emit(columnDenseGradInput, { w, dy: dz, dx: line, m, c, f: 1, g });
    plan.emit(columnDenseGradInput, { w: v, dy: dz, dx: dy, m, c, f: bins, g });
    plan.emit(piecewiseGradInput, { x, edges, dy, dx: bent, m, c, bins, e: bins + 1 });
    plan.emit(add, { a: line, b: bent, out: dx, m, n: c });
  },
};
