import type { Initializer } from './define.ts';

/** A normal distribution whose variance depends on the fans. */
function scaledNormal(
  name: string,
  summary: string,
  formula: string,
  source: string,
  variance: (fanIn: number, fanOut: number) => number,
): Initializer {
  return {
    name,
    summary,
    formula,
    source,
    fill(out, random, { fanIn, fanOut }) {
      const scale = Math.sqrt(variance(fanIn, fanOut));
      for (let i = 0; i < out.length; i++) out[i] = scale * random.standardNormal();
    },
  };
}

/** For ReLU and its relatives. */
export const he = scaledNormal(
  'he',
  'for ReLU and its relatives: keeps the variance of the outputs from layer to layer',
  '√(2 / fan-in) · N(0, 1)',
  'He et al. 2015',
  (fanIn) => 2 / fanIn,
);

/** For self-normalising networks. */
export const lecun = scaledNormal(
  'lecun',
  'for SELU networks, which keep mean 0 and variance 1 by themselves',
  '√(1 / fan-in) · N(0, 1)',
  'LeCun et al. 1998',
  (fanIn) => 1 / fanIn,
);

/** For tanh, sigmoid and outputs; drawn uniformly, as Keras' default. */
export const glorot: Initializer = {
  name: 'glorot',
  summary: 'for tanh, sigmoid and outputs: keeps the variance forwards and backwards',
  formula: 'U(−a, a),  a = √(6 / (fan-in + fan-out))',
  source: 'Glorot and Bengio 2010',
  fill(out, random, { fanIn, fanOut }) {
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    for (let i = 0; i < out.length; i++) out[i] = random.uniform(-limit, limit);
  },
};
