import { differences, isSparse, rowAt } from './define.ts';
import type { Calendar } from './define.ts';

/** Shares of a step by which numbers may be beside it: those that were rounded, such as 1949.083 and 1949.167. */
const BESIDE = 0.02;

/** The median of the differences. */
export function medianStep(numbers: Float64Array): number {
  const steps = differences(numbers).sort();
  return steps[steps.length >> 1] ?? 1;
}

/** Numbers in even steps. */
export function numberCalendar(values: Float64Array): Calendar | undefined {
  const step = medianStep(values);
  const places = new Float64Array(values.length);
  let gaps = 0;
  for (let i = 1; i < values.length; i++) {
    const steps = (values[i] - values[i - 1]) / step;
    const whole = Math.round(steps);
    if (!(whole >= 1) || Math.abs(steps - whole) > BESIDE * whole) return undefined;
    if (whole > 1) gaps++;
    places[i] = places[i - 1] + whole;
  }
  if (isSparse(gaps, values.length)) return undefined;
  return {
    name: `steps of ${Number(step.toPrecision(12))}`,
    step: ['step', 'steps'],
    places,
    at(place) {
      const row = rowAt(places, place);
      // Decimal steps such as 0.001 add up to what people write.
      return Number((values[row] + (place - places[row]) * step).toPrecision(12));
    },
  };
}
