import { evaluator } from '../../../src/data/features/evaluate.ts';
import { parseExpressions } from '../../../src/data/features/expression.ts';
import type { Target } from '../define.ts';
import { textBytes } from '../source.ts';

const values = new Map([
  ['x1', Float64Array.of(0, 1, -2.5, Number.NaN)],
  ['x2', Float64Array.of(1e308, -1e308, 5e-324, 0)],
]);

export const expressions: Target = {
  name: 'expressions',
  words: ['x1', 'x2', '^', '*', 'sin(', 'log(', 'min(', ')', '"x1"', 'pi', '1e5', '-'],
  seeds: async () =>
    ['x1^2, x1*x2, sin(x1)', 'log(x1+1)/2', 'min(x1, x2), -x1', '(x1-x2)^2', '"x1"*pi', 'exp(-x1^2)'].map(
      textBytes,
    ),
  async run(input) {
    for (const expression of parseExpressions(new TextDecoder().decode(input))) {
      if (!expression.columns.every((name) => values.has(name))) continue;
      const rows = Int32Array.of(0, 1, 2, 3);
      evaluator(expression, values, 4)(rows, 0, 4);
    }
  },
};
