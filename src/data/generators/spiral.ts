import { blockLabels, classes, linspace, matrix, samples } from './define.ts';
import type { Generator } from './define.ts';

/**
 * nnfs.datasets.spiral_data, to the bit. In float32, as after nnfs.init(), the Gaussians are rounded and
 * scaled in float32 before they meet the float64 angles.
 */
export const spiral: Generator = {
  name: 'spiral',
  summary: 'arms of a spiral, one per class',
  about:
    'The data set of NNFS (from Karpathy, CS231n): each class is one arm, so that no straight line parts them. Equal to nnfs.datasets.spiral_data after nnfs.init() for the same seed, and with --dtype float64 to the one without it.',
  source: 'nnfs.datasets.spiral_data',
  parameters: [samples, classes],
  generate(random, { sizes: [n = 1, count = 1], dtype }) {
    const x = matrix(n * count, 2, dtype);
    const radius = linspace(0, 1, n);
    const single = dtype === 'float32';
    const scale = Math.fround(0.2);
    for (let c = 0; c < count; c++) {
      const angle = linspace(c * 4, (c + 1) * 4, n);
      for (let i = 0; i < n; i++) {
        const gauss = random.standardNormal();
        const noise = single ? Math.fround(Math.fround(gauss) * scale) : gauss * 0.2;
        const t = angle(i) + noise;
        const row = 2 * (c * n + i);
        x[row] = radius(i) * Math.sin(t * 2.5);
        x[row + 1] = radius(i) * Math.cos(t * 2.5);
      }
    }
    return { features: ['x1', 'x2'], x, rows: n * count, labels: blockLabels(n, count) };
  },
};
