import { columnProducts, scaleColumns } from '../kernels/columns.ts';
import { matmul, matmulTA, matmulTB, sumRows } from '../kernels/matmul.ts';
import { scaleShiftColumns } from '../kernels/members.ts';
import { count, flag, means } from '../util/fields.ts';
import { defineLayer } from './define.ts';
import { membersShape } from './members.ts';

/**
 * A dense layer that the members of an ensemble share but for cheap vectors of their own: member v has
 * y = ((x ⊙ r)·W) ⊙ s + b.  x [m×members×k], W [k×units], r [members×k], s and b [members×units]. All r and
 * s are 1 at first and the biases of all members equal, as in TabM; the members differ by `views` before it.
 * The product of all members is one of m·members rows.
 */
export const batchEnsemble = defineLayer({
  name: 'batch-ensemble',
  aliases: ['batchensemble'],
  summary: 'a dense layer shared by all members of an ensemble, each with factors of its own',
  formula: 'y[v] = ((x[v] ⊙ r[v])·W) ⊙ s[v] + b[v]',
  shapes: '(members, k) → (members, units)',
  parameters: 'k·units + members·(k + 2·units)',
  source: 'Wen et al. 2020 (BatchEnsemble); Gorishniy et al. 2025 (TabM)',
  example: 'nn train nn:iris.csv --layers 4,views:8,batch-ensemble:64,relu,members:3,mean-members',
  options: {
    units: means('how many outputs', count()),
    r: means('each member has a factor for each input', flag(true)),
    bias: means('each member adds a learned number to each output', flag(true)),
  },
  positional: ['units'],
  activates: true,
  infer({ units, r, bias }, [x]) {
    const [m, members, k] = membersShape('batch-ensemble', x);
    const limit = 1 / Math.sqrt(k);
    return {
      output: [m, members, units],
      params: {
        W: {
          ...{ shape: [k, units], init: 'weight', usual: { uniform: limit }, fanIn: k, fanOut: units },
          ...{ disk: 'weight', transposed: true },
        },
        r: r ? { shape: [members, k], init: 'ones', disk: 'r' } : null,
        s: { shape: [members, units], init: 'ones', disk: 's' },
        b: bias ? { shape: [members, units], init: { uniform: limit }, copies: members, disk: 'bias' } : null,
      },
      sizes: { m, members, k, n: units, wide: members * units },
      saved: {
        scaled: r ? { shape: [m, members, k] } : null,
        product: { shape: [m, members, units] },
      },
    };
  },
  forward(plan, { options, x, y, W, r, s, b, scaled, product, m, members, k, n, wide }) {
    if (options.r) plan.emit(scaleColumns, { x, s: r, out: scaled, m, n: members * k });
    const a = options.r ? scaled : x;
    plan.emit(matmul, { a, b: W, out: product, m: m * members, k, n });
    if (options.bias) plan.emit(scaleShiftColumns, { x: product, s, b, out: y, m, n: wide });
    else plan.emit(scaleColumns, { x: product, s, out: y, m, n: wide });
  },
  backward(plan, { options, x, dy, dx, W, r, s, dW, dr, ds, db, ...c }) {
    const { scaled, product, m, members, k, n, wide } = c;
    const rows = m * members;
    const dproduct = plan.tensor('dproduct', product.shape);
    if (options.bias) plan.emit(sumRows, { x: dy, out: db, m, n: wide });
    plan.emit(columnProducts, { x: product, dy, out: ds, m, n: wide });
    plan.emit(scaleColumns, { x: dy, s, out: dproduct, m, n: wide });
    plan.emit(matmulTA, { a: options.r ? scaled : x, b: dproduct, out: dW, m: rows, k, n });
    if (!options.r) {
      plan.emit(matmulTB, { a: dproduct, b: W, out: dx, m: rows, k, n });
      return;
    }
    const dscaled = plan.tensor('dscaled', scaled.shape);
    plan.emit(matmulTB, { a: dproduct, b: W, out: dscaled, m: rows, k, n });
    plan.emit(columnProducts, { x, dy: dscaled, out: dr, m, n: members * k });
    plan.emit(scaleColumns, { x: dscaled, s: r, out: dx, m, n: members * k });
  },
});
