import { DAY, timeOfDay, weekdayOf } from '../reading/dates/civil.ts';
import { stepWords, stepsOn } from './define.ts';
import type { Calendar } from './define.ts';

const names = ['Mondays', 'Tuesdays', 'Wednesdays', 'Thursdays', 'Fridays', 'Saturdays', 'Sundays'];
const short = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'];
/** Days in a row without a row that are holidays and no gap: Christmas, Easter. */
const HOLIDAYS = 2;

const sameClock = (times: Float64Array): boolean =>
  times.every((ms) => timeOfDay(ms) === timeOfDay(times[0]));

/** `business days`, or the days themselves: `Mon, Wed, Fri`. */
const weekName = (days: readonly number[]): string =>
  days.join('') === '01234' ? 'business days' : `days ${days.map((day) => short[day]).join(', ')}`;

/** Times on some days of every week: business days. */
export function weekCalendar(times: Float64Array): Calendar | undefined {
  const weekdays = Array.from(times, weekdayOf);
  const days = [...new Set(weekdays)].sort((a, b) => a - b);
  const weeks = weekdays.length / days.length;
  if (!sameClock(times) || days.length < 2 || days.length > 6 || weeks < 2) return undefined;
  const clock = timeOfDay(times[0]);
  const steps = stepsOn(
    {
      place(ms) {
        const weekday = weekdayOf(ms);
        return ((Math.floor(ms / DAY) - weekday + 3) / 7) * days.length + days.indexOf(weekday);
      },
      at(place) {
        const week = Math.floor(place / days.length);
        return (week * 7 - 3 + days[place - week * days.length]) * DAY + clock;
      },
    },
    times,
  );
  if (!steps || steps.stride !== 1) return undefined;
  return {
    name: weekName(days),
    step: weekName(days) === 'business days' ? ['business day', 'business days'] : ['day', 'days'],
    season: days.length,
    tolerates: HOLIDAYS,
    places: steps.places,
    at: steps.at,
  };
}

/** Every day, week, or so many days. */
export function dayCalendar(times: Float64Array): Calendar | undefined {
  if (!sameClock(times)) return undefined;
  const clock = timeOfDay(times[0]);
  const steps = stepsOn({ place: (ms) => Math.floor(ms / DAY), at: (day) => day * DAY + clock }, times);
  if (!steps) return undefined;
  const { stride, places, at } = steps;
  const weeks = stride / 7;
  const weekly = Number.isInteger(weeks);
  const season = stride === 1 ? 7 : stride === 7 ? 52 : undefined;
  return {
    name: weekly
      ? weeks === 1
        ? `weeks, ${names[weekdayOf(times[0])]}`
        : `${weeks} weeks`
      : stride === 1
        ? 'days'
        : `${stride} days`,
    step: weekly ? stepWords(weeks, 'week') : stepWords(stride, 'day'),
    ...(season !== undefined && { season }),
    places,
    at,
  };
}
