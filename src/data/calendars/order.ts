import { shellWord } from '../../util/shell.ts';
import type { DateFormat } from '../reading/define.ts';
import { parsePattern, unixUnit } from '../reading/dates/pattern.ts';
import type { Column, Table } from '../table.ts';

/** Options of sort(1) under which a column of times is in order: by its text, its number, or parts of it. */
function sortKeys(field: number, format: DateFormat | undefined): string | undefined {
  if (format === undefined || unixUnit(format) !== undefined) return `-k${field},${field}n`;
  const { tokens } = parsePattern(format);
  const parts = tokens.flatMap((token) => (token.kind === 'part' ? [token.part] : []));
  const named = parts.some((part) => part === 'mmm' || part === 'mmmm' || part.startsWith('ddd'));
  const padded = parts.every((part) => part !== 'm' && part !== 'd' && part !== 'yy');
  const halves = tokens.some((token) => token.kind === 'time' && token.time.half !== undefined);
  if (named || halves || !padded) return undefined;
  // Every other part has a place of its own among the characters of the text.
  let at = 1;
  const keys = new Map<string, string>();
  for (const token of tokens) {
    const length =
      token.kind === 'literal' ? token.text.length : token.kind === 'part' ? lengthOf(token.part) : 8;
    const name = token.kind === 'part' ? token.part : token.kind;
    keys.set(name, `-k${field}.${at},${field}.${at + length - 1}`);
    at += length;
  }
  const [first] = parts;
  if (first === 'yyyy') return `-k${field},${field}`;
  return ['yyyy', 'mm', 'dd', 'q', 'time'].flatMap((name) => keys.get(name) ?? []).join(' ');
}

const lengthOf = (part: string): number => (part === 'q' ? 1 : part.length);

/** What to do about rows that are not in order, as a command where one does it. */
export function orderHint(
  { source, columns, names, facts }: Table,
  { name }: Column,
  repeated: 'no' | 'once' | 'often',
  format: DateFormat | undefined,
): string {
  if (repeated === 'often')
    return 'times stand in several rows: if these are several series, keep the rows of one of them';
  const twice = repeated === 'once';
  const plain = twice ? 'keep one row for each time' : 'sort the rows by time, and keep one row for each';
  const field = (names ?? columns.map((column) => column.name)).indexOf(name) + 1;
  const file = shellWord(source);
  const delimiter = facts?.delimiter;
  if (delimiter === undefined || delimiter === ' ' || source === 'stdin' || field === 0) return plain;
  const sign = delimiter === '\t' ? String.raw`$'\t'` : shellWord(delimiter);
  if (twice) return `${plain}: awk -F${sign} '!seen[$${field}]++' ${file} > once.csv`;
  const keys = sortKeys(field, format);
  return keys === undefined
    ? plain
    : `sort the rows by time: (head -n 1 ${file}; tail -n +2 ${file} | sort -s -t${sign} ${keys}) > sorted.csv`;
}
