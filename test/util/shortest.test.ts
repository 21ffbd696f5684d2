import fc from 'fast-check';
import { expect, it } from 'vitest';
import { float32ToString } from '../../src/util/shortest.ts';

it('reads back to the same float32, and no shorter decimal does', () => {
  fc.assert(
    fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), (x) => {
      const text = float32ToString(x);
      expect(Object.is(Math.fround(Number(text)), x)).toBe(true);
      const digits = text
        .replace(/e.*/, '')
        .replace(/[-.]/g, '')
        .replace(/^0+/, '')
        .replace(/0+$/, '').length;
      if (digits > 1) expect(Math.fround(Number(x.toPrecision(digits - 1)))).not.toBe(x);
    }),
    { numRuns: 5000 },
  );
});

it.each([
  [Math.fround(0.1), '0.1'],
  [-0, '-0'],
  [Math.fround(1 / 3), '0.33333334'],
  [16777216, '16777216'],
  [Math.fround(1e-45), '1e-45'],
])('prints %f as %s', (x, text) => expect(float32ToString(x)).toBe(text));
