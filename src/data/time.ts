import { inputError } from '../errors.ts';
import { placeIn } from './encoders.ts';
import { textAt } from './table.ts';
import type { Column, Table } from './table.ts';

/** How the times of a series continue, and how many of its steps are a season where the calendar says so. */
export interface Clock {
  /** The time so many steps after the last one, in the form of the column. */
  after(steps: number): string;
  readonly season?: number;
}

/** The clock of a column of times. */
export interface ColumnClock extends Clock {
  /** The first row that is later than a time; the number of rows when none is. */
  rowAfter(time: string): number;
}

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
/** Steps of a season by their length: hours of a day, days of a week, weeks of a year. */
const seasons: ReadonlyMap<number, number> = new Map([
  [60 * MINUTE, 24],
  [30 * MINUTE, 48],
  [15 * MINUTE, 96],
  [DAY, 7],
  [7 * DAY, 52],
]);

const two = (n: number) => String(n).padStart(2, '0');

/**
 * Year, month (from 0) and day of a number of milliseconds in UTC (Hinnant, chrono-compatible low-level date
 * algorithms).
 */
function calendar(ms: number): { year: number; month: number; day: number } {
  const days = Math.floor(ms / DAY) + 719_468;
  const era = Math.floor(days / 146_097);
  const ofEra = days - era * 146_097;
  const year = Math.floor(
    (ofEra - Math.floor(ofEra / 1460) + Math.floor(ofEra / 36_524) - Math.floor(ofEra / 146_096)) / 365,
  );
  const ofYear = ofEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  // Counted from March, so that the day of a leap year is the last.
  const march = Math.floor((5 * ofYear + 2) / 153);
  const month = (march + 2) % 12;
  return {
    year: year + era * 400 + Number(month < 2),
    month,
    day: ofYear - Math.floor((153 * march + 2) / 5) + 1,
  };
}

/** `2020-02-29T23:15:00` */
function dateTimeText(ms: number): string {
  const { year, month: of, day } = calendar(ms);
  const seconds = Math.floor((ms - Math.floor(ms / DAY) * DAY) / 1000);
  const clock = [seconds / 3600, (seconds / 60) % 60, seconds % 60].map((n) => two(Math.floor(n)));
  return `${year}-${two(of + 1)}-${two(day)}T${clock.join(':')}`;
}
const month = /^(\d{4})-(\d{2})$/;
const date = /^\d{4}-\d{2}-\d{2}$/;
const dateTime = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2})?Z?$/;

const monthText = (months: number) => `${Math.floor(months / 12)}-${two((months % 12) + 1)}`;

/** A form of time: what a text is as a number that grows with it, and back. */
interface Form {
  read(text: string): number | undefined;
  clock(numbers: Float64Array, last: string): Clock;
}

const byMonths = (last: number, step: number): Pick<Clock, 'season'> & { at: (steps: number) => number } => ({
  at: (steps) => last + steps * step,
  ...(12 % step === 0 && step < 12 && { season: 12 / step }),
});

const forms: readonly Form[] = [
  {
    read: (text) => (text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined),
    clock(numbers) {
      const step = usualStep(numbers);
      const last = numbers[numbers.length - 1];
      // Decimal steps such as 0.001 add up to what people write.
      return { after: (steps) => String(Number((last + steps * step).toPrecision(12))) };
    },
  },
  {
    read(text) {
      const [, year, of] = month.exec(text) ?? [];
      return year === undefined || Number(of) < 1 || Number(of) > 12
        ? undefined
        : Number(year) * 12 + Number(of) - 1;
    },
    clock(numbers) {
      const { at, season } = byMonths(numbers[numbers.length - 1], usualStep(numbers));
      return { after: (steps) => monthText(at(steps)), ...(season !== undefined && { season }) };
    },
  },
  {
    read: (text) => (date.test(text) ? readDate(`${text}T00:00Z`) : undefined),
    clock(numbers, last) {
      const day = last.slice(8);
      const inMonths = Float64Array.from(numbers, (ms) => {
        const on = calendar(ms);
        return on.year * 12 + on.month;
      });
      const monthly = usualStep(numbers) >= 28 * DAY && Number(day) <= 28;
      if (monthly) {
        const { at, season } = byMonths(inMonths[inMonths.length - 1], usualStep(inMonths));
        return {
          after: (steps) => `${monthText(at(steps))}-${day}`,
          ...(season !== undefined && { season }),
        };
      }
      return clockOf(numbers, (ms) => dateTimeText(ms).slice(0, 10));
    },
  },
  {
    read: (text) =>
      dateTime.test(text) ? readDate(`${text.replace(' ', 'T').replace('Z', '')}Z`) : undefined,
    clock(numbers, last) {
      const space = last.includes(' ');
      const end = last.replace('Z', '').length;
      return clockOf(numbers, (ms) => {
        const text = dateTimeText(ms).slice(0, end);
        return `${space ? text.replace('T', ' ') : text}${last.endsWith('Z') ? 'Z' : ''}`;
      });
    },
  },
];

function readDate(text: string): number | undefined {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? undefined : ms;
}

function clockOf(numbers: Float64Array, write: (ms: number) => string): Clock {
  const step = usualStep(numbers);
  const season = seasons.get(step);
  return {
    after: (steps) => write(numbers[numbers.length - 1] + steps * step),
    ...(season !== undefined && { season }),
  };
}

/** The median of the differences. */
function usualStep(numbers: Float64Array): number {
  const steps = numbers.slice(1).map((value, i) => value - numbers[i]);
  return steps.sort()[steps.length >> 1] ?? 1;
}

/**
 * Reads a column of times: numbers, `1949-01`, `1949-01-31` or `1949-01-31 08:00`.
 *
 * @throws NnError('input') for texts that are none of them, and where a row is not later than the one before
 *   it.
 */
export function readClock(table: Table, column: Column): ColumnClock {
  const texts = Array.from({ length: table.rows }, (_, row) => textAt(column, row));
  const form = forms.find((known) => texts[0] !== undefined && known.read(texts[0]) !== undefined);
  const numbers = new Float64Array(table.rows);
  texts.forEach((text, row) => {
    const value = text === undefined ? undefined : form?.read(text);
    const where = placeIn(table, column.name, row);
    if (value === undefined) {
      throw inputError(
        `time "${column.name}": found ${text === undefined ? 'nothing' : `"${text}"`}, expected a time`,
        {
          where,
          hint: 'times are numbers, 1949-01, 1949-01-31 or 1949-01-31 08:00, in the same form in every row',
        },
      );
    }
    if (row > 0 && !(value > numbers[row - 1])) {
      throw inputError(
        `time "${column.name}": ${text} is not later than ${texts[row - 1]} in the row before`,
        {
          where,
          hint: 'sort the rows by time, and keep one row for each',
        },
      );
    }
    numbers[row] = value;
  });
  if (!form) throw inputError('found no rows, expected a series', { where: { source: table.source } });
  return {
    ...form.clock(numbers, texts.at(-1) ?? ''),
    rowAfter(time) {
      const limit = form.read(time) ?? -Infinity;
      const row = numbers.findIndex((value) => value > limit);
      return row < 0 ? numbers.length : row;
    },
  };
}
