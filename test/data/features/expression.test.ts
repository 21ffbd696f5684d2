import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NnError } from '../../../src/errors.ts';
import { evaluator, findCulprit } from '../../../src/data/features/evaluate.ts';
import { parseExpressions } from '../../../src/data/features/expression.ts';
import type { Node } from '../../../src/data/features/expression.ts';
import { functions } from '../../../src/data/features/operations.ts';
import { golden } from '../../support/fixtures.ts';

interface Golden {
  readonly columns: Readonly<Record<string, readonly number[]>>;
  readonly expressions: readonly { readonly text: string; readonly values: readonly number[] }[];
}

const valuesOf = (columns: Readonly<Record<string, readonly number[]>>) =>
  new Map(Object.entries(columns).map(([name, values]) => [name, Float64Array.from(values)]));

/** The structure as a fully parenthesised text. */
function structure(node: Node): string {
  if (node.kind !== 'operation') return node.kind === 'number' ? String(node.value) : node.name;
  const parts = node.of.map(structure);
  if (/^\w/.test(node.name)) return `${node.name}(${parts.join(', ')})`;
  return parts.length === 1 ? `(-${parts[0]})` : `(${parts.join(` ${node.name} `)})`;
}
const read = (text: string) => structure(parseExpressions(text)[0].root);

const messageOf = (text: string) => {
  try {
    parseExpressions(text);
  } catch (error) {
    if (error instanceof NnError) return error.message;
    throw error;
  }
  throw new Error('no error');
};

describe('the parser', () => {
  it('knows how strongly signs bind', () => {
    expect(read('a+b*c')).toBe('(a + (b * c))');
    expect(read('a-b-c')).toBe('((a - b) - c)');
    expect(read('a/b*c')).toBe('((a / b) * c)');
    expect(read('-a^2')).toBe('(-(a ^ 2))');
    expect(read('2^-a')).toBe('(2 ^ (-a))');
    expect(read('a^b^c')).toBe('(a ^ (b ^ c))');
    expect(read('a*-b')).toBe('(a * (-b))');
    expect(read('(a+b)**2')).toBe('((a + b) ^ 2)');
    expect(read('log(a)')).toBe('log(a)');
    expect(read('log * 2')).toBe('(log * 2)');
    expect(read('`petal width (cm)` - x.1')).toBe('(petal width (cm) - x.1)');
    expect(read('ξ2 + _a')).toBe('(ξ2 + _a)');
  });
  it('divides a list at its commas and keeps the texts', () => {
    const list = parseExpressions(' x1 ^2,max(x1, x2 , 3) , `a,b`*x1');
    expect(list.map(({ text }) => text)).toEqual(['x1 ^2', 'max(x1, x2 , 3)', '`a,b`*x1']);
    expect(list.map(({ columns }) => columns)).toEqual([['x1'], ['x1', 'x2'], ['a,b', 'x1']]);
  });
  it('marks the place of a mistake', () => {
    expect(messageOf('x1^2, x1*')).toBe(
      '--features: expected a column, a number or a parenthesis, found the end\n  x1^2, x1*\n           ^',
    );
    expect(messageOf('sin(x1')).toMatch(/this \( is not closed\n {2}sin\(x1\n {5}\^$/);
    expect(messageOf('x1)')).toMatch(/this \) has no \(\n {2}x1\)\n {4}\^$/);
    expect(messageOf('2x1')).toMatch(/found "x1"\n {2}2x1\n {3}\^$/);
    expect(messageOf('sine(x1)')).toMatch(/no function "sine"/);
    expect(messageOf('min(x1)')).toMatch(/min takes at least two values, found 1/);
    expect(messageOf('sin(x1, 2)')).toMatch(/sin takes one value, found 2/);
    expect(messageOf('x1, 2*pi')).toMatch(/"2\*pi" uses no column/);
    expect(messageOf('x1, x1')).toMatch(/"x1" is there twice/);
    expect(messageOf('constructor(x1)')).toMatch(/no function/);
    expect(messageOf(`${'x1+'.repeat(100)}$`)).toMatch(
      /^--features: found "\$".*\n {2}…(\+x1){13}\+\$\n {43}\^$/,
    );
    expect(messageOf('('.repeat(100_000))).toMatch(/more than 100 parts inside each other/);
    expect(messageOf('x^'.repeat(100_000))).toMatch(/more than 100 parts inside each other/);
    expect(messageOf(`x${'+x'.repeat(100_000)}`)).toMatch(/more than 1000 operations/);
  });
  it('reads back what is written with all its parentheses', () => {
    const leaf = fc.oneof(
      fc.constantFrom('x1', 'x2'),
      fc.double({ min: 0, max: 1e6, noNaN: true, noDefaultInfinity: true }).map((x) => String(Math.abs(x))),
    );
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { maxDepth: 5 },
        leaf,
        fc
          .tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/', '^'), tie('tree'))
          .map(([a, sign, b]) => `(${a} ${sign} ${b})`),
        tie('tree').map((a) => `(-${a})`),
        fc
          .tuple(fc.constantFrom(...Object.keys(functions)), tie('tree'), tie('tree'))
          .map(([name, a, b]) => (functions[name].arity === 1 ? `${name}(${a})` : `${name}(${a}, ${b})`)),
      ),
    }));
    fc.assert(fc.property(tree, (text) => read(`x1 * ${text}`) === `(x1 * ${text})`));
  });
  it('refuses any other text with a message, never otherwise', () => {
    const piece = fc.constantFrom(
      'x1',
      '2',
      '+',
      '-',
      '*',
      '/',
      '^',
      '(',
      ')',
      ',',
      '`',
      'sin',
      'max',
      ' ',
      '.',
      '$',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        const text = pieces.join('');
        try {
          expect(parseExpressions(text).length).toBeGreaterThan(0);
        } catch (error) {
          if (!(error instanceof NnError)) throw error;
          const [, shown = '', caret = ''] = error.message.split('\n');
          expect(caret.trim()).toBe('^');
          expect(caret.indexOf('^')).toBeLessThanOrEqual(shown.length);
        }
      }),
    );
  });
});

describe('the values', () => {
  const { columns, expressions } = golden<Golden>('features.json');
  const values = valuesOf(columns);
  it.each(expressions)('$text are those of NumPy', ({ text, values: wanted }) => {
    const [expression] = parseExpressions(text);
    const found = evaluator(expression, values, wanted.length)(undefined, 0, wanted.length);
    wanted.forEach((value, i) =>
      expect(Math.abs(found[i] - value)).toBeLessThanOrEqual(4e-15 * Math.max(1, Math.abs(value))),
    );
  });
  it('do not depend on the block or the order of rows', () => {
    const [{ text }] = expressions;
    const [expression] = parseExpressions(`${text} * x2 + min(x1, price, 1)`);
    const all = evaluator(expression, values, 40)(undefined, 0, 40).slice();
    const compute = evaluator(expression, values, 7);
    const rows = Int32Array.from({ length: 40 }, (_, i) => (i * 17) % 40);
    for (let from = 0; from < 40; from += 7) {
      const to = Math.min(40, from + 7);
      const part = compute(rows, from, to);
      for (let i = from; i < to; i++) expect(part[i - from]).toBe(all[rows[i]]);
    }
  });
  it('missing values make a missing result; what cannot be computed is found', () => {
    const data = valuesOf({ x: [1, NaN, -3, 0], y: [NaN, 1, 1, 0] });
    const culprit = (text: string, row: number) => {
      const found = findCulprit(parseExpressions(text)[0], data, row);
      return found && [found.part.text, ...found.given];
    };
    expect(culprit('2 + log(x)', 1)).toBeUndefined();
    expect(culprit('2 + log(x * 2) * x', 2)).toEqual(['log(x * 2)', -6]);
    expect(culprit('1 / (y - x)', 3)).toEqual(['1 / (y - x)', 1, 0]);
    expect(culprit('x^0.5', 2)).toEqual(['x^0.5', -3, 0.5]);
    expect(culprit('exp(1000 * y)', 2)).toEqual(['exp(1000 * y)', 1000]);
  });
});
