import { readClock } from '../../data/calendars/clock.ts';
import type { Clock } from '../../data/calendars/clock.ts';
import { gapsOf, missingSteps } from '../../data/calendars/gaps.ts';
import type { Gap } from '../../data/calendars/gaps.ts';
import type { Calendar } from '../../data/calendars/define.ts';
import { columnNamed } from '../../data/columns.ts';
import { placeIn } from '../../data/place.ts';
import { fillTable } from '../../data/fill.ts';
import type { Fill } from '../../data/fill.ts';
import type { DateFormat } from '../../data/reading/define.ts';
import { checkWhole, fillHints } from '../../data/series.ts';
import { textAt } from '../../data/table.ts';
import type { Table } from '../../data/table.ts';
import { inputError } from '../../errors.ts';
import type { Screen } from '../../host/screen.ts';
import { count } from '../../util/quantity.ts';
import type { SeriesModel } from './model.ts';

/** The rows of a series as its windows count them: one for each step. */
export interface SeriesRows {
  readonly table: Table;
  readonly clock: Clock | undefined;
  /** What was put into rows and steps that had nothing, in words; undefined where nothing was missing. */
  readonly filled: string | undefined;
}

/** What decides about the rows of a series. */
export interface RowOptions {
  /** Name of the column of times. */
  readonly time: string | undefined;
  /** How dates are written, where it is known. */
  readonly format: DateFormat | undefined;
  readonly fill: Fill | undefined;
  /** Whether --fill can be given, and not only when the model is trained. */
  readonly training: boolean;
}

/** New rows for each row that is there, at most. */
const MOST_NEW = 10;

const stepsText = (steps: number, { step }: Calendar): string =>
  `${count(steps)} ${steps === 1 ? step[0] : step[1]}`;

/** @throws NnError('input') that names the first gap, where there is one */
function refuseGaps(table: Table, name: string, calendar: Calendar, gaps: readonly Gap[], training: boolean) {
  const [first] = gaps;
  const column = columnNamed(table, name);
  const [before, after] = [first.row - 1, first.row].map((row) => textAt(column, row));
  const all = gaps.reduce((sum, { steps }) => sum + steps, 0);
  const more = gaps.length > 1 ? `; ${count(gaps.length)} gaps, ${stepsText(all, calendar)} in all` : '';
  const verb = first.steps === 1 ? 'is' : 'are';
  throw inputError(
    `time "${name}": ${stepsText(first.steps, calendar)} ${verb} missing between ${before} and ${after}${more}`,
    {
      where: placeIn(table, name, first.row),
      hint: fillHints[training ? 'training' : 'trained'],
    },
  );
}

/** @throws NnError('input') where there would be far more new rows than rows */
function checkLengths(table: Table, name: string, { places }: Calendar, gaps: readonly Gap[]): void {
  const rows = (places.at(-1) ?? 0) + 1;
  if (rows <= table.rows * MOST_NEW) return;
  const longest = gaps.reduce((most, gap) => (gap.steps > most.steps ? gap : most));
  throw inputError(
    `time "${name}": ${count(rows - table.rows)} steps are missing, but ${count(table.rows)} rows are there`,
    {
      where: placeIn(table, name, longest.row),
      hint: 'train with the rows of one side of the longest gap, which ends here',
    },
  );
}

const missingValues = ({ columns }: Table): number => columns.reduce((sum, { missing }) => sum + missing, 0);

/** What --fill did, in words: `12 rows and 3 values, on lines between those around them`. */
function filledText(before: Table, after: Table, fill: Fill): string | undefined {
  const rows = after.rows - before.rows;
  const values = missingValues(before) - missingValues(after);
  const what = [
    ...(rows > 0 ? [`${count(rows)} ${rows === 1 ? 'row' : 'rows'}`] : []),
    ...(values > 0 ? [`${count(values)} ${values === 1 ? 'value' : 'values'}`] : []),
  ].join(' and ');
  if (what === '') return undefined;
  return fill === 'previous'
    ? `${what}, as the row before them`
    : `${what}, on a line between those around them`;
}

/** How a column of dates was understood when the table was read. */
function formatOf({ readings }: Table, name: string): DateFormat | undefined {
  const reading = readings?.get(name);
  return reading?.kind === 'date' ? reading.format : undefined;
}

/**
 * The rows of a table as steps of a series. Without --fill, missing steps are an error: a window would span more
 * time than others.
 *
 * @throws NnError('input') for times that are none, not in order or have gaps
 */
export function seriesRows(table: Table, { time, format, fill, training }: RowOptions): SeriesRows {
  const clock =
    time === undefined
      ? undefined
      : readClock(table, columnNamed(table, time), format ?? formatOf(table, time));
  const calendar = clock?.calendar;
  if (time !== undefined && calendar) {
    const gaps = gapsOf(calendar);
    if (gaps.length > 0 && fill === undefined) refuseGaps(table, time, calendar, gaps, training);
    if (gaps.length > 0) checkLengths(table, time, calendar, missingSteps(calendar));
  }
  if (fill === undefined) return { table, clock, filled: undefined };
  const times =
    time !== undefined && clock && calendar
      ? { name: time, places: calendar.places, at: clock.at }
      : undefined;
  const whole = fillTable(table, times, fill);
  return {
    table: whole,
    clock:
      clock && time !== undefined
        ? readClock(whole, columnNamed(whole, time), format ?? clock.format)
        : undefined,
    filled: filledText(table, whole, fill),
  };
}

/**
 * The rows of a table as a model of a series knows them, its target in each. Times that the table does not have are
 * not asked for.
 *
 * @throws NnError('input') for times that are none, not in order or have gaps, and for values that are missing
 */
export function rowsOf(
  { pieces, target }: SeriesModel,
  table: Table,
  dateFormat: string | undefined,
): SeriesRows {
  const { time, fill } = pieces;
  const known = table.columns.some(({ name }) => name === time);
  const rows = seriesRows(table, {
    time: known ? time : undefined,
    format: dateFormat === undefined ? pieces.format : { pattern: dateFormat },
    fill,
    training: false,
  });
  checkWhole(rows.table, columnNamed(rows.table, target.name), fill === undefined ? 'trained' : 'ends');
  return rows;
}

/** Says what was put into a series that a model forecasts or is measured on. */
export function tellFilled({ table, filled }: SeriesRows, screen: Pick<Screen, 'note'>): void {
  if (filled !== undefined) screen.note(`${table.source}: filled ${filled}`);
}
