import { describe, expect, it } from 'vitest';
import { NnError } from '../../src/errors.ts';
import { parseArray } from '../../src/tensor/literal/index.ts';
import { golden } from '../support/fixtures.ts';

interface Entry {
  readonly text: string;
  readonly near?: true;
  readonly dtype?: string;
  readonly shape?: readonly number[];
  readonly data?: readonly string[];
  readonly error?: string;
}

const entries = golden<readonly Entry[]>('literals.json');

/** A number as Python writes it; whole ones beyond 2⁵³ exactly. */
function numberOf(text: string): number | bigint {
  if (text === 'True' || text === 'False') return text === 'True' ? 1 : 0;
  if (/^-?\d{16,}$/.test(text)) return BigInt(text);
  return Number(text.replace('inf', 'Infinity').replace('nan', 'NaN'));
}

const ULP = 2 ** -52;

/** To the bit, the sign of zero too, or as near as is said. */
function isSame(found: number | bigint, expected: number | bigint, near: number): boolean {
  if (typeof found === 'bigint' || typeof expected === 'bigint') return BigInt(found) === BigInt(expected);
  return Object.is(found, expected) || Math.abs(found - expected) <= near * Math.max(1, Math.abs(expected));
}

/** Shapes in errors are printed with blanks here; kinds of errors are named where that is what people look up. */
const plain = (message: string) =>
  message
    .split('\n')[0]
    .replaceAll(', ', ',')
    .replace(/^\w+Error: /, '');

describe('texts of arrays', () => {
  it.each(entries.filter(({ data }) => data))('are read as by NumPy: $text', (entry) => {
    const { shape, dtype, data } = parseArray(entry.text, 'text');
    expect({ shape, dtype }).toEqual({ shape: entry.shape, dtype: entry.dtype });
    const expected = (entry.data ?? []).map(numberOf);
    const single = dtype === 'float32' ? 2 ** 29 : 1;
    const near = entry.near ? 4 * ULP * single : 0;
    Array.from<number | bigint>(data).forEach((x, i) => expect(isSame(x, expected[i], near)).toBe(true));
  });

  it.each(entries.filter(({ error }) => error !== undefined))(
    'fail as in NumPy: $text',
    ({ text, error = '' }) => {
      try {
        parseArray(text, 'text');
      } catch (found) {
        if (!(found instanceof NnError)) throw found;
        expect(plain(found.message)).toBe(plain(error));
        expect(found.where?.line).toBeGreaterThan(0);
        expect(found.where?.column).toBeGreaterThan(0);
        return;
      }
      expect.fail('no error');
    },
  );
});
