import { isMissingText } from '../../data/reading/missing.ts';
import { fitNotation } from '../../data/reading/notation.ts';
import { inputError } from '../../errors.ts';
import type { NnError } from '../../errors.ts';
import type { ReadOptions } from '../define.ts';
import { hasDecimalComma } from './categories.ts';
import { findComments, widthOf } from './comments.ts';
import type { Comments } from './comments.ts';
import { headerLine } from './headerLine.ts';
import { countsUp, hasHeader, isPlainNumber } from './header.ts';
import { sampleFields, sampleRecords } from './sample.ts';
import type { SampleRecord } from './sample.ts';
import { latin1Text } from '../../util/latin1.ts';

/** How a delimited text is written, as its beginning shows it. */
export interface Dialect {
  /** A space stands for runs of spaces and tabs. */
  readonly delimiter: string;
  /** The first line says what the delimiter is. */
  readonly separatorLine: boolean;
  /** Bytes of UTF-8 and lines above the header, or above the first row. */
  readonly preamble: { readonly bytes: number; readonly lines: number };
  readonly header: boolean;
  /** What somebody may doubt about that, and about a first line that begins with #. */
  readonly doubts: readonly string[];
  /** Fields of a row. */
  readonly width: number;
  /**
   * Fields that the header has more than the rows (an empty one at its end), or fewer (−1: the rows end with a
   * delimiter; −1 and `rowNames`: they begin with their names, as R writes them).
   */
  readonly headerExcess: number;
  readonly rowNames: boolean;
  readonly comments: Comments;
  /** The first rows below the header, as far as they were looked at. */
  readonly rows: readonly (readonly string[])[];
}

const CANDIDATES = [',', '\t', ';', '|'];
/** Rows of the sample that are taken apart. */
const ROWS = 200;
const FIELDS = 200_000;
/** Lines above a header that may be left out. */
const MOST_PREAMBLE = 20;

/** The records that are no comments, as one delimiter divides the sample. */
function divided(sample: Sample, delimiter: string): readonly SampleRecord[] {
  const { bytes, complete, options } = sample;
  const all = sampleRecords(bytes, delimiter, complete);
  return findComments(all, bytes, options, (record) => sampleFields(bytes, record, delimiter)).records;
}

interface Sample {
  readonly bytes: Uint8Array;
  /** It is the whole file. */
  readonly complete: boolean;
  readonly options: ReadOptions;
}

interface Candidate {
  readonly delimiter: string;
  /** Share of the records that have as many fields as most. */
  readonly consistency: number;
  /** Share of fields that look like one value. */
  readonly clean: number;
}

/** How well a delimiter divides the sample into a table; undefined: not into columns. */
function candidate(sample: Sample, delimiter: string): Candidate | undefined {
  const records = divided(sample, delimiter);
  const width = widthOf(records);
  if (width < 2) return undefined;
  const alike = records.filter(({ fields }) => fields === width);
  const fields = alike
    .slice(0, 20)
    .filter(({ from, to }) => to - from < 10_000)
    .flatMap((record) => sampleFields(sample.bytes, record, delimiter));
  const clean = fields.filter((field) => isClean(field, delimiter)).length;
  return {
    delimiter,
    consistency: consistencyOf(records, alike.length),
    clean: fields.length > 0 ? clean / fields.length : 1,
  };
}

/** Share of the lines that are alike; titles above a table count little. */
function consistencyOf(records: readonly SampleRecord[], alike: number): number {
  const titles = records.findIndex(({ fields }) => fields > 1);
  const above = titles > MOST_PREAMBLE || alike < 2 ? 0 : titles;
  return (alike / (records.length - above)) * (above > 0 ? 0.9 : 1);
}

const isClean = (field: string, delimiter: string) =>
  (!CANDIDATES.some((sign) => sign !== delimiter && field.includes(sign)) && !field.includes('  ')) ||
  (delimiter !== ',' && hasDecimalComma(field));

/** 1 284 is one number. */
const THOUSANDS = /^[-+]?\d{1,3}( \d{3})+$/;

/** Runs of spaces divide a sample of numbers, or of words beside numbers, and nothing else does. */
function spacesDivide(sample: Sample): boolean {
  const records = divided(sample, ' ');
  const width = widthOf(records);
  // Numbers on one line are a row.
  if (width > 1 && records.length === 1)
    return sample.complete && sampleFields(sample.bytes, records[0], ' ').every(isPlainNumber);
  if (width < 2 || records.length < 2 || records[0].fields < width - 1) return false;
  if (records.slice(1).some(({ fields }) => fields !== width)) return false;
  const rows = records.slice(1, ROWS).map((record) => sampleFields(sample.bytes, record, ' '));
  const numbers = rows[0].filter((_, c) =>
    rows.every((row) => isPlainNumber(row[c]) || isMissingText(row[c])),
  );
  if (numbers.length === 0) return false;
  const first = records[0].fields === width ? [sampleFields(sample.bytes, records[0], ' ')] : [];
  const thousands = rows.every((row) => THOUSANDS.test(row.join(' ')));
  return !thousands && !isOneNumber([...first, ...rows]);
}

/** Every line is one number with a unit, such as 31 kg or R$ 5. */
const isOneNumber = (rows: readonly (readonly string[])[]): boolean =>
  rows[0].length === 2 && fitNotation(rows.map((row) => row.join(' ')))?.failing.length === 0;

/** The sign that divides the first line into most fields; a comma when none does. */
function mostFrequent(sample: Sample): string {
  let best = ',';
  let most = 1;
  for (const delimiter of CANDIDATES) {
    const fields = divided(sample, delimiter).at(0)?.fields ?? 1;
    if (fields > most) [best, most] = [delimiter, fields];
  }
  return best;
}

/**
 * The delimiter that divides most lines alike, and, among those, into fields that look like one value each; spaces
 * where they do so better than any sign.
 */
function detectDelimiter(sample: Sample): string {
  const signs = CANDIDATES.flatMap((delimiter) => candidate(sample, delimiter) ?? []);
  const tabs = signs.some(
    ({ delimiter, consistency, clean }) => delimiter === '\t' && consistency > 0.5 && clean > 0.75,
  );
  const spaces = !tabs && spacesDivide(sample) ? candidate(sample, ' ') : undefined;
  const good = [...signs, ...(spaces ? [spaces] : [])].filter(({ consistency }) => consistency > 0.5);
  const score = ({ delimiter, consistency, clean }: Candidate) =>
    consistency * (0.2 + 0.8 * clean) * (delimiter === ' ' ? 0.9 : 1);
  if (good.length === 0) return mostFrequent(sample);
  return good.reduce((best, next) => (score(next) > score(best) ? next : best)).delimiter;
}

/** A first line that names the delimiter, as Excel writes it: `sep=;`. */
function separatorLine(bytes: Uint8Array): { delimiter: string; bytes: number } | undefined {
  const found = /^"?sep=([^\r\n])"?[ ]*(?:\r\n|\n|\r)/i.exec(latin1Text(bytes.subarray(0, 16)));
  return found ? { delimiter: found[1], bytes: found[0].length } : undefined;
}

const filled = (fields: readonly string[]) => fields.filter((field) => field !== '').length;

/** A line of texts that are nowhere below: names, although too few of them. */
const mayBeNames = (fields: readonly string[], rows: readonly (readonly string[])[]) =>
  fields.every((field) => field !== '' && !isPlainNumber(field)) && !recurs(fields, rows);

/** Whether a field of a line is there again in its column: it is a value. */
const recurs = (fields: readonly string[], rows: readonly (readonly string[])[]) =>
  fields.some((field, c) => field !== '' && rows.some((row) => row[c] === field));

/** Where the table begins: the number of records above it that belong to no table. */
function preambleLength(table: readonly (readonly string[])[], width: number): number {
  let begin = table.findIndex((fields) => fields.length === width);
  // Titles above a table, filled up with empty fields to its width.
  if (begin === 0 && width > 2) {
    const first = table.findIndex((fields) => filled(fields) > 1);
    const named =
      first > 0 &&
      table.slice(0, first).every((fields) => filled(fields) < 2) &&
      filled(table[first]) === width;
    if (named && hasHeader(table[first], table.slice(first + 1))) begin = first;
  }
  if (begin <= 0 || begin > MOST_PREAMBLE) return 0;
  const [above, rest] = [table.slice(0, begin), table.slice(begin)];
  if (above.some((fields) => fields.length > width)) return 0;
  if (rest.length < 2 || rest.filter((fields) => fields.length === width).length < 0.9 * rest.length)
    return 0;
  // Lines with several fields may be rows of a table that changes: only a header makes it clear where it begins.
  const divided = above.some((fields) => fields.length > 1 && fields.length < width);
  if (begin === 1 && divided && mayBeNames(above[0], rest) && recurs(rest[0], rest.slice(1))) return 0;
  const values = rest[0].some(isPlainNumber) && !countsUp(rest[0], rest.slice(1));
  return divided && (values || !hasHeader(rest[0], rest.slice(1))) ? 0 : begin;
}

/**
 * How a file is written.
 *
 * @param head its beginning in UTF-8 without byte order mark, at least two lines where there are so many
 * @param complete it is the whole file
 * @throws NnError('input') for binary data
 */
export function detectDialect(
  head: Uint8Array,
  complete: boolean,
  options: ReadOptions & {
    readonly source: string;
    /** Columns that are known; a first line that holds one of them is a header. */
    readonly names?: ReadonlySet<string> | undefined;
  },
): Dialect {
  const sep = separatorLine(head);
  const bytes = head.subarray(sep?.bytes ?? 0);
  const sample = { bytes, complete, options };
  const delimiter = options.delimiter ?? sep?.delimiter ?? detectDelimiter(sample);
  const all = sampleRecords(bytes, delimiter, complete);
  const { comments, records, doubt } = findComments(all, bytes, options, (record) =>
    sampleFields(bytes, record, delimiter),
  );
  if (records.length === 0 && bytes.includes(0)) throw binary(options.source);
  const widest = records.slice(0, 2).find(({ fields }) => fields > MOST_FIELDS);
  if (widest) throw tooWide(options.source, widest.line);
  const table = takeApart(bytes, records, delimiter);
  const plain = withoutTails(table, widthOf(records));
  const skipped = preambleLength(plain.table, plain.width);
  const begin = skipped > 0 ? records[skipped] : undefined;
  const rows = table.slice(skipped);
  const found = headerLine(plain.table.slice(skipped), options.names);
  const header = options.header ?? found.header;
  const shape = shapeOf(rows, header);
  return {
    delimiter,
    separatorLine: sep !== undefined,
    preamble: {
      bytes: (sep?.bytes ?? 0) + (begin?.from ?? 0),
      lines: (sep ? 1 : 0) + (begin ? begin.line - 1 : 0),
    },
    header,
    doubts: [doubt, options.header === undefined ? found.doubt : undefined].filter(
      (text) => text !== undefined,
    ),
    ...shape,
    comments: begin ? { ...comments, first: false } : comments,
    rows: (header ? rows.slice(1) : rows).filter((fields) => fields.length === shape.width),
  };
}

/** The fields of the first records. */
function takeApart(bytes: Uint8Array, records: readonly SampleRecord[], delimiter: string): string[][] {
  const most = Math.max(2, Math.min(ROWS, Math.floor(FIELDS / widthOf(records))));
  return records.slice(0, most).map((record) => sampleFields(bytes, record, delimiter));
}

/** The fields without the empty one behind a delimiter at the end of lines, where all rows have it or the header alone. */
function withoutTails(
  table: readonly (readonly string[])[],
  most: number,
): { table: readonly (readonly string[])[]; width: number } {
  const rows = table.filter((fields) => fields.length === most);
  const all = most > 2 && rows.every((fields) => fields[most - 1] === '');
  const width = all ? most - 1 : most;
  const ends = (fields: readonly string[]) => fields.length === width + 1 && fields[width] === '';
  return { table: table.map((fields) => (ends(fields) ? fields.slice(0, width) : fields)), width };
}

/** The fields of rows, and what the header has more or less. */
function shapeOf(
  [first = [], ...below]: readonly (readonly string[])[],
  header: boolean,
): Pick<Dialect, 'width' | 'headerExcess' | 'rowNames'> {
  const width = below[0]?.length ?? first.length;
  const excess = first.length - width;
  const same = { width: first.length, headerExcess: 0, rowNames: false };
  if (!header || !below.every((fields) => fields.length === width)) return same;
  if (excess === 1 && first.at(-1) === '') return { width, headerExcess: 1, rowNames: false };
  if (excess !== -1 || width < 3) return same;
  if (below.every((fields) => fields[width - 1] === '')) return { width, headerExcess: -1, rowNames: false };
  return { width, headerExcess: -1, rowNames: true };
}

/** More fields than that in a row are no table. */
export const MOST_FIELDS = 1_000_000;

/** The error of a row of more fields than that. */
export const tooWide = (source: string, line: number): NnError =>
  inputError(`found a row of more than ${MOST_FIELDS.toLocaleString('en')} fields`, {
    where: { source, line },
    hint: 'is the delimiter another one? Name it with --delimiter',
  });

/** The error of data that are no text. */
export const binary = (source: string, line?: number, column?: number): NnError =>
  inputError('found a zero byte, expected text', {
    where: { source, ...(line !== undefined && { line }), ...(column !== undefined && { column }) },
    hint: 'this does not look like CSV; name the format with --input-format',
  });
