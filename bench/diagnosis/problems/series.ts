import { gaussians, numbers, squares, tableOf, times, varianceOf } from './define.ts';
import type { Problem } from './define.ts';

/** A season of 12 steps with noise. */
export const season = (noise: number): Problem => ({
  name: 'series',
  series: true,
  make(rows, random) {
    const start = random.randint(0, 12);
    const clean = times(
      rows,
      (i) => Math.sin(((i + start) * Math.PI) / 6) + 0.5 * Math.cos(((i + start) * Math.PI) / 3),
    );
    const errors = gaussians(rows, random).map((value) => noise * value);
    const y = clean.map((value, i) => 50 + 10 * (value + errors[i]));
    return { table: tableOf([numbers('sales', y)], rows), floor: (100 * squares(errors)) / varianceOf(y) };
  },
});
