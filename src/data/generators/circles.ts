import { blockLabels, matrix, samples } from './define.ts';
import type { Generator } from './define.ts';

/** The two circles of sklearn.datasets.make_circles (factor 0.5), in class blocks. */
export const circles: Generator = {
  name: 'circles',
  summary: 'a circle inside another',
  about:
    'Class 0 lies on a circle of radius 1, class 1 on one of radius ½, as sklearn.datasets.make_circles(factor=0.5); --noise is the deviation of a Gaussian added to both coordinates.',
  source: 'sklearn.datasets.make_circles',
  parameters: [samples],
  noise: 0.1,
  generate(random, { sizes: [n = 1], noise, dtype }) {
    const x = matrix(2 * n, 2, dtype);
    for (let i = 0; i < 2 * n; i++) {
      const angle = (2 * Math.PI * (i % n)) / n;
      const radius = i < n ? 1 : 0.5;
      x[2 * i] = radius * Math.cos(angle) + noise * random.standardNormal();
      x[2 * i + 1] = radius * Math.sin(angle) + noise * random.standardNormal();
    }
    return { features: ['x1', 'x2'], x, rows: 2 * n, labels: blockLabels(n, 2) };
  },
};
