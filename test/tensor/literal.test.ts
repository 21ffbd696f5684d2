import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NnError } from '../../src/errors.ts';
import { parseArray } from '../../src/tensor/literal/index.ts';

const read = (text: string) => {
  const { shape, dtype, data } = parseArray(text, 'argument 1');
  return { shape, dtype, data: Array.from(data, Number) };
};

function failureOf(text: string): NnError {
  try {
    parseArray(text, 'argument 1');
  } catch (error) {
    if (error instanceof NnError) return error;
  }
  throw new Error(`no NnError for ${text}`);
}

describe('parseArray', () => {
  it.each([
    ['5', [], 'int64', [5]],
    ['[1, 2, 3]', [3], 'int64', [1, 2, 3]],
    ['[[1, 2.5], [3, -4e-1]]', [2, 2], 'float64', [1, 2.5, 3, -0.4]],
    ['((1, 2), (3, 4),)', [2, 2], 'int64', [1, 2, 3, 4]],
    ['np.array([[1, 2], [3, 4]], dtype=np.float32)', [2, 2], 'float32', [1, 2, 3, 4]],
    ['numpy.array([True, False])', [2], 'bool', [1, 0]],
    ['[[1. 2.]\n [3. 4.]]', [2, 2], 'float64', [1, 2, 3, 4]],
    ['[1_000, # thousand\n 2]', [2], 'int64', [1000, 2]],
    ['[nan, -inf]', [2], 'float64', [Number.NaN, -Infinity]],
    ['[]', [0], 'float64', []],
  ] as const)('reads %s', (text, shape, dtype, data) => expect(read(text)).toEqual({ shape, dtype, data }));

  it('reads back any nested array of numbers', () => {
    const numbers = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.array(fc.tuple(numbers, numbers, numbers), { minLength: 1 }), (rows) => {
        expect(read(JSON.stringify(rows)).data).toEqual(rows.flat().map((x) => (Object.is(x, -0) ? 0 : x)));
      }),
    );
  });

  it.each([
    ['[1, x]', 1, 5, /found "x"/],
    ['[1,\n 2', 2, 3, /found the end, expected "\]"/],
    ['[1, "a"]', 1, 5, /found a text/],
    ['[1,,2]', 1, 4, /found ","/],
    ['', 1, 1, /found nothing/],
  ] as const)('names the place of the mistake in %s', (text, line, column, message) => {
    const error = failureOf(text);
    expect(error.message).toMatch(message);
    expect(error.where).toMatchObject({ line, column });
  });

  it('names the first row that disagrees, after the line of NumPy', () => {
    const error = failureOf('[[[1,2,3,4],[1,2,3,4],[1,2,3,4,5,6]]]');
    expect(error.message).toBe(
      'setting an array element with a sequence. The requested array has an inhomogeneous shape after 2 dimensions. ' +
        'The detected shape was (1, 3) + inhomogeneous part.\n[0][2] has 6 elements, expected 4',
    );
  });

  it('corrects rows without brackets around them', () => {
    expect(failureOf('[0,1,2,3],[0,1,2,3]').hint).toContain("'[[0,1,2,3],[0,1,2,3]]'");
    expect(failureOf('np.array([0,1],[2,3])').hint).toContain('np.array([[0,1], [2,3]])');
  });
});
