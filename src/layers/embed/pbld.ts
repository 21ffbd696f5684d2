import { columnDense, columnDenseGrad, columnDenseGradInput } from '../../kernels/columnDense.ts';
import { periodic, periodicGrad, periodicGradInput } from '../../kernels/periodic.ts';
import type { EmbedKind, KindOptions } from './kind.ts';

/** The number itself counts as one of them. */
const widthOf = ({ size }: KindOptions) => (size === 0 ? 4 : size) - 1;

/** Cosines with learned frequencies and phases, then a dense layer without activation, and the number itself. */
export const pbld: EmbedKind = {
  name: 'pbld',
  summary: 'cosines of learned frequencies, a dense layer of its own for each number, and the number itself',
  formula: '(cos(2π·x·w + b)·W + c, x)',
  source: 'Holzmueller et al. 2024 (RealMLP)',
  passes: true,
  width: widthOf,
  params(c, o) {
    const { frequencies: f, sigma } = o;
    const [g, limit] = [widthOf(o), 1 / Math.sqrt(f)];
    return {
      w: { shape: [c, f], init: { normal: sigma }, disk: 'frequency' },
      b: { shape: [c, f], init: { uniform: Math.PI }, disk: 'phase' },
      W: { shape: [c, f, g], init: { uniform: limit }, disk: 'weight' },
      c: { shape: [c, g], init: { uniform: limit }, disk: 'bias' },
    };
  },
  saved: (m, c, { frequencies: f }) => ({ waves: { shape: [m, c, f] } }),
  forward(plan, { x, z, w, b, W, c: bias, waves }, { m, c, o }) {
    const [f, g] = [o.frequencies, widthOf(o)];
    plan.emit(periodic, { x, w, b, out: waves, m, c, f });
    plan.emit(columnDense, { x: waves, w: W, b: bias, out: z, m, c, f, g });
  },
  backward(plan, { x, dx, dz, w, b, W, waves, ...t }, { m, c, o }) {
    const [f, g] = [o.frequencies, widthOf(o)];
    plan.emit(columnDenseGrad, { x: waves, dy: dz, dw: t.dW, db: t.dc, m, c, f, g });
    const dy = plan.tensor('d of the waves', [m, c, f]);
    plan.emit(columnDenseGradInput, { w: W, dy: dz, dx: dy, m, c, f, g });
    plan.emit(periodicGrad, { x, w, b, dy, dw: t.dw, db: t.db, m, c, f });
    plan.emit(periodicGradInput, { x, w, b, dy, dx, m, c, f });
  },
};
