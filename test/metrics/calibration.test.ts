import { expect, it } from 'vitest';
import { calibrationError, confidenceBins } from '../../src/metrics/calibration.ts';
import { ece } from '../../src/metrics/ece.ts';
import { halfWidth, residualsOf } from '../../src/model/residuals.ts';
import { bestTemperature } from '../../src/train/temperature.ts';
import { RandomState } from '../../src/util/random.ts';
import { golden } from '../support/fixtures.ts';

interface Goldens {
  calibration: readonly {
    probabilities: readonly (readonly number[])[];
    classes: readonly number[];
    temperature: number;
    log_loss: number;
    ece: number;
  }[];
  conformal: { residuals: number[]; levels: number[]; quantiles: (number | null)[] };
}
const { calibration, conformal } = golden<Goldens>('ensemble.json');

it.each(calibration)('calibration error as NumPy has it: $ece', ({ probabilities, classes, ece: wanted }) => {
  const width = probabilities[0].length;
  const { value } = ece.compute({
    classes: Array.from({ length: width }, (_, c) => String(c)),
    actual: Int32Array.from(classes),
    predicted: Int32Array.from(classes),
    probabilities: probabilities.flat(),
  });
  expect(value).toBeCloseTo(wanted, 12);
});

it('a bin holds its upper end', () => {
  const bins = confidenceBins([0.7, 0.3, 0.71, 0.29, 1, 0], [0, 0, 1]);
  expect(bins.map(({ high, rows }) => [high, rows])).toEqual([
    [0.7, 1],
    [0.8, 1],
    [1, 1],
  ]);
  expect(calibrationError(bins)).toBeCloseTo((0.3 + 0.29 + 1) / 3, 12);
});

it.each(calibration)(
  'temperature $temperature of least log loss',
  ({ probabilities, classes, ...wanted }) => {
    const found = bestTemperature(probabilities.flat(), classes, probabilities[0].length);
    expect(found.temperature).toBe(Number(wanted.temperature.toPrecision(4)));
    expect(found.after).toBeCloseTo(wanted.log_loss, 6);
    expect(found.after).toBeLessThanOrEqual(found.before);
  },
);

it('conformal quantiles as NumPy has them', () => {
  const residuals = residualsOf(conformal.residuals);
  expect(conformal.levels.map((level) => halfWidth(residuals, level) ?? null)).toEqual(conformal.quantiles);
});

it('quantiles of many rows are never too small', () => {
  const random = new RandomState(3);
  const all = Float64Array.from({ length: 3456 }, () => random.uniform(0, 1));
  const [whole, kept] = [Float64Array.from(all).sort(), residualsOf(all)];
  expect(kept.sorted).toHaveLength(1000);
  for (const level of [0.1, 0.5, 0.9, 0.95, 0.99]) {
    const exact = whole[Math.ceil(3457 * level) - 1];
    const found = halfWidth(kept, level) ?? NaN;
    expect(found).toBeGreaterThanOrEqual(exact);
    expect(found - exact).toBeLessThan(0.003);
  }
});
