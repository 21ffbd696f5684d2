import { defineActivation } from './define.ts';

const FACTOR = Math.sqrt(2 / Math.PI);
const CUBIC = 0.044715;

const inner = (x: number) => FACTOR * (x + CUBIC * x * x * x);
/** ½(1 + tanh u) without the cancellation far below 0. */
const gate = (u: number) => 1 / (1 + Math.exp(-2 * u));

/** GELU by the approximation with tanh (torch.nn.GELU(approximate='tanh')). */
export const geluTanh = defineActivation({
  name: 'gelu-tanh',
  aliases: ['gelu_tanh'],
  summary: 'GELU approximated with tanh, as in GPT-2',
  formula: '½x·(1 + tanh(√(2/π)·(x + 0.044715x³)))',
  derivative: '½(1 + t) + ½x·(1 − t²)·√(2/π)·(1 + 0.134145x²),  t = tanh(…)',
  source: "Hendrycks and Gimpel 2016; torch.nn.GELU(approximate='tanh')",
  uses: 'input',
  init: 'he',
  f: (x, r) => r(x * gate(inner(x))),
  df: (dy, x, r) => {
    const u = inner(x);
    const slope = gate(u) + 2 * x * gate(u) * gate(-u) * FACTOR * (1 + 3 * CUBIC * x * x);
    return r(dy * r(slope));
  },
});
