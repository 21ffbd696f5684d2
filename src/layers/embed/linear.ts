import { columnDense, columnDenseGrad, columnDenseGradInput } from '../../kernels/columnDense.ts';
import type { EmbedKind, KindOptions } from './kind.ts';

const widthOf = ({ size }: KindOptions) => (size === 0 ? 8 : size);

/** A line for each of some numbers. */
export const linear: EmbedKind = {
  name: 'linear',
  summary: 'a learned factor and a learned shift for each of the numbers that it becomes',
  formula: 'x·w + b',
  source: 'Gorishniy et al. 2022',
  passes: false,
  width: widthOf,
  params(c, o) {
    const g = widthOf(o);
    const uniform = 1 / Math.sqrt(g);
    return {
      w: { shape: [c, 1, g], init: { uniform }, disk: 'weight' },
      b: { shape: [c, g], init: { uniform }, disk: 'bias' },
    };
  },
  saved: () => ({}),
  forward(plan, { x, z, w, b }, { m, c, o }) {
    plan.emit(columnDense, { x, w, b, out: z, m, c, f: 1, g: widthOf(o) });
  },
  backward(plan, { x, dx, dz, w, dw, db }, { m, c, o }) {
    const sizes = { m, c, f: 1, g: widthOf(o) };
    plan.emit(columnDenseGrad, { x, dy: dz, dw, db, ...sizes });
    plan.emit(columnDenseGradInput, { w, dy: dz, dx, ...sizes });
  },
};
