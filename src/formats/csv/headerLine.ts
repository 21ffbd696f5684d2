import { isMissingText } from '../../data/reading/missing.ts';
import { hasHeader, isPlainNumber } from './header.ts';

/** What the first line of a table is. */
export interface HeaderLine {
  readonly header: boolean;
  /** What somebody may doubt about it, and the option that says otherwise. */
  readonly doubt?: string;
}

/** Of so many different values in a row of a column, one that is there again says nothing. */
const FEW = 0.5;

/** Names of columns without names. */
const NUMBERED = /^x\d+$/;

const quoted = (fields: readonly string[]) => {
  const some = fields.slice(0, 3).map((field) => `"${field}"`);
  return fields.length > 3 ? `${some.join(', ')} …` : some.join(' and ');
};

/** Whether no field below is a number: then names and values look alike. */
const holdTexts = (rows: readonly (readonly string[])[]): boolean =>
  rows.length > 0 && rows.every((row) => !row.some(isPlainNumber));

/** A line of texts above texts: values, where each of them is there again in a column of few; names otherwise. */
function aboveTexts(first: readonly string[], rows: readonly (readonly string[])[]): HeaderLine {
  const again = first.filter(
    (field, c) => field !== '' && !isMissingText(field) && rows.some((row) => row[c] === field),
  );
  if (again.length === 0) return { header: true };
  const few = first.every((_, c) => new Set(rows.map((row) => row[c])).size <= FEW * (rows.length + 1));
  if (again.length === first.length && few)
    return {
      header: false,
      doubt:
        'the first line is read as a row: each of its fields is a value of its column further below; --header says otherwise',
    };
  return {
    header: true,
    doubt: `the first line is read as names of columns, and ${quoted(again)} ${again.length === 1 ? 'is a value of its column' : 'are values of their columns'} further below; --no-header reads it as a row`,
  };
}

/**
 * Whether the first line of a table names its columns.
 *
 * @param names columns that are known; a first line that holds one of them is a header, and one of texts above texts is
 *   none where they are those of a file without names
 */
export function headerLine(
  [first = [], ...rows]: readonly (readonly string[])[],
  names?: ReadonlySet<string>,
): HeaderLine {
  if (first.some((field) => names?.has(field))) return { header: true };
  if (!hasHeader(first, rows)) return { header: false };
  if (holdTexts(rows)) {
    if (names && names.size > 0 && [...names].every((name) => NUMBERED.test(name))) return { header: false };
    return aboveTexts(first, rows);
  }
  if (!first.some(isPlainNumber)) return { header: true };
  return {
    header: true,
    doubt: 'the first line, which holds numbers, is read as names of columns; --no-header says otherwise',
  };
}
