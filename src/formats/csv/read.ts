import { inputError } from '../../errors.ts';
import type { Column, SourceFacts, Table } from '../../data/table.ts';
import { keepsEveryText } from '../../data/reading/define.ts';
import { isMissingText } from '../../data/reading/missing.ts';
import { count } from '../../util/quantity.ts';
import type { ByteSource, ReadOptions } from '../define.ts';
import { claimMemory } from '../memory.ts';
import { hasDecimalComma, mayBeGroups } from './categories.ts';
import type { ColumnType } from './columns.ts';
import { isPlainNumber } from './header.ts';
import { openText } from './input.ts';
import type { TextInput } from './input.ts';
import { Scanner } from './scanner.ts';
import { TableSink } from './sink.ts';
import type { SinkOptions } from './sink.ts';

/** A pipe gives this much at a time when there is more. */
const PIPE = 1 << 16;

/** Bytes of a value, and of a column without any. */
const COLUMN = 2048;
const NUMBER = 8;

/** How the rows of a text are collected. */
export interface Collecting extends Pick<
  SinkOptions,
  'typeOf' | 'raw' | 'keepBad' | 'missing' | 'decimalComma'
> {
  /** Bytes between two looks at the rows. */
  readonly piece: number;
}

/** What the scanner saw beside the rows. */
interface Seen {
  readonly commentLines: number;
  readonly bytes: number;
}

/**
 * Reads a text, showing the rows collected so far after every chunk of it and at its end; whoever looks may
 * take and clear them. `waiting`: nothing more has arrived yet.
 *
 * @throws NnError('input') with line and column for ragged rows, broken quotes, empty files and binary data
 */
export async function* collectRows(
  { name, size, live, note, memory }: Pick<ByteSource, 'name' | 'size' | 'live' | 'note' | 'memory'>,
  { dialect }: Pick<TextInput, 'dialect'>,
  chunks: AsyncIterable<Uint8Array>,
  { piece, ...collecting }: Collecting,
): AsyncGenerator<{ sink: TableSink; waiting: boolean; seen: Seen }> {
  const sink = new TableSink({ source: name, dialect, size, ...collecting, ...(note && { note }) });
  const { width, comments, preamble } = dialect;
  claimMemory({ name, memory }, COLUMN * width, 'its columns');
  const delimiter = dialect.delimiter === ' ' ? '\t' : dialect.delimiter;
  const scanner = new Scanner(sink, { delimiter, source: name, line: preamble.lines + 1, width, comments });
  sink.lineNow = () => scanner.line;
  const seen = () => ({ commentLines: scanner.comments.lines, bytes: sink.scanned });
  for await (const chunk of chunks) {
    const waiting = live === true && chunk.length < PIPE;
    for (let at = 0; at < chunk.length; at += piece) {
      const part = chunk.subarray(at, at + piece);
      scanner.push(part);
      sink.scanned += part.length;
      claimMemory({ name, memory }, NUMBER * width * sink.rows, 'its columns');
      yield { sink, waiting, seen: seen() };
    }
  }
  scanner.end();
  const { commented, doubtful } = scanner.comments;
  if (commented > 0 && !comments.given)
    note?.(`${name}: ${count(commented)} ${commented === 1 ? 'row is' : 'rows are'} commented out with #`);
  if (doubtful > 0 && !comments.given)
    note?.(
      `${name}: ${doubtful === 1 ? '1 line that begins with # is' : `${count(doubtful)} lines that begin with # are`} left out as ${doubtful === 1 ? 'a comment' : 'comments'}; --comment none reads all lines`,
    );
  if (!sink.columns)
    throw inputError('the file is empty, expected rows of data', { where: { source: name } });
  yield { sink, waiting: false, seen: seen() };
}

/** What a column of a whole file holds, as far as the sample shows. */
export function sampledType(fields: readonly string[], decimalComma: boolean): ColumnType {
  const present = fields.filter((field) => !isMissingText(field));
  if (!present.every(isPlainNumber)) return 'texts';
  if (!present.every((field) => Number.isInteger(Number(field)))) {
    const grouped = decimalComma && present.every(mayBeGroups);
    return grouped ? 'texts' : 'plain';
  }
  return present.some((field) => field.trim() !== String(Number(field))) ? 'spelled' : 'plain';
}

/** Says what was left out or doubted; once for a file. */
export function noteDialect(source: ByteSource, { dialect }: TextInput): void {
  const { name } = source;
  const { preamble, doubts, separatorLine, rowNames } = dialect;
  const lines = preamble.lines - (separatorLine ? 1 : 0);
  if (lines > 0)
    source.note?.(
      `${name}: the table begins on line ${preamble.lines + 1}; the ${lines === 1 ? 'line' : `${lines} lines`} above it ${lines === 1 ? 'is' : 'are'} left out`,
    );
  if (rowNames)
    source.note?.(
      `${name}: the header has one name less than the rows have fields; the first column is called "Unnamed: 0"`,
    );
  for (const doubt of doubts) source.note?.(`${name}: ${doubt}`);
}

function factsOf(
  { dialect, lineEnds, encoding }: TextInput,
  { commentLines, bytes }: Seen,
  size: number | undefined,
): SourceFacts {
  const { delimiter, header, preamble } = dialect;
  return {
    encoding: encoding(),
    delimiter,
    ...(lineEnds && { lineEnds }),
    header,
    preambleLines: preamble.lines,
    commentLines,
    bytes: size ?? bytes,
  };
}

/** Reads all rows and returns what collected them. */
async function collectAll(
  source: Parameters<typeof collectRows>[0],
  input: TextInput,
  chunks: AsyncIterable<Uint8Array>,
  collecting: Omit<Collecting, 'piece' | 'raw'>,
) {
  let last;
  for await (const state of collectRows(source, input, chunks, {
    ...collecting,
    raw: false,
    piece: Infinity,
  }))
    last = state;
  return last;
}

/**
 * Reads a whole file as one table. Columns that look like numbers in the beginning are read as numbers; where
 * one of them turns out to hold something else, or to lose digits, the file is read once more for it.
 *
 * @throws NnError('input') when there are no rows, and as `collectRows`
 */
export async function readCsv(source: ByteSource, options: ReadOptions): Promise<Table> {
  const input = await openText(source, { ...options, twice: true });
  noteDialect(source, input);
  const { missing, decimal, columns: said, doubted = false } = options;
  const { rows: sample } = input.dialect;
  const columns = Array.from({ length: sample[0]?.length ?? 0 }, (_, c) => sample.map((row) => row[c] ?? ''));
  // Where semicolons stand between fields, commas mostly stand in numbers: 1.250 may be 1250.
  const comma = decimal === ',' || (decimal === undefined && (doubted || input.dialect.delimiter === ';'));
  const commas = comma || (decimal === undefined && columns.some((fields) => fields.some(hasDecimalComma)));
  // What the user calls something else than numbers is kept as it stands.
  const isText = (name: string) => said?.has(name) === true && said.get(name) !== 'number';
  const typeOf = (name: string, c: number) =>
    keepsEveryText(said?.get(name))
      ? 'verbatim'
      : isText(name)
        ? 'category'
        : sampledType(columns[c] ?? [], commas);
  const last = await collectAll(source, input, input.chunks(), { typeOf, missing, decimalComma: comma });
  if (!last || last.sink.rows === 0)
    throw inputError('found a header but no rows', {
      where: { source: source.name, line: input.dialect.preamble.lines + 1 },
      hint: 'if the first line is data, say --no-header',
    });
  const { sink, seen } = last;
  const marked = new Set(sink.finish().map(({ index }) => index));
  const decimalComma = comma || sink.decimalComma;
  const { table } = sink.take();
  if (sink.endsEmpty)
    source.note?.(`${source.name}: every line ends with a delimiter; the empty column behind it is left out`);
  const facts = factsOf(input, seen, source.size);
  if (marked.size === 0) return { ...table, facts };
  const { name, size } = source;
  const again = await collectAll({ name, ...(size !== undefined && { size }) }, input, input.again(), {
    typeOf: (_, c) => (marked.has(c) ? 'texts' : 'ignored'),
    missing,
    decimalComma,
  });
  const texts = new Map(
    again?.sink.take().table.columns.map((column): [string, Column] => [column.name, column]),
  );
  const read = new Map(table.columns.map((column): [string, Column] => [column.name, column]));
  return {
    ...table,
    columns: (table.names ?? []).flatMap((column) => texts.get(column) ?? read.get(column) ?? []),
    facts,
  };
}
