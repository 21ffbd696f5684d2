import { matrix } from './define.ts';
import type { Generator } from './define.ts';

/** nnfs.datasets.sine_data, to the bit; --noise adds a Gaussian to y. */
export const sine: Generator = {
  name: 'sine',
  summary: 'one turn of a sine, for regression',
  about:
    'x runs from 0 to just below 1, y = sin(2πx). Equal to nnfs.datasets.sine_data; nnfs keeps it in float64, and so do the printed digits here with --dtype float64.',
  source: 'nnfs.datasets.sine_data',
  parameters: [{ name: 'samples', summary: 'number of rows', fallback: 1000, min: 1 }],
  noise: 0,
  generate(random, { sizes: [n = 1000], noise, dtype }) {
    const x = matrix(n, 1, dtype);
    const values = matrix(n, 1, dtype);
    for (let i = 0; i < n; i++) {
      x[i] = i / n;
      const y = Math.sin(2 * Math.PI * (i / n));
      values[i] = noise > 0 ? y + noise * random.standardNormal() : y;
    }
    return { features: ['x'], x, rows: n, values };
  },
};
