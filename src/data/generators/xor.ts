import { matrix, samples } from './define.ts';
import type { Generator } from './define.ts';

/** The problem no single layer solves: a point's class is 1 where its coordinates have different signs. */
export const xor: Generator = {
  name: 'xor',
  summary: 'four quadrants, opposite ones alike',
  about:
    'Points drawn uniformly from the square −1…1; class 1 where exactly one coordinate is positive. Class 0 fills the first block, class 1 the second; --noise moves the points after they got their class.',
  source: 'Minsky and Papert 1969',
  parameters: [samples],
  noise: 0,
  generate(random, { sizes: [n = 1], noise, dtype }) {
    const x = matrix(2 * n, 2, dtype);
    const labels = Int32Array.from({ length: 2 * n }, (_, i) => (i < n ? 0 : 1));
    for (let i = 0; i < 2 * n; i++) {
      const a = random.uniform(-1, 1);
      const b = Math.abs(random.uniform(-1, 1));
      const same = labels[i] === 0;
      x[2 * i] = a + (noise > 0 ? noise * random.standardNormal() : 0);
      x[2 * i + 1] = (a > 0 === same ? b : -b) + (noise > 0 ? noise * random.standardNormal() : 0);
    }
    return { features: ['x1', 'x2'], x, rows: 2 * n, labels };
  },
};
