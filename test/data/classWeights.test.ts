import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classWeightsFor, parseClassWeights, rowWeights } from '../../src/data/classWeights.ts';

const classes = ['setosa', 'versicolor', 'virginica'];
const labels = Int32Array.from([0, 0, 0, 0, 0, 0, 0, 1, 1, 2]);

it('balances as scikit-learn does', () => {
  // compute_class_weight('balanced', classes=[0, 1, 2], y=[0]*7 + [1]*2 + [2])
  expect([...classWeightsFor('balanced', classes, labels)]).toEqual([
    0.47619047619047616, 1.6666666666666667, 3.3333333333333335,
  ]);
});

it('gives every class the same share of the loss when balanced', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(2), { minLength: 1, maxLength: 60 }), (list) => {
      const all = Int32Array.from(list);
      const rows = rowWeights(classWeightsFor('balanced', classes, all), all);
      const present = new Set(list);
      expect(rows.reduce((a, b) => a + b, 0) / rows.length).toBeCloseTo(1, 12);
      for (const label of present) {
        const share = rows.reduce((sum, weight, i) => sum + (all[i] === label ? weight : 0), 0) / rows.length;
        expect(share).toBeCloseTo(1 / present.size, 12);
      }
    }),
  );
});

it('reads names and JSON', () => {
  expect(parseClassWeights('balanced')).toBe('balanced');
  expect(parseClassWeights(' setosa=2, virginica = 0.5 ')).toEqual(
    new Map([
      ['setosa', 2],
      ['virginica', 0.5],
    ]),
  );
  expect(parseClassWeights('{"a=b, c": 3}')).toEqual(new Map([['a=b, c', 3]]));
  expect(parseClassWeights('a=b=2')).toEqual(new Map([['a=b', 2]]));
  const weights = classWeightsFor(parseClassWeights('virginica=3'), classes, labels);
  expect([...weights]).toEqual([1, 1, 3]);
  expect([...rowWeights(weights, labels)].map((weight) => weight * 1.2)).toEqual([
    ...Array.from({ length: 9 }, () => expect.closeTo(1, 12) as number),
    expect.closeTo(3, 12),
  ]);
});

describe('errors', () => {
  const fails = (text: string) => {
    try {
      rowWeights(classWeightsFor(parseClassWeights(text), classes, labels), labels);
    } catch (error) {
      const { message, hint } = error as { message: string; hint: string };
      return `${message} | ${hint}`;
    }
    throw new Error(`${text} did not fail`);
  };
  const example = 'for example --class-weight balanced, or --class-weight setosa=2,virginica=1';
  it.each([
    ['sentosa=2', '--class-weight: there is no class "sentosa" | did you mean "setosa"?'],
    ['balance', `--class-weight: expected NAME=WEIGHT or balanced, found "balance" | ${example}`],
    ['setosa=-1', `--class-weight: class "setosa" needs a number of at least 0, found "-1" | ${example}`],
    ['setosa=', `--class-weight: class "setosa" needs a number of at least 0, found "" | ${example}`],
    [
      '{"setosa": null}',
      `--class-weight: class "setosa" needs a number of at least 0, found null | ${example}`,
    ],
    ['setosa=1,setosa=2', '--class-weight: class "setosa" is given twice | undefined'],
    [
      'setosa=0,versicolor=0,virginica=0',
      '--class-weight: every row would have weight 0 | give at least one class of the training rows a weight above 0',
    ],
  ])('%s', (text, message) => expect(fails(text)).toBe(message));
  it('JSON that is none', () => expect(fails('{setosa: 2}')).toContain('this is not JSON'));
});
