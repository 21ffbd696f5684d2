import { defineActivation } from './define.ts';

const FACTOR = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

/** GELU by the approximation with tanh (torch.nn.GELU(approximate='tanh')). */
export const geluTanh = defineActivation({
  name: 'gelu-tanh',
  aliases: ['gelu_tanh'],
  formula: '½x·(1 + tanh(√(2/π)·(x + 0.044715x³)))',
  derivative: '½(1 + t) + ½x·(1 − t²)·√(2/π)·(1 + 0.134145x²),  t = tanh(…)',
  uses: 'input',
  init: 'he',
  f: (x, r) => r(0.5 * x * (1 + Math.tanh(FACTOR * (x + CUBIC * x * x * x)))),
  df: (dy, x, r) => {
    const t = Math.tanh(FACTOR * (x + CUBIC * x * x * x));
    const slope = 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * FACTOR * (1 + 3 * CUBIC * x * x);
    return r(dy * r(slope));
  },
});
