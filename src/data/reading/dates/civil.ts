/** Milliseconds of a minute, an hour and a day. */
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** A day of the calendar that everybody uses (proleptic Gregorian); month and day from 1. */
export interface Civil {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

/** Days from 1970-01-01 to a day (Hinnant, chrono-compatible low-level date algorithms). */
export function daysTo(year: number, month: number, day: number): number {
  // Counted from March, so that the day of a leap year is the last.
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const ofEra = y - era * 400;
  const ofYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + ofEra * 365 + Math.floor(ofEra / 4) - Math.floor(ofEra / 100) + ofYear - 719_468;
}

/** The day on which a number of milliseconds since 1970 lies, in UTC. */
export const civilOf = (ms: number): Civil => civilOfDay(Math.floor(ms / DAY));

/** The day that is so many days after 1970-01-01 (Hinnant). */
export function civilOfDay(since: number): Civil {
  const days = since + 719_468;
  const era = Math.floor(days / 146_097);
  const ofEra = days - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = ((march + 2) % 12) + 1;
  return {
    year: year + era * 400 + Number(month <= 2),
    month,
    day: ofYear - Math.floor((153 * march + 2) / 5) + 1,
  };
}

/** Milliseconds since midnight. */
export const timeOfDay = (ms: number): number => ms - Math.floor(ms / DAY) * DAY;

/** Day of the week, 0 for Monday … 6 for Sunday. */
export const weekdayOf = (ms: number): number => {
  const days = Math.floor(ms / DAY) + 3;
  return days - Math.floor(days / 7) * 7;
};

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days of a month, 28 … 31. */
export const daysIn = (year: number, month: number): number =>
  month === 2 && (year % 4 === 0 ? year % 100 !== 0 || year % 400 === 0 : false) ? 29 : lengths[month - 1];

/** Days from 1970-01-01 to the Monday of the first week of a year (ISO 8601: the week of 4 January). */
export function firstMonday(year: number): number {
  const fourth = daysTo(year, 1, 4);
  return fourth - weekdayOf(fourth * DAY);
}

/** Weeks of a year, 52 or 53 (ISO 8601). */
export const weeksIn = (year: number): number => (firstMonday(year + 1) - firstMonday(year)) / 7;

/** Year and week (from 1) of ISO 8601. */
export function weekOf(ms: number): { readonly year: number; readonly week: number } {
  // The week belongs to the year of its Thursday.
  const thursday = Math.floor(ms / DAY) - weekdayOf(ms) + 3;
  const { year } = civilOf(thursday * DAY);
  return { year, week: Math.floor((thursday - firstMonday(year)) / 7) + 1 };
}
