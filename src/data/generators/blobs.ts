import { blockLabels, classes, matrix, samples } from './define.ts';
import type { Generator } from './define.ts';

/** Gaussian clouds around random centres, after sklearn.datasets.make_blobs. */
export const blobs: Generator = {
  name: 'blobs',
  summary: 'round clouds around random centres',
  about:
    'Centres are drawn uniformly from the square −10…10, then each class is a Gaussian around its own, with the deviation --noise, as sklearn.datasets.make_blobs does.',
  source: 'sklearn.datasets.make_blobs',
  parameters: [samples, classes],
  noise: 1,
  generate(random, { sizes: [n = 1, count = 1], noise, dtype }) {
    const centres = Array.from({ length: 2 * count }, () => random.uniform(-10, 10));
    const x = matrix(n * count, 2, dtype);
    for (let i = 0; i < x.length; i++) {
      const c = Math.floor(i / (2 * n));
      x[i] = centres[2 * c + (i % 2)] + noise * random.standardNormal();
    }
    return { features: ['x1', 'x2'], x, rows: n * count, labels: blockLabels(n, count) };
  },
};
