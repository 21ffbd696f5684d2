import { meanMembers as mean, repeatRows } from '../kernels/members.ts';
import { defineLayer, learns } from './define.ts';
import { membersShape } from './members.ts';

/**
 * The mean of the members of an ensemble: of probabilities or of numbers.  x [m×members×n], y [m×n]. While
 * it learns, the members stay apart: the loss is the mean of each member's own loss, never that of the
 * average.
 */
export const meanMembers = defineLayer({
  name: 'mean-members',
  summary: 'the mean of the members; each of them is trained on its own loss',
  formula:
    'y = meanᵥ x[v] in inference;  in training each member has a loss of its own, and their mean counts',
  shapes: '(members, n) → (n)',
  source: 'Gorishniy et al. 2025 (TabM)',
  example: 'nn train nn:iris.csv --layers 4,views:8,64,relu,members:3,mean-members',
  options: {},
  between: 'passage',
  afterOutput: true,
  keepsProbabilities: true,
  infer(_, [x], mode) {
    const [m, k, n] = membersShape('mean-members', x);
    if (learns(mode)) return { output: x, alias: true, answers: k, sizes: { m, k, n } };
    return { output: [m, n], sizes: { m, k, n } };
  },
  forward(plan, { x, y, m, k, n }) {
    plan.emit(mean, { x, out: y, m, members: k, n });
  },
  backward(plan, { dy, dx, m, k, n }) {
    plan.emit(repeatRows, { x: dy, out: dx, m, members: k, n, factor: 1 / k });
  },
});
