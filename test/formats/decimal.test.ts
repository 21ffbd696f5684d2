import fc from 'fast-check';
import { expect, it } from 'vitest';
import { Decimal } from '../../src/formats/csv/decimal.ts';
import { parseNumber } from '../../src/formats/csv/numbers.ts';

const encoder = new TextEncoder();
const decimal = new Decimal();

/** What Decimal makes of a text with something behind it; undefined where it leaves the number to others. */
function read(text: string): number | undefined {
  if (!decimal.read(encoder.encode(`${text},7`), 0)) return undefined;
  expect(decimal.next).toBe(text.length);
  return decimal.value;
}

const parse = (text: string) => parseNumber(encoder.encode(text), 0, text.length);

it.each([
  ['as pandas and Python write float64', (x: number) => String(x)],
  ['as numpy.savetxt writes float64', (x: number) => x.toExponential(18)],
  ['with 18 digits behind the point', (x: number) => (x % 1).toFixed(18)],
])('numbers %s are rounded exactly', (_, write) => {
  const numbers = fc.double({ min: 1e-12, max: 1e14, noNaN: true });
  fc.assert(
    fc.property(numbers, (x) => {
      const text = write(x);
      const value = read(text);
      if (value !== undefined) expect(value).toBe(Number(text));
      expect(parse(`-${text}`)).toBe(-Number(text));
    }),
    { numRuns: 5000 },
  );
});

it('reads what programs write itself, and leaves only longer numbers to others', () => {
  for (const text of [
    '0.4001572083672233',
    '1.764052345967664026e+00',
    '4.5e-05',
    '0.00012345678901234567',
    '1699999999.123456',
  ])
    expect(read(text)).toBe(Number(text));
  for (const text of ['0.1234567890123456789', '1234567890123456', '1e999', '.', '', 'e5', '1e', '1e+'])
    expect(read(text)).toBeUndefined();
});

it('numbers halfway between two float64, and just beside, are rounded as Number rounds them', () => {
  // (2m + 1) × 2ᵉ with 54 bits has no float64 of its own: a tie.
  const ties = fc.tuple(fc.bigInt(2n ** 52n, 2n ** 53n - 1n), fc.integer({ min: 0, max: 5 }));
  fc.assert(
    fc.property(
      ties,
      fc.constantFrom(-1n, 0n, 1n),
      fc.integer({ min: 0, max: 12 }),
      ([m, e], beside, point) => {
        const digits = String((2n * m + 1n) * 2n ** BigInt(e) * 10n + beside);
        const text = `${digits.slice(0, -point - 1)}.${digits.slice(-point - 1)}`;
        expect(parse(text)).toBe(Number(text));
        const value = read(text);
        if (value !== undefined) expect(value).toBe(Number(text));
      },
    ),
    { numRuns: 5000 },
  );
});

/** The float32 nearest to digits / 10^point, decided in whole numbers; ties to even. */
function nearestFloat32(digits: bigint, point: number): number {
  const near = Math.fround(Number(`${digits}e-${point}`));
  const bits = new Int32Array(Float32Array.of(near).buffer)[0];
  const candidates = [bits - 1, bits, bits + 1].map(
    (pattern) => new Float32Array(Int32Array.of(pattern).buffer)[0],
  );
  // A float32 below 1 in size is a whole number of 2⁻¹⁴⁹; distances are compared times 10^point × 2¹⁴⁹.
  const distance = (x: number) => {
    const gap = digits * 2n ** 149n - BigInt(x * 2 ** 100) * 2n ** 49n * 10n ** BigInt(point);
    return gap < 0n ? -gap : gap;
  };
  return candidates.reduce((best, next, i) => {
    const difference = distance(next) - distance(best);
    return difference < 0n || (difference === 0n && (bits + i - 1) % 2 === 0) ? next : best;
  });
}

it('a float32 made from the number is the one nearest to the text: up to nine digits behind the point nothing is rounded twice', () => {
  // Texts just beside the middle of two neighbouring float32, where rounding to float64 first could hide the
  // side.
  const places = fc.tuple(fc.integer({ min: 0x2b800000, max: 0x4b000000 }), fc.integer({ min: 1, max: 9 }));
  fc.assert(
    fc.property(places, fc.integer({ min: -2, max: 2 }), ([pattern, point], beside) => {
      const [low, high] = [pattern, pattern + 1].map(
        (bits) => new Float32Array(Int32Array.of(bits).buffer)[0],
      );
      const digits = BigInt(Math.round(((low + high) / 2) * 10 ** point)) + BigInt(beside);
      if (digits <= 0n || digits > 2n ** 53n) return;
      const whole = digits / 10n ** BigInt(point);
      const text = `${whole}.${String(digits % 10n ** BigInt(point)).padStart(point, '0')}`;
      expect(Math.fround(parse(text))).toBe(nearestFloat32(digits, point));
    }),
    { numRuns: 20_000 },
  );
});
