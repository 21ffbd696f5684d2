import { byRow, defineKernel, int, read, write } from './define.ts';

/**
 * Adds to every time step a pattern that says where it stands: sines and cosines of wavelengths from 2π to
 * 10000·2π (Vaswani et al. 2017, section 3.5).
 */
export const addPositions = defineKernel({
  name: 'addPositions',
  formula: 'out[i,t,2j] = x + sin(t / 10000^(2j/n));  out[i,t,2j+1] = x + cos(t / 10000^(2j/n))',
  args: { x: read(['m', 'time', 'n']), out: write(['m', 'time', 'n']), m: int, time: int, n: int },
  parallel: byRow,
  flops: ({ m, time, n }) => m * time * n,
  reference({ f, round }, { x, out, m, time, n }) {
    for (let t = 0; t < time; t++) {
      for (let j = 0; j < n; j++) {
        const angle = t / 10000 ** ((j - (j % 2)) / n);
        const mark = round(j % 2 === 0 ? Math.sin(angle) : Math.cos(angle));
        for (let i = 0; i < m; i++) {
          const at = (i * time + t) * n + j;
          f[out + at] = f[x + at] + mark;
        }
      }
    }
  },
});
