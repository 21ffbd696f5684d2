import { inputError } from '../../errors.ts';
import { placeIn } from '../place.ts';
import type { DateFormat } from '../reading/define.ts';
import { timeOfDay } from '../reading/dates/civil.ts';
import { detectDates } from '../reading/dates/detect.ts';
import { precisionOf, unixUnit } from '../reading/dates/pattern.ts';
import { fieldReader } from '../reading/dates/fields.ts';
import { dateReader, timeReader } from '../reading/dates/read.ts';
import { localText } from '../reading/dates/write.ts';
import { textAt } from '../table.ts';
import type { Column, Table } from '../table.ts';
import { dayCalendar, weekCalendar } from './days.ts';
import { differences, usual } from './define.ts';
import type { Calendar } from './define.ts';
import { evenCalendar, withoutChange } from './even.ts';
import { addMonths, monthCalendar, monthOf } from './months.ts';
import { medianStep, numberCalendar } from './numbers.ts';
import { orderHint } from './order.ts';

/** The times of a series. */
export interface Clock {
  /** Undefined where the steps are not even. */
  readonly calendar: Calendar | undefined;
  /** How many steps are a season, where the calendar says so. */
  readonly season?: number;
  /** How the times are written; undefined where they are plain numbers. */
  readonly format?: DateFormat;
  /** The time at a step of the calendar, in the form of the column. */
  readonly at: (place: number) => string;
  /** The time so many steps after the last one, in the form of the column. */
  readonly after: (steps: number) => string;
  /** The first row that is later than a time; the number of rows when none is. */
  readonly rowAfter: (time: string) => number;
}

/** Times of rows, and how they are written. */
interface Times {
  /** Where one row stands before another. */
  readonly order: Float64Array;
  /** What calendars are asked about, and whether it is the clock of a place, which is changed in spring. */
  readonly shown: Float64Array;
  readonly local: boolean;
  readonly read: (text: string) => number | undefined;
  readonly write: (shown: number) => string;
  readonly format?: DateFormat;
}

const textsOf = (table: Table, column: Column): readonly (string | undefined)[] =>
  Array.from({ length: table.rows }, (_, row) => textAt(column, row));

const readNumber = (text: string): number | undefined =>
  text.trim() !== '' && Number.isFinite(Number(text)) ? Number(text) : undefined;

/** Months without a sign between year and month: 202001. */
const yearMonths = { pattern: 'yyyymm' };
const isYearMonth = (text: string) =>
  /^(?:19|20)\d{4}$/.test(text) && dateReader(yearMonths)(text) !== undefined;

/** The format of a column of times; undefined where they are plain numbers. */
function formatOf(texts: readonly string[], given: DateFormat | undefined) {
  const found = detectDates(texts, given && { given: given.pattern });
  if (found) return found;
  const months = texts.length > 2 && texts.every(isYearMonth);
  return months ? { format: yearMonths } : undefined;
}

/** Dates as instants, and as the clock showed them. */
function datesOf(texts: readonly string[], format: DateFormat): Times {
  const read = timeReader(format);
  const times = texts.map((text) => {
    const found = read(text);
    // Texts that are none were refused before.
    return typeof found === 'object' ? found : { ms: NaN, local: NaN };
  });
  const order = Float64Array.from(times, ({ ms }) => ms);
  const zone = fieldReader(format)(texts.at(-1) ?? '')?.zone;
  const zoned = zone !== undefined || unixUnit(format) !== undefined;
  const wall = Float64Array.from(times, ({ local }) => local);
  const daily = new Set(wall.map((ms) => timeOfDay(ms))).size === 1;
  // Days are those of the clock, hours go on when it is changed: the last offset from UTC stays.
  const ahead = wall.length > 0 ? wall[wall.length - 1] - order[order.length - 1] : 0;
  const shown = daily ? wall : order.map((ms) => ms + ahead);
  const written = { pattern: zone === undefined ? format.pattern : format.pattern.replace(/z$/, zone) };
  return {
    order,
    shown,
    local: !zoned,
    read: dateReader(format),
    write: (ms) => localText(ms, written),
    format,
  };
}

/** Numbers as times. */
function numbersOf(texts: readonly string[]): Times {
  const order = Float64Array.from(texts, Number);
  return { order, shown: order, local: false, read: readNumber, write: String };
}

/**
 * The first text that is no time, by the format of the column, or by that of the first row where they have none in
 * common.
 *
 * @throws NnError('input') for it
 */
function checkTimes(
  table: Table,
  column: Column,
  texts: readonly (string | undefined)[],
  common?: DateFormat,
) {
  const first = texts.find((text) => text !== undefined);
  const known = common ?? (first === undefined ? undefined : detectDates([first])?.format);
  const read = known && timeReader(known);
  const formed = known && common === undefined ? fieldReader(known) : undefined;
  const timeIn = (text: string) => {
    if (!read) return readNumber(text);
    return formed && !formed(text) ? undefined : read(text);
  };
  texts.forEach((text, row) => {
    const found = text === undefined ? undefined : timeIn(text);
    if (typeof found === 'object' || typeof found === 'number') return;
    const fault = found === undefined ? '' : `: ${found}`;
    throw inputError(
      `time "${column.name}": found ${text === undefined ? 'nothing' : `"${text}"`}, expected a time${fault}`,
      {
        where: placeIn(table, column.name, row),
        hint:
          fault === ''
            ? 'times are numbers, 1949-01, 1949-01-31, 31/01/1949 08:00 and the like, in the same form in every row'
            : 'correct the date in the file',
      },
    );
  });
}

/** Whether a time stands in two rows, or, of a file with several series, in many. */
function repeats(order: Float64Array, row: number): 'no' | 'once' | 'often' {
  if (order[row] === order[row - 1] && new Set(order).size >= order.length * 0.9) return 'once';
  return new Set(order).size < order.length * 0.9 ? 'often' : 'no';
}

/** @throws NnError('input') where a row is not later than the one before it */
function checkOrder(table: Table, column: Column, texts: readonly string[], { order, local, format }: Times) {
  const step = usual(differences(order).filter((apart) => apart > 0));
  for (let row = 1; row < order.length; row++) {
    const [before, now] = [order[row - 1], order[row]];
    if (now > before || (local && withoutChange(before, now, step) > 0)) continue;
    throw inputError(
      `time "${column.name}": ${texts[row]} is not later than ${texts[row - 1]} in the row before`,
      {
        where: placeIn(table, column.name, row),
        hint: orderHint(table, column, repeats(order, row), format),
      },
    );
  }
}

/** The times after the last one where the steps are not even: by the median of the steps. */
function unevenAfter({ shown, format }: Times): (steps: number) => number {
  const last = shown[shown.length - 1];
  if (format !== undefined && coarse.has(precisionOf(format))) {
    const step = medianStep(shown.map(monthOf));
    return (steps) => addMonths(last, steps * step);
  }
  const step = medianStep(shown);
  return (steps) => last + steps * step;
}

const coarse: ReadonlySet<string> = new Set(['year', 'quarter', 'month']);

const calendarOf = ({ shown, local, format }: Times): Calendar | undefined =>
  format === undefined
    ? numberCalendar(shown)
    : (monthCalendar(shown) ?? weekCalendar(shown) ?? dayCalendar(shown) ?? evenCalendar(shown, local));

function clockOf(times: Times): Clock {
  const calendar = calendarOf(times);
  const last = calendar?.places.at(-1) ?? 0;
  const uneven = calendar ? undefined : unevenAfter(times);
  const at = (place: number) => times.write(calendar?.at(place) ?? NaN);
  return {
    calendar,
    ...(calendar?.season !== undefined && { season: calendar.season }),
    ...(times.format && { format: times.format }),
    at,
    after: (steps) => (uneven ? times.write(uneven(steps)) : at(last + steps)),
    rowAfter(time) {
      const limit = times.read(time) ?? -Infinity;
      const row = times.order.findIndex((value) => value > limit);
      return row < 0 ? times.order.length : row;
    },
  };
}

/**
 * Reads a column of times: numbers, or dates in one of the forms that people use.
 *
 * @param given the form that was said, or that the model knows
 * @throws NnError('input') for texts that are none of them, for days that do not exist, and where a row is not
 *   later than the one before it
 */
export function readClock(table: Table, column: Column, given?: DateFormat): Clock {
  const texts = textsOf(table, column);
  const present = texts.filter((text) => text !== undefined);
  const dates = formatOf([...new Set(present)], given);
  const numeric =
    !dates && present.length === texts.length && present.every((text) => readNumber(text) !== undefined);
  if (present.length === 0 && table.rows === 0)
    throw inputError('found no rows, expected a series', { where: { source: table.source } });
  if (!numeric) checkTimes(table, column, texts, dates?.format);
  const times = dates ? datesOf(present, dates.format) : numbersOf(present);
  checkOrder(table, column, present, times);
  return clockOf(times);
}
