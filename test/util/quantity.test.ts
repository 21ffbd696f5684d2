import { describe, expect, it } from 'vitest';
import { chance, duration, measure, percent, score } from '../../src/util/quantity.ts';

/** Numbers at every end: nothing, hardly anything, the limits of the ways to write, and beyond float64. */
const ends = [
  0,
  -0,
  NaN,
  Infinity,
  -Infinity,
  5e-324,
  1e-300,
  9.99e-5,
  1e-4,
  0.00999999,
  0.01,
  0.99999,
  1,
  9.9999,
  999.99,
  9999.99,
  9_999_999.9,
  1e7,
  1e21,
  1e308,
];

describe('measure', () => {
  it.each([
    [0, '0'],
    [-0, '0'],
    [0.446, '0.446'],
    [0.6123, '0.612'],
    [0.003456, '0.00346'],
    [0.00001234, '1.234e-5'],
    [12.3456, '12.35'],
    [123.456, '123.5'],
    [-1234.56, '-1235'],
    [30424.2, '30424'],
    [12_345_678, '1.235e+7'],
    [5e-324, '4.941e-324'],
    [NaN, 'NaN'],
    [-Infinity, '-Infinity'],
  ])('writes %d as %s', (x, text) => expect(measure(x)).toBe(text));

  it('does not take the place of an element for its digits', () => {
    const many = Array.from({ length: 200 }, () => 0.446);
    expect(new Set(many.map(measure))).toEqual(new Set(['0.446']));
  });

  it.each(ends)('writes %d so that three digits of it can be read', (x) => {
    const text = measure(x);
    expect(text.length).toBeLessThan(12);
    if (!Number.isFinite(x)) expect(text).toBe(String(x));
    else expect(Math.abs(Number(text) - x)).toBeLessThanOrEqual(6e-3 * Math.abs(x));
  });
});

describe('numbers in words', () => {
  it.each([percent, score, chance, duration])('%o has a text for every number', (show) => {
    for (const x of ends) expect(show(x)).not.toBe('');
  });
});
