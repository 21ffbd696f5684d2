import { blockLabels, classes, matrix, samples } from './define.ts';
import type { Generator } from './define.ts';

/** nnfs.datasets.vertical_data, to the bit. */
export const vertical: Generator = {
  name: 'vertical',
  summary: 'clouds side by side, one per class',
  about:
    'The easy data set of NNFS ch. 6: classes lie side by side and a straight line parts them. Equal to nnfs.datasets.vertical_data for the same seed.',
  source: 'nnfs.datasets.vertical_data',
  parameters: [samples, classes],
  generate(random, { sizes: [n = 1, count = 1], dtype }) {
    const x = matrix(n * count, 2, dtype);
    const single = dtype === 'float32';
    const tenth = Math.fround(0.1);
    for (let c = 0; c < count; c++) {
      for (const [column, centre] of [c / 3, 0.5].entries()) {
        for (let i = 0; i < n; i++) {
          const gauss = random.standardNormal();
          x[2 * (c * n + i) + column] = single
            ? Math.fround(Math.fround(gauss) * tenth) + Math.fround(centre)
            : gauss * 0.1 + centre;
        }
      }
    }
    return { features: ['x1', 'x2'], x, rows: n * count, labels: blockLabels(n, count) };
  },
};
