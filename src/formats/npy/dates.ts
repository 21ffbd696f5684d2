import { civilOfDay } from '../../data/reading/dates/civil.ts';

const NEVER = -(2n ** 63n);

/** Units of datetime64 that are fractions or multiples of a second: how many of them a second has, or seconds they have. */
const parts: ReadonlyMap<string, bigint> = new Map([
  ['ms', 1_000n],
  ['us', 1_000_000n],
  ['ns', 1_000_000_000n],
]);
const seconds: ReadonlyMap<string, bigint> = new Map([
  ['s', 1n],
  ['m', 60n],
  ['h', 3600n],
]);
const days: ReadonlyMap<string, bigint> = new Map([
  ['D', 1n],
  ['W', 7n],
]);

/** Whether dates in this unit are read: from years to nanoseconds. */
export const isDateUnit = (unit: string): boolean =>
  unit === 'Y' || unit === 'M' || days.has(unit) || seconds.has(unit) || parts.has(unit);

const floorDiv = (a: bigint, b: bigint) => (a - (((a % b) + b) % b)) / b;
const two = (value: bigint | number) => String(value).padStart(2, '0');

function yearText(year: number): string {
  return year < 0 ? `-${String(-year).padStart(6, '0')}` : String(year).padStart(year > 9999 ? 6 : 4, '0');
}

/** The day that is so many days after 1970-01-01. */
function dayText(since: bigint): string {
  const { year, month, day } = civilOfDay(Number(since));
  return `${yearText(year)}-${two(month)}-${two(day)}`;
}

/** Time of the day of so many parts of a second, as far as the unit goes. */
function timeText(since: bigint, unit: string): string {
  const per = parts.get(unit) ?? 1n;
  const fraction = per === 1n ? '' : `.${String(since % per).padStart(String(per).length - 1, '0')}`;
  const ofDay = since / per;
  const clock = `${two(ofDay / 3600n)}:${two((ofDay / 60n) % 60n)}`;
  return unit === 'h' ? two(ofDay / 3600n) : unit === 'm' ? clock : `${clock}:${two(ofDay % 60n)}${fraction}`;
}

/** A datetime64 as str(numpy.datetime64) writes it, which is ISO 8601; undefined for NaT. */
export function dateText(value: bigint, unit: string, step: number): string | undefined {
  if (value === NEVER) return undefined;
  const count = value * BigInt(step);
  if (unit === 'Y') return yearText(1970 + Number(count));
  if (unit === 'M')
    return `${yearText(1970 + Number(floorDiv(count, 12n)))}-${two((((count % 12n) + 12n) % 12n) + 1n)}`;
  const ofDays = days.get(unit);
  if (ofDays !== undefined) return dayText(count * ofDays);
  const perDay = 86_400n * (parts.get(unit) ?? 1n);
  const scaled = count * (seconds.get(unit) ?? 1n);
  const day = floorDiv(scaled, perDay);
  return `${dayText(day)}T${timeText(scaled - day * perDay, unit)}`;
}

/** A timedelta64 as a number of its unit; NaN for NaT. */
export const spanNumber = (value: bigint, step: number): number =>
  value === NEVER ? Number.NaN : Number(value) * step;
