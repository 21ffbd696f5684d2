import { matrix } from './define.ts';
import type { Generator } from './define.ts';

const COLUMNS = 10;

/** sklearn.datasets.make_friedman1, from the same stream. */
export const friedman: Generator = {
  name: 'friedman',
  summary: 'a sum of sine, square and lines in five of ten columns, for regression',
  about:
    'Ten columns drawn uniformly from 0…1; y = 10·sin(π·x1·x2) + 20·(x3 − ½)² + 10·x4 + 5·x5, and x6 … x10 say nothing. --noise is the deviation of a Gaussian added to y. Equal to sklearn.datasets.make_friedman1 with the same seed.',
  source: 'Friedman 1991; sklearn.datasets.make_friedman1',
  parameters: [{ name: 'samples', summary: 'number of rows', fallback: 500, min: 1 }],
  noise: 1,
  generate(random, { sizes: [n = 500], noise, dtype }) {
    const x = Float64Array.from({ length: n * COLUMNS }, () => random.randomSample());
    const values = matrix(n, 1, dtype);
    for (let i = 0; i < n; i++) {
      const [a, b, c, d, e] = x.subarray(i * COLUMNS, (i + 1) * COLUMNS);
      const y = 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e;
      values[i] = y + noise * random.standardNormal();
    }
    const features = Array.from({ length: COLUMNS }, (_, c) => `x${c + 1}`);
    return { features, x: dtype === 'float32' ? Float32Array.from(x) : x, rows: n, values };
  },
};
