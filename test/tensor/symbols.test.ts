import fc from 'fast-check';
import { expect, it } from 'vitest';
import { dot, dotRule } from '../../src/tensor/dot.ts';
import { parseArray } from '../../src/tensor/literal/index.ts';
import { parseSymbols } from '../../src/tensor/literal/symbols.ts';
import { symbolicDot } from '../../src/tensor/symbols.ts';
import type { SymbolArray } from '../../src/tensor/symbols.ts';

/** An array of letters, or of numbers beside them. */
function symbols(text: string): SymbolArray {
  const found = parseSymbols(text, 'text');
  if (found) return found;
  const { shape, dtype, data } = parseArray(text, 'text');
  const texts = Array.from(data, String);
  return { places: { shape, dtype, data: Float64Array.from(texts, (_, i) => i) }, texts };
}

function product(first: string, second: string): string[] {
  const [a, b] = [symbols(first), symbols(second)];
  const rule = dotRule(a.places.shape, b.places.shape);
  if ('message' in rule) throw new Error(rule.message);
  return symbolicDot(a, b, rule);
}

it.each([
  ['[a, b]', '[x, y]', ['ax + by']],
  ['[[a, b], [c, d]]', '[x, y]', ['ax + by', 'cx + dy']],
  ['[[a, b], [c, d]]', '[[w, x], [y, z]]', ['aw + by', 'ax + bz', 'cw + dy', 'cx + dz']],
  ['[w1, w2]', '[x1, -3]', ['w1·x1 - 3·w2']],
  ['[a, 2, 3]', '[0, 5, x]', ['3x + 10']],
  ['[a, b]', '[0, -1]', ['-b']],
  ["[x', θ]", '[1, 2]', ["x' + 2θ"]],
])('writes %s · %s out', (first, second, wanted) => expect(product(first, second)).toEqual(wanted));

it('gives the numbers of numpy.dot where the letters are numbers', () => {
  const letters = 'abcdefghijklmnop';
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 3 }),
      fc.integer({ min: 1, max: 2 }),
      fc.integer({ min: 1, max: 3 }),
      fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 15, maxLength: 15 }),
      (rows, inner, columns, values) => {
        const matrix = (from: number, height: number, width: number) =>
          Array.from({ length: height }, (_, r) =>
            Array.from({ length: width }, (__, c) => from + r * width + c),
          );
        const a = matrix(0, rows, inner);
        const b = matrix(rows * inner, inner, columns);
        const named = (places: number[][]) =>
          `[${places.map((row) => `[${row.map((i) => letters[i]).join(', ')}]`).join(', ')}]`;
        const valued = (places: number[][]) =>
          parseArray(JSON.stringify(places.map((row) => row.map((i) => values[i]))), 'x');
        const [x, y] = [valued(a), valued(b)];
        const rule = dotRule(x.shape, y.shape);
        if ('message' in rule) throw new Error(rule.message);
        const found = product(named(a), named(b)).map((sum) =>
          sum
            .split(' + ')
            .map((term) => values[letters.indexOf(term[0])] * values[letters.indexOf(term[1])])
            .reduce((total, term) => total + term, 0),
        );
        expect(found).toEqual(Array.from(dot(x, y, rule).data, Number));
      },
    ),
  );
});

it('leaves arrays of numbers and expressions alone', () => {
  for (const text of [
    '[1, 2]',
    'np.eye(2)',
    '[np.pi, 2]',
    '[True, nan]',
    'x',
    '[a * b]',
    '[a - b]',
    '[a -b]',
    '[1, "a"]',
  ])
    expect(parseSymbols(text, 'x')).toBeUndefined();
});
