import type { DataColumn } from '../../report/result.ts';
import { keepsEveryText } from '../../data/reading/define.ts';
import { isMissingText } from '../../data/reading/missing.ts';
import type { Batch, BatchOptions, ByteSource } from '../define.ts';
import { isPlainNumber } from './header.ts';
import { openText } from './input.ts';
import { collectRows, noteDialect } from './read.ts';
import type { Dialect } from './dialect.ts';
import type { TableSink } from './sink.ts';

/** Small pieces keep batches small even when the file arrives in large chunks. */
const PIECE = 1 << 16;

const delimiters: Readonly<Record<string, string>> = { csv: ',', tsv: '\t' };

/** A JSON number of so few digits that float64 keeps them all. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const isNumber = (text: string) => text.length <= 16 && NUMBER.test(text);

/** Whether a column of numbers holds something else already in the beginning; its texts are handed out. */
const holdsTexts = ({ rows }: Dialect, index: number, missing: readonly string[]) =>
  rows.some((row) => {
    const field = row[index] ?? '';
    return !isPlainNumber(field) && !isMissingText(field) && !missing.includes(field);
  });

/**
 * Reads CSV or TSV some rows at a time; memory does not grow with the file. Rows that will be written with
 * the delimiter they were read with are handed out as they stand, in UTF-8.
 */
export async function* csvBatches(
  source: ByteSource,
  { rows, types, writtenAs, badRows = 'error', ...options }: BatchOptions,
): AsyncGenerator<Batch> {
  const input = await openText(source, {
    ...options,
    names: new Set(types.keys()),
    eager: source.live === true,
  });
  noteDialect(source, input);
  const { dialect } = input;
  const { missing = [] } = options;
  const raw = dialect.delimiter === delimiters[writtenAs ?? ''] && dialect.headerExcess === 0;
  const other = raw ? 'ignored' : 'category';
  const typeOf = (name: string, index: number) => {
    const type = types.get(name);
    if (type === 'category' && keepsEveryText(options.columns?.get(name))) return 'verbatim';
    return type === 'number' && holdsTexts(dialect, index, missing) ? 'category' : (type ?? other);
  };
  let last: TableSink | undefined;
  const collecting = { typeOf, raw, missing, keepBad: badRows !== 'error', piece: PIECE };
  // Columns hold a batch, however large the file is.
  const { size: _, ...unsized } = source;
  for await (const { sink, waiting } of collectRows(unsized, input, input.chunks(), collecting)) {
    last = sink;
    if (sink.rows < (waiting ? 1 : rows)) continue;
    yield batchOf(sink, types);
    sink.clear();
  }
  if (last && last.rows > 0) yield batchOf(last, types);
}

function batchOf(sink: TableSink, types: BatchOptions['types']): Batch {
  const { table, raw, rawHeader, bad, unread } = sink.take();
  const more = { ...(bad.size > 0 && { bad }), ...(unread.length > 0 && { unread }) };
  if (raw) return { table, columns: [{ name: rawHeader, values: raw }], rawFirst: true, ...more };
  const columns = table.columns.map((column): DataColumn => {
    const { name } = column;
    if (column.kind === 'number') return { name, values: column.values };
    const { codes, categories } = column;
    if (types.get(name) === 'category') return { name, values: { codes, names: categories } };
    const values = categories.map((text) => (isNumber(text) ? Number(text) : text));
    return { name, values: Array.from(codes, (code) => (code < 0 ? null : values[code])) };
  });
  return { table, columns, ...more };
}
