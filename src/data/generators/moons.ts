import { blockLabels, linspace, matrix, samples } from './define.ts';
import type { Generator } from './define.ts';

/** The two half circles of sklearn.datasets.make_moons, in class blocks. */
export const moons: Generator = {
  name: 'moons',
  summary: 'two half circles that interlock',
  about:
    'The points of sklearn.datasets.make_moons in class blocks; --noise is the deviation of a Gaussian added to both coordinates.',
  source: 'sklearn.datasets.make_moons',
  parameters: [samples],
  noise: 0.1,
  generate(random, { sizes: [n = 1], noise, dtype }) {
    const x = matrix(2 * n, 2, dtype);
    const angle = linspace(0, Math.PI, n);
    for (let i = 0; i < n; i++) {
      x[2 * i] = Math.cos(angle(i)) + noise * random.standardNormal();
      x[2 * i + 1] = Math.sin(angle(i)) + noise * random.standardNormal();
    }
    for (let i = 0; i < n; i++) {
      x[2 * (n + i)] = 1 - Math.cos(angle(i)) + noise * random.standardNormal();
      x[2 * (n + i) + 1] = 0.5 - Math.sin(angle(i)) + noise * random.standardNormal();
    }
    return { features: ['x1', 'x2'], x, rows: 2 * n, labels: blockLabels(n, 2) };
  },
};
