import type { ReadOptions } from '../define.ts';
import { isMissingText } from '../../data/reading/missing.ts';
import { hasHeader, isPlainNumber } from './header.ts';
import type { SampleRecord } from './sample.ts';

/** Which lines are comments. */
export interface Comments {
  /** Lines that begin with it may be; empty: none is. */
  readonly sign: string;
  /**
   * Lines that begin with it and are no comments all the same, of those with as many fields as a row: none, those
   * with a word right behind the sign, such as #ff0000, or all.
   */
  readonly rows: 'none' | 'words' | 'all';
  /** The sign was named by the user. */
  readonly given?: true;
  /** The first line of the table is no comment, such as #id,name. */
  readonly first: boolean;
}

const HASH = 0x23;
const SPACE = 0x20;
/** What stands behind the sign of a comment: blanks, more signs, a delimiter. */
const NO_WORD = new Set(Array.from(' \t#,;!', (sign) => sign.charCodeAt(0)));

/** Whether a word begins there. */
export const isWord = (byte: number | undefined): boolean =>
  byte !== undefined && byte !== 0x0a && byte !== 0x0d && !NO_WORD.has(byte);

/** What spreadsheets write in place of a value; the last are errors. */
const MARKS = /^#(?:N\/A|NA|N\/A N\/A|DIV\/0!|VALUE!|REF!|NUM!|NAME\?|NULL!)$/;

/** Whether a first field is no comment although it begins with #. */
export const isMark = (field: string): boolean => MARKS.test(field.trim());

/** The most frequent number of fields; of several the largest. */
export function widthOf(records: readonly SampleRecord[]): number {
  const counts = new Map<number, number>();
  let best = records[0]?.fields ?? 1;
  for (const { fields } of records) {
    const count = (counts.get(fields) ?? 0) + 1;
    counts.set(fields, count);
    const most = counts.get(best) ?? 0;
    if (count > most || (count === most && fields > best)) best = fields;
  }
  return best;
}

/**
 * Which lines of a sample are comments, and the records without them. A # begins a comment only where the line cannot be a
 * row: it has another number of fields than the others, or a blank behind the #, or the first column holds
 * numbers otherwise.
 *
 * @param fieldsOf takes a record apart
 */
export function findComments(
  all: readonly SampleRecord[],
  bytes: Uint8Array,
  { comment }: ReadOptions,
  fieldsOf: (record: SampleRecord) => string[],
): { comments: Comments; records: readonly SampleRecord[]; doubt?: string } {
  if (comment !== undefined) {
    const signs = Array.from(new TextEncoder().encode(comment));
    const begins = ({ from }: SampleRecord) => signs.every((byte, i) => bytes[from + i] === byte);
    const records = comment === '' ? all : all.filter((record) => !begins(record));
    return { comments: { sign: comment, rows: 'none', first: false, given: true }, records };
  }
  const isHash = (record: SampleRecord) => bytes[record.from] === HASH && !isMark(fieldsOf(record)[0] ?? '');
  const plain = all.filter((record) => !isHash(record));
  if (plain.length === all.length)
    return { comments: { sign: '#', rows: 'words', first: false }, records: all };
  const words = all.filter((record) => isHash(record) && isWord(bytes[record.from + 1]));
  const width = widthOf([...plain, ...words.filter(({ fields }) => fields > 1 || plain.length < 2)]);
  const word = words.length > 0 && words[0] === all[0] && words[0].fields === width;
  const begin = all[0].fields === width && width > 1 && !word && isHash(all[0]) ? all[0] : undefined;
  const named = begin && plain.length > 0 ? firstLine(begin, bytes, plain, fieldsOf) : undefined;
  const first = word || named?.names === true;
  // The first of them may be a header, unless it is the only one.
  const below = plain.length > 1 && !first ? plain.slice(1) : plain.slice(0, plain.length);
  const alone = plain.length === 0 || (plain.length === 1 && !first);
  const starts = below.slice(0, 100).map((record) => fieldsOf(record)[0] ?? '');
  const numbers =
    !alone &&
    starts.some(isPlainNumber) &&
    starts.every((text) => isPlainNumber(text) || isMissingText(text));
  const rows = numbers ? 'none' : alone && words.length === 0 && plain.length > 0 ? 'all' : 'words';
  const comments: Comments = { sign: '#', rows, first };
  const records = all.filter(
    (record) =>
      !isHash(record) ||
      (first && record === all[0]) ||
      isRow(comments, record.fields === width, bytes[record.from + 1]),
  );
  return { comments, records, ...(named && { doubt: named.doubt }) };
}

/** Rows that are looked at. */
const SOME = 50;

/**
 * Whether a first line names columns that begins with # and a blank or a delimiter, and has as many fields as the rows:
 * where # alone is a name, or all fields are words, as numpy.savetxt writes them, and the next line names none.
 * Undefined where nobody would think so.
 */
function firstLine(
  record: SampleRecord,
  bytes: Uint8Array,
  plain: readonly SampleRecord[],
  fieldsOf: (record: SampleRecord) => string[],
): { readonly names: boolean; readonly doubt: string } | undefined {
  const [begin = '', ...others] = fieldsOf(record);
  const alone = begin === '#' && bytes[record.from + 1] !== SPACE;
  const isName = (field: string) => /^\S+$/.test(field) && !isPlainNumber(field);
  if (!alone && ![begin.replace(/^#+\s*/, ''), ...others].every(isName)) return undefined;
  const [next, ...rows] = plain.slice(0, SOME).map(fieldsOf);
  if (alone || !hasHeader(next, rows))
    return {
      names: true,
      doubt: "the first line, which begins with #, is read as names of columns; --comment '#' leaves it out",
    };
  // Texts above texts may be a header, or the first row below one.
  const mayBeRow = rows.length > 0 && rows.every((row) => !row.some(isPlainNumber));
  return mayBeRow
    ? {
        names: false,
        doubt: 'the first line, which begins with #, is left out as a comment; --comment none reads it',
      }
    : undefined;
}

/** Whether a line that begins with the sign is a row. `behind`: the byte behind the sign. */
export const isRow = ({ rows }: Comments, fits: boolean, behind: number | undefined): boolean =>
  fits && (rows === 'all' || (rows === 'words' && isWord(behind)));
