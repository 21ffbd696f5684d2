import { describe, expect, it } from 'vitest';
import { gelu } from '../../src/activations/gelu.ts';
import { geluTanh } from '../../src/activations/geluTanh.ts';
import { erf, erfc } from '../../src/util/erf.ts';
import { golden } from '../support/fixtures.ts';
import { runKernel } from '../plan.ts';

const table =
  golden<Record<'x' | 'erf' | 'erfc' | 'gelu' | 'geluGrad' | 'geluTanh' | 'geluTanhGrad', number[]>>(
    'erf.json',
  );

/** Largest relative error; results that exceed the range of normal numbers must be as small as they are. */
function relativeError(got: readonly number[], wanted: readonly number[], smallest: number): number {
  return Math.max(...got.map((y, i) => Math.abs(y - wanted[i]) / Math.max(Math.abs(wanted[i]), smallest)));
}

describe('against mpmath with 60 digits', () => {
  it('erf and erfc have nearly all digits of a double', () => {
    expect(relativeError(table.x.map(erf), table.erf, 2 ** -1022)).toBeLessThan(1e-15);
    expect(relativeError(table.x.map(erfc), table.erfc, 2 ** -1022)).toBeLessThan(2e-14);
    expect([erfc(Infinity), erfc(-Infinity), erfc(Number.NaN)]).toEqual([0, 2, Number.NaN]);
  });

  it.each([
    [gelu, table.gelu, table.geluGrad],
    [geluTanh, table.geluTanh, table.geluTanhGrad],
  ] as const)('$name and its gradient keep their digits far below 0', ({ forward, backward }, y, slope) => {
    for (const [dtype, tolerance, smallest] of [
      ['float64', 1e-12, 1e-300],
      ['float32', 2 ** -23, 2 ** -126],
    ] as const) {
      const round = dtype === 'float32' ? Math.fround : (x: number) => x;
      const exact = table.x.map((x, i) => [x, i] as const).filter(([x]) => round(x) === x);
      const data = exact.map(([x]) => x);
      const at = (values: readonly number[]) => exact.map(([, i]) => values[i]);
      const shape = [1, data.length];
      const zeros = data.map(() => 0);
      const sizes = { m: 1, n: data.length };
      const { out } = runKernel(forward, dtype, { x: { shape, data }, out: { shape, data: zeros } }, sizes);
      expect(relativeError(out, at(y), smallest)).toBeLessThan(tolerance);
      if (!backward) throw new Error('no gradient');
      const { dx } = runKernel(
        backward,
        dtype,
        {
          s: { shape, data },
          dy: { shape, data: data.map(() => 1) },
          dx: { shape, data: zeros },
        },
        sizes,
      );
      expect(relativeError(dx, at(slope), smallest)).toBeLessThan(tolerance);
    }
  });
});
