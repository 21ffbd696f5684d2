import { defineKernel, float, int, update } from './define.ts';

/**
 * Shrinks the weights of every unit to a norm of at most `limit` (Srivastava et al. 2014, §5.1; Keras'
 * MaxNorm): a column holds the weights that lead to one unit.
 */
export const maxNorm = defineKernel({
  name: 'maxNorm',
  formula: 'w[:,j] *= min(1, limit / (‖w[:,j]‖ + 1e-7))',
  args: { w: update(['m', 'n']), m: int, n: int, limit: float },
  flops: ({ m, n }) => 3 * m * n,
  reference({ f, round }, { w, m, n, limit }) {
    for (let j = 0; j < n; j++) {
      let squares = 0;
      for (let i = 0; i < m; i++) {
        const value = f[w + i * n + j];
        squares = round(squares + round(value * value));
      }
      const norm = round(Math.sqrt(squares));
      if (norm <= limit) continue;
      const scale = round(limit / round(norm + 1e-7));
      for (let i = 0; i < m; i++) f[w + i * n + j] = round(f[w + i * n + j] * scale);
    }
  },
});
