import { shellWord } from '../../util/shell.ts';
import { textAt } from '../table.ts';
import type { CategoryColumn, NumberColumn } from '../table.ts';
import { dateReader } from './dates/read.ts';
import type { Deciding, Decision } from './decide.ts';

/** Names of columns that hold times, in English and Portuguese. */
const TIME = /(^|[^a-z])(date|data|dia|day|time|timestamp|datetime|ts|hora|created|updated)([^a-z]|$)|_at$/i;

/** Seconds and milliseconds since 1970 of the years 1990 to 2100. */
const SECONDS = { pattern: 'unix', from: 631_152_000, to: 4_102_444_800 };
const MILLISECONDS = { pattern: 'unix-ms', from: 631_152_000_000, to: 4_102_444_800_000 };
/** Days written as one number. */
const DAYS = { pattern: 'yyyymmdd', from: 19_000_101, to: 21_001_231 };

/** The texts of a column of numbers, as codes. */
export function asTexts(column: NumberColumn): CategoryColumn {
  const known = new Map<string, number>();
  const codes = Int32Array.from(column.values, (_, row) => {
    const text = textAt(column, row);
    if (text === undefined) return -1;
    const code = known.get(text) ?? known.size;
    known.set(text, code);
    return code;
  });
  return {
    kind: 'category',
    name: column.name,
    codes,
    categories: [...known.keys()],
    missing: column.missing,
  };
}

/** The pattern by which whole numbers are dates; undefined where they are not. */
function datePattern(
  { name, values, integral }: NumberColumn,
  said: boolean,
  given?: string,
): string | undefined {
  if (!integral || (!said && given === undefined && !TIME.test(name))) return undefined;
  const present = values.filter((value) => !Number.isNaN(value));
  const within = [DAYS, SECONDS, MILLISECONDS].find(
    ({ pattern, from, to }) =>
      (given === undefined || given === pattern) && present.every((value) => value >= from && value <= to),
  );
  if (within !== DAYS) return within?.pattern;
  const read = dateReader({ pattern: DAYS.pattern });
  return present.every((value) => read(String(value)) !== undefined) ? DAYS.pattern : undefined;
}

/** How a column of plain numbers is read, where that is not as numbers. */
export function decideNumbers(column: NumberColumn, { kind, dateFormat }: Deciding): Decision | undefined {
  const { name } = column;
  if (kind === 'category' || kind === 'text') return { reading: { kind, name }, column: asTexts(column) };
  if (kind === 'number') return { reading: { kind, name }, column };
  if (column.pixels) return undefined;
  const pattern = datePattern(column, kind === 'date', dateFormat);
  if (pattern !== undefined)
    return {
      reading: { kind: 'date', name, format: { pattern }, why: pattern },
      column: asTexts(column),
      remark: `column "${name}": numbers such as ${
        textAt(
          column,
          column.values.findIndex((v) => !Number.isNaN(v)),
        ) ?? ''
      } are read as dates (${pattern}); --column ${shellWord(`${name}:number`)} reads numbers`,
    };
  if (kind === undefined || kind === 'boolean') return undefined;
  return {
    reading: { kind: 'number', name },
    column,
    fault: {
      row: column.values.findIndex((value) => !Number.isNaN(value)),
      message: `column "${name}": expected dates, found ${textAt(column, 0) ?? 'nothing'}`,
      hint: '--date-format says how they are written: yyyymmdd, unix (seconds since 1970), unix-ms',
    },
  };
}
