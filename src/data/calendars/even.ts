import { DAY, HOUR, MINUTE, civilOf, weekdayOf } from '../reading/dates/civil.ts';
import { differences, isSparse, rowAt, stepWords, usual } from './define.ts';
import type { Calendar } from './define.ts';

const lengths: readonly (readonly [number, string])[] = [
  [DAY, 'day'],
  [HOUR, 'hour'],
  [MINUTE, 'minute'],
  [1000, 'second'],
  [1, 'millisecond'],
];

/** Steps of a season by their length in minutes: hours of a day. */
const seasons: ReadonlyMap<number, number> = new Map([
  [60, 24],
  [30, 48],
  [15, 96],
]);

/**
 * Whether clocks may have been changed between two times: in the night to a Sunday, in spring or autumn of either
 * half of the earth.
 */
function clocksChange(from: number, to: number): boolean {
  const [early, late] = from < to ? [from, to] : [to, from];
  // From an hour before it on, where clocks are set back from midnight to Saturday.
  const day = late + HOUR;
  const sunday = Math.floor(day / DAY) * DAY - ((weekdayOf(day) + 1) % 7) * DAY;
  const { month } = civilOf(sunday);
  const season = (month >= 2 && month <= 5) || (month >= 8 && month <= 11);
  return season && early <= sunday + 4 * HOUR;
}

/** The step from one time to the next without the hour by which clocks were set forward or back. */
export function withoutChange(from: number, to: number, step: number): number {
  const apart = to - from;
  if (apart === step + HOUR || apart === step - HOUR) return clocksChange(from, to) ? step : apart;
  return apart;
}

/**
 * Even steps of any length.
 *
 * @param local the clock of a place, which is set forward in spring and back in autumn
 */
export function evenCalendar(times: Float64Array, local: boolean): Calendar | undefined {
  const apart = differences(times);
  const step = usual(apart);
  const places = new Float64Array(times.length);
  let gaps = 0;
  for (let i = 0; i < apart.length; i++) {
    const steps = (local ? withoutChange(times[i], times[i + 1], step) : apart[i]) / step;
    if (!Number.isInteger(steps) || steps < 1) return undefined;
    if (steps > 1) gaps++;
    places[i + 1] = places[i] + steps;
  }
  if (!(step > 0) || isSparse(gaps, times.length)) return undefined;
  const [length, unit] = lengths.find(([ms]) => step % ms === 0) ?? [step, 'step'];
  const count = step / length;
  const season = seasons.get(step / MINUTE);
  return {
    name: count === 1 ? `${unit}s` : `${count} ${unit}s`,
    step: stepWords(count, unit),
    ...(season !== undefined && { season }),
    places,
    at(place) {
      // From the last row before it on: a clock that was changed stays so.
      const row = rowAt(places, place);
      return times[row] + (place - places[row]) * step;
    },
  };
}
