import type { DataColumn } from '../../report/result.ts';
import type { Batch, BatchOptions, ByteSource } from '../define.ts';
import { collectRows } from './read.ts';
import type { CsvOptions } from './read.ts';
import type { TableSink } from './sink.ts';

/** Small pieces keep batches small even when the file arrives in large chunks. */
const PIECE = 1 << 16;

const delimiters: Readonly<Record<string, string>> = { csv: ',', tsv: '\t' };

/** A JSON number of so few digits that float64 keeps them all. */
const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const isNumber = (text: string) => text.length <= 16 && NUMBER.test(text);

/**
 * Reads CSV or TSV some rows at a time; memory does not grow with the file. Rows that will be written with
 * the delimiter they were read with are handed out as they stand.
 */
export async function* csvBatches(
  source: ByteSource,
  { rows, types, writtenAs, ...options }: BatchOptions & CsvOptions,
): AsyncGenerator<Batch> {
  const passed = delimiters[writtenAs ?? ''];
  const collect = (delimiter: string) => {
    const raw = delimiter === passed;
    return { raw, typeOf: (name: string) => types.get(name) ?? (raw ? 'ignored' : 'category') } as const;
  };
  let last: TableSink | undefined;
  for await (const { sink, waiting } of collectRows(source, { ...options, collect, piece: PIECE })) {
    last = sink;
    if (sink.rows < (waiting ? 1 : rows)) continue;
    yield batchOf(sink, types);
    sink.clear();
  }
  if (last && last.rows > 0) yield batchOf(last, types);
}

function batchOf(sink: TableSink, types: BatchOptions['types']): Batch {
  const { table, raw, rawHeader } = sink.take();
  if (raw) return { table, columns: [{ name: rawHeader, values: raw }], rawFirst: true };
  const columns = table.columns.map((column): DataColumn => {
    const { name } = column;
    if (column.kind === 'number') return { name, values: column.values };
    const { codes, categories } = column;
    if (types.has(name)) return { name, values: { codes, names: categories } };
    const values = categories.map((text) => (isNumber(text) ? Number(text) : text));
    return { name, values: Array.from(codes, (code) => (code < 0 ? null : values[code])) };
  });
  return { table, columns };
}
