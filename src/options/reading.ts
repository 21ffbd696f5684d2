import { parseDateFormat } from '../data/reading/dates/pattern.ts';
import { columnKinds } from '../data/reading/define.ts';
import { usageError } from '../errors.ts';
import { encodingNamed } from '../util/encodings.ts';
import { oneOf } from '../util/fields.ts';
import { parsePairs } from '../util/fieldText.ts';
import { choice, parsed, text, toggle } from './define.ts';

const group = 'Reading tables';

const delimiters: Readonly<Record<string, string>> = { tab: '\t', '\\t': '\t', space: ' ' };

function delimiterOf(value: string): string {
  const sign = delimiters[value] ?? value;
  if (/^[^"\n\r\u0080-\uffff]$/.test(sign)) return sign;
  throw usageError(`--delimiter: expected one sign of ASCII, found "${value}"`, {
    hint: "for example --delimiter ';', --delimiter tab or --delimiter space",
  });
}

function encodingOf(value: string): string {
  const encoding = encodingNamed(value);
  if (encoding !== undefined) return encoding;
  throw usageError(`--encoding: expected the name of an encoding, found "${value}"`, {
    hint: 'for example utf-8, utf-16le, latin1, windows-1251, iso-8859-2, shift_jis, gbk, euc-kr, koi8-r, ibm866',
  });
}

function commentOf(value: string): string {
  if (value === 'none' || (value.length > 0 && value.length <= 4)) return value === 'none' ? '' : value;
  throw usageError(`--comment: expected a sign or none, found "${value}"`, {
    hint: "for example --comment '%'",
  });
}

/** A form of dates; the pattern as it was given. */
function dateFormOf(value: string): string {
  parseDateFormat(value);
  return value;
}

/** `price:number,code:category` → what columns hold. */
const kindsOf = (value: string) =>
  parsePairs(value, {
    what: '--column',
    kind: 'column',
    separator: ':',
    form: 'COLUMN:KIND',
    value: oneOf(columnKinds, 'category'),
    example: `for example --column zip:category; kinds are ${columnKinds.join(', ')}`,
  });

/** Options of every command that reads a table: what the file does not make clear, or says wrongly. */
export const readingOptions = {
  inputFormat: text(
    'read the input in this format, whatever its name: csv, tsv, json, jsonl, parquet, arrow, xlsx, npy …',
    {
      placeholder: 'name',
      group,
    },
  ),
  header: toggle('the first line of CSV holds names, or does not; detected otherwise', { group }),
  delimiter: parsed('sign between fields: , ; | tab space; detected otherwise', delimiterOf, {
    placeholder: 'sign',
    group,
  }),
  encoding: parsed(
    'how text is encoded: utf-8, utf-16le, latin1, windows-1251, iso-8859-2, shift_jis, gbk …; detected otherwise',
    encodingOf,
    { placeholder: 'name', group },
  ),
  comment: parsed('lines that begin with this sign are no rows; none: all lines are', commentOf, {
    placeholder: 'sign',
    group,
  }),
  decimal: choice('sign before the fraction of numbers; by all values of a column otherwise', ['.', ','], {
    group,
  }),
  dateFormat: parsed(
    'how dates are written where it can be doubted: dd/mm/yyyy, mm/dd/yyyy, yyyymmdd, unix',
    dateFormOf,
    {
      placeholder: 'form',
      group,
    },
  ),
  missing: parsed(
    'further values that mean "missing", with commas: -999,unknown',
    (value) => value.split(',').map((item) => item.trim()),
    { placeholder: 'values', group, repeatable: 'joined' },
  ),
  column: parsed(
    `what columns hold, where it is not what their values look like: zip:category,price:number; ${columnKinds.join(', ')}`,
    kindsOf,
    { placeholder: 'name:kind', group, repeatable: 'joined' },
  ),
  sheet: text('sheet of a workbook, by name or number; the first one unless given', {
    placeholder: 'name',
    group,
  }),
};
