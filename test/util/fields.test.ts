import { describe, expect, it } from 'vitest';
import type { NnError } from '../../src/errors.ts';
import { flag, number, oneOf, optionalNumber, rangeText } from '../../src/util/fields.ts';
import { formatFields, parseFields, parsePairs, parseSingle } from '../../src/util/fieldText.ts';

const fields = {
  every: number({ integer: true, min: 1, meaning: 'epochs' }),
  factor: number({ above: 0, max: 1, fallback: 0.1 }),
  max: optionalNumber({ above: 0 }),
  padding: oneOf(['valid', 'same'], 'valid'),
  bias: flag(true),
};
const read = (text: string) => parseFields('schedule "step"', text, fields, 'step:30');

function failure(run: () => unknown): string {
  try {
    run();
  } catch (error) {
    const { message, hint } = error as NnError;
    return `${message} | ${hint}`;
  }
  throw new Error('it did not fail');
}

describe('fields', () => {
  it.each([
    [{ integer: true, min: 1 }, 'a whole number of at least 1'],
    [{ min: 0, max: 10 }, 'a number from 0 to 10'],
    [{ min: 0, below: 1 }, 'a number from 0 to below 1'],
    [{ above: 0, max: 1 }, 'a number above 0 and at most 1'],
    [{ above: 0, below: 1 }, 'a number above 0 and below 1'],
    [{ max: 3 }, 'a number of at most 3'],
    [{}, 'a number'],
  ])('%o is %s', (range, text) => expect(rangeText(range)).toBe(text));

  it('are read by position, by name and as words', () => {
    const rest = { padding: 'valid', bias: true };
    expect(read('30')).toEqual({ every: 30, factor: 0.1, ...rest });
    expect(read('30, 0.5')).toEqual({ every: 30, factor: 0.5, ...rest });
    expect(read('max=2,every=3,same,bias=false')).toEqual({
      ...{ every: 3, factor: 0.1, max: 2, padding: 'same', bias: false },
    });
  });

  it.each([
    ['', 'schedule "step" needs every: epochs | for example step:30'],
    ['0', 'schedule "step": every must be a whole number of at least 1, found "0" | every: epochs'],
    [
      '3,factor=',
      'schedule "step": factor must be a number above 0 and at most 1, found "" | for example step:30',
    ],
    ['3,fator=1', 'schedule "step" has no option "fator" | did you mean "factor"?'],
    ['3,every=2', 'schedule "step": every is given twice | undefined'],
    [
      '3,padding=smae',
      'schedule "step": padding must be one of valid, same, found "smae" | did you mean "same"?',
    ],
    ['3,1,2,4,true', 'schedule "step": padding must be one of valid, same, found "4" | for example step:30'],
  ])('%s', (text, message) => expect(failure(() => read(text))).toBe(message));

  it('are printed as they are read', () => {
    for (const text of ['30', '30,0.5', '30,max=2,same', '30,bias=false']) {
      expect(formatFields(fields, ['every', 'factor'], read(text)).join(',')).toBe(text);
    }
  });
});

describe('a single value', () => {
  const limit = { name: 'limit', ...number({ min: 0, fallback: 0.05 }) };
  it('is read, or the fallback', () => {
    expect(parseSingle('initializer "uniform"', '2', limit, 'uniform:0.05')).toBe(2);
    expect(parseSingle('initializer "uniform"', undefined, limit, 'uniform:0.05')).toBe(0.05);
    expect(parseSingle('initializer "zeros"', undefined, undefined, 'zeros')).toBeUndefined();
  });
  it.each([
    [
      '-1',
      'initializer "uniform": limit must be a number of at least 0, found "-1" | for example uniform:0.05',
    ],
    [' ', 'initializer "uniform": there is nothing after the colon | for example uniform:0.05'],
    ['1,2', 'initializer "uniform": "2" is too much | it takes limit: uniform:0.05'],
  ])('%s', (text, message) =>
    expect(failure(() => parseSingle('initializer "uniform"', text, limit, 'uniform:0.05'))).toBe(message),
  );
});

describe('pairs', () => {
  const pairs = {
    ...{
      what: '--bins',
      kind: 'column',
      separator: ':' as const,
      form: 'COLUMN:N',
      example: 'for example age:4',
    },
    value: number({ integer: true, min: 2, max: 9 }),
  };
  it('end at the last separator', () => {
    expect(parsePairs('age:4, a:b:3', pairs)).toEqual(
      new Map([
        ['age', 4],
        ['a:b', 3],
      ]),
    );
  });
  it.each([
    ['age', '--bins: expected COLUMN:N, found "age" | for example age:4'],
    ['age:1', '--bins: column "age" needs a whole number from 2 to 9, found "1" | for example age:4'],
    ['age:2,age:3', '--bins: column "age" is given twice | undefined'],
  ])('%s', (text, message) => expect(failure(() => parsePairs(text, pairs))).toBe(message));
});
