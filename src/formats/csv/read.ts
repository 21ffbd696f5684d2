import { inputError } from '../../errors.ts';
import type { Table } from '../../data/table.ts';
import { count } from '../../util/quantity.ts';
import type { ByteSource, ReadOptions } from '../define.ts';
import { Scanner } from './scanner.ts';
import { TableSink } from './sink.ts';
import type { SinkOptions } from './sink.ts';

/** A pipe gives this much at a time when there is more. */
const PIPE = 1 << 16;

export interface CsvOptions extends ReadOptions {
  /** Absent: the most frequent of comma, semicolon and tab in the first line. */
  readonly delimiter?: string;
}

function detectDelimiter(head: Uint8Array): string {
  const end = head.indexOf(0x0a);
  const line = head.subarray(0, end < 0 ? head.length : end);
  const counts = [',', ';', '\t'].map((delimiter) => {
    const code = delimiter.charCodeAt(0);
    return { delimiter, count: line.reduce((n, byte) => (byte === code ? n + 1 : n), 0) };
  });
  return counts.reduce((best, next) => (next.count > best.count ? next : best)).delimiter;
}

interface Collecting extends CsvOptions {
  /**
   * What a column holds, and whether the rows are also kept as they stand; the delimiter of the file is known
   * by then.
   */
  readonly collect: (delimiter: string) => Pick<SinkOptions, 'typeOf' | 'raw'>;
  /** Bytes between two looks at the rows. */
  readonly piece: number;
}

/**
 * Reads a file, showing the rows collected so far after every chunk of it and at its end; whoever looks may
 * take and clear them. `waiting`: nothing more has arrived yet.
 *
 * @throws NnError('input') with line and column for ragged rows, broken quotes, texts among numbers, empty
 * files and binary data
 */
export async function* collectRows(
  source: ByteSource,
  { delimiter: given, header, collect, piece }: Collecting,
): AsyncGenerator<{ sink: TableSink; waiting: boolean }> {
  const { name, size } = source;
  let scanner: Scanner | undefined;
  let sink: TableSink | undefined;
  for await (const chunk of source.chunks()) {
    if (!scanner || !sink) {
      const delimiter = given ?? detectDelimiter(chunk);
      sink = new TableSink({ source: name, delimiter, header, size, ...collect(delimiter) });
      const made = new Scanner(delimiter, sink, name);
      sink.lineNow = () => made.line;
      scanner = made;
    }
    const waiting = source.live === true && chunk.length < PIPE;
    for (let at = 0; at < chunk.length; at += piece) {
      const part = chunk.subarray(at, at + piece);
      scanner.push(part);
      sink.scanned += part.length;
      yield { sink, waiting };
    }
  }
  scanner?.end();
  if (scanner && scanner.commented > 0)
    source.note?.(
      `${name}: ${count(scanner.commented)} ${scanner.commented === 1 ? 'row is' : 'rows are'} commented out with #`,
    );
  if (!sink?.columns)
    throw inputError('the file is empty, expected rows of data', { where: { source: name } });
  yield { sink, waiting: false };
}

/**
 * Reads a whole file as one table.
 *
 * @throws NnError('input') when there are no rows, and as `collectRows`
 */
export async function readCsv(source: ByteSource, options: CsvOptions): Promise<Table> {
  let rows: TableSink | undefined;
  const collect = () => ({ typeOf: () => undefined, raw: false });
  for await (const { sink } of collectRows(source, { ...options, collect, piece: Infinity })) rows = sink;
  if (rows && rows.rows > 0) return rows.take().table;
  throw inputError('found a header but no rows', {
    where: { source: source.name, line: 1 },
    hint: 'if the first line is data, say --no-header',
  });
}
