import { byElement, defineKernel, int, read, update } from './define.ts';

/** A moving average takes in the present values; how much of them stands in memory, as it may change. */
export const movingAverage = defineKernel({
  name: 'movingAverage',
  formula: 'a += k·(w − a)',
  args: { a: update(['n']), w: read(['n']), k: read([]), n: int },
  parallel: byElement,
  flops: ({ n }) => 3 * n,
  reference({ f, round }, { a, w, k, n }) {
    const share = f[k];
    for (let i = 0; i < n; i++) f[a + i] += round(share * round(f[w + i] - f[a + i]));
  },
});
