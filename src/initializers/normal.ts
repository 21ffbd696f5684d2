import { number } from '../util/fields.ts';
import type { Initializer } from './define.ts';

/**
 * `scale * np.random.randn(...)`. After nnfs.init() randn is rounded to float32 and multiplied in float32;
 * that is what float32 weights do here.
 */
export const normal: Initializer = {
  name: 'normal',
  summary: 'normally distributed numbers of a given deviation',
  parameter: { name: 'scale', ...number({ meaning: 'standard deviation', min: 0, fallback: 0.1 }) },
  formula: 'scale · N(0, 1)',
  source: 'NNFS (0.01 in the book, 0.1 in the videos)',
  fill(out, random, _, scale) {
    if (out instanceof Float32Array) {
      const s = Math.fround(scale);
      for (let i = 0; i < out.length; i++) out[i] = s * Math.fround(random.standardNormal());
    } else {
      for (let i = 0; i < out.length; i++) out[i] = scale * random.standardNormal();
    }
  },
};

/** The book's 0.01 · randn. */
export const nnfs: Initializer = {
  name: 'nnfs',
  summary: "the book's weights: small and normally distributed",
  formula: '0.01 · N(0, 1)',
  source: 'NNFS ch. 3',
  fill: (out, random, fans) => normal.fill(out, random, fans, 0.01),
};
