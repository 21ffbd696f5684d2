import { DAY, civilOf, daysIn, daysTo, timeOfDay, weekdayOf } from '../reading/dates/civil.ts';
import { stepWords, stepsOn } from './define.ts';
import type { Calendar } from './define.ts';

/** Months since year 0, the first is 0. */
export const monthOf = (ms: number): number => {
  const { year, month } = civilOf(ms);
  return year * 12 + month - 1;
};

/** The first of a month so many months after that of a time. */
export function addMonths(ms: number, months: number): number {
  const month = monthOf(ms) + months;
  const year = Math.floor(month / 12);
  return daysTo(year, month - year * 12 + 1, 1) * DAY;
}

/** The days of which a month has one. */
interface DayOfMonth {
  readonly name: string;
  /** Day of a month, from 1; of the weekdays, too, where it is a business day. */
  readonly on: (year: number, month: number) => number;
}

/** The n-th of every month, or its last day where it has fewer. */
const nth = (day: number): DayOfMonth => ({
  name: day === 1 ? '' : day === 31 ? 'ends' : `on the ${day}${ordinal(day)}`,
  on: (year, month) => Math.min(day, daysIn(year, month)),
});

const ordinal = (day: number): string => {
  if (day % 100 >= 11 && day % 100 <= 13) return 'th';
  return ['th', 'st', 'nd', 'rd'][day % 10] ?? 'th';
};

const weekdayAt = (year: number, month: number, day: number) => weekdayOf(daysTo(year, month, day) * DAY);

const lastBusinessDay: DayOfMonth = {
  name: 'ends, business days',
  on(year, month) {
    const last = daysIn(year, month);
    return last - Math.max(0, weekdayAt(year, month, last) - 4);
  },
};
const firstBusinessDay: DayOfMonth = {
  name: 'starts, business days',
  on(year, month) {
    const weekday = weekdayAt(year, month, 1);
    return weekday < 5 ? 1 : 8 - weekday;
  },
};

/** The day on which all of these times lie, one a month. */
function dayOfMonth(times: Float64Array): DayOfMonth | undefined {
  const days = Array.from(times, civilOf);
  const latest = days.reduce((most, { day }) => Math.max(most, day), 1);
  const business = times.length > 2 ? [lastBusinessDay, firstBusinessDay] : [];
  // June and September have 30 days: what always is a month's last day is its end.
  return [nth(31), nth(latest), ...business].find((known) =>
    days.every(({ year, month, day }) => known.on(year, month) === day),
  );
}

const units: ReadonlyMap<number, string> = new Map([
  [1, 'month'],
  [3, 'quarter'],
  [12, 'year'],
]);

/** Times of which each month has one at most, on the same day or at its end. */
export function monthCalendar(times: Float64Array): Calendar | undefined {
  const clock = timeOfDay(times[0]);
  const day = times.every((ms) => timeOfDay(ms) === clock) ? dayOfMonth(times) : undefined;
  if (!day) return undefined;
  const steps = stepsOn(
    {
      place: monthOf,
      at(month) {
        const year = Math.floor(month / 12);
        const of = month - year * 12 + 1;
        return daysTo(year, of, day.on(year, of)) * DAY + clock;
      },
    },
    times,
  );
  if (!steps) return undefined;
  const { stride, places, at } = steps;
  const unit = units.get(stride);
  const word = unit ?? 'month';
  const season = stride < 12 && 12 % stride === 0 ? 12 / stride : undefined;
  return {
    name: nameOf(unit ?? `${stride} months`, day.name),
    step: stepWords(unit === undefined ? stride : 1, word),
    ...(season !== undefined && { season }),
    places,
    at,
  };
}

/** `months`, `month ends`, `months on the 30th`, `2 months`. */
function nameOf(unit: string, day: string): string {
  const plural = unit.endsWith('s') ? unit : `${unit}s`;
  if (day === '') return plural;
  return day.startsWith('on') ? `${plural}, ${day}` : `${unit} ${day}`;
}
