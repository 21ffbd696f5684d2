import type { DataColumn } from '../../report/result.ts';
import { keepsEveryText } from '../../data/reading/define.ts';
import { isMissingText } from '../../data/reading/missing.ts';
import type { Batch, BatchOptions, ByteSource } from '../define.ts';
import { certainDecimal } from '../../data/reading/notation.ts';
import { signsOf } from '../../data/reading/signs.ts';
import type { DecimalSigns } from '../../data/reading/signs.ts';
import { mayBeGroups } from './categories.ts';
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

const presentOf = ({ rows }: Dialect, index: number) =>
  rows.map((row) => row[index] ?? '').filter((field) => !isMissingText(field));

/** Whether all numbers of a column may be whole ones with a point between thousands, 1.250, as far as is seen. */
function mayBeThousands(dialect: Dialect, index: number, { prefer, lean }: DecimalSigns): boolean {
  const fields = presentOf(dialect, index);
  const commas = prefer === ',' || (prefer === undefined && lean === ',');
  return fields.every(mayBeGroups) && (commas || fields.some((field) => field.includes('.')));
}

/** What the first rows tell of the decimal sign, by all columns, those too that nobody asks for. */
function signsOfSample(dialect: Dialect): DecimalSigns {
  const columns = Array.from({ length: dialect.width }, (_, c) => {
    const fields = presentOf(dialect, c);
    return fields.every(isPlainNumber)
      ? { points: fields.some((field) => !Number.isInteger(Number(field))) && !fields.every(mayBeGroups) }
      : { certain: certainDecimal([...new Set(fields)]) };
  });
  return signsOf(columns, dialect.delimiter);
}

/**
 * Reads CSV or TSV some rows at a time; memory does not grow with the file. Rows that will be written with
 * the delimiter they were read with are handed out as they stand, in UTF-8.
 */
export async function* csvBatches(
  source: ByteSource,
  { rows, types, writtenAs, badRows = 'error', kept, ...options }: BatchOptions,
): AsyncGenerator<Batch> {
  const input = await openText(source, {
    ...options,
    names: new Set(types.keys()),
    eager: source.live === true,
  });
  noteDialect(source, input);
  const { dialect } = input;
  const { missing = [], decimal, doubted = false } = options;
  const signs = signsOfSample(dialect);
  const texts = writtenAs !== undefined && writtenAs !== 'npy';
  const raw = dialect.delimiter === delimiters[writtenAs ?? ''] && dialect.headerExcess === 0;
  const other = raw ? 'ignored' : 'category';
  const typeOf = (name: string, index: number) => {
    const type = types.get(name);
    if (type === 'category' && keepsEveryText(options.columns?.get(name))) return 'verbatim';
    if (type !== 'number') return type ?? other;
    const asTexts =
      (texts && !raw) ||
      kept?.has(name) ||
      decimal === ',' ||
      holdsTexts(dialect, index, missing) ||
      (doubted && decimal === undefined && mayBeThousands(dialect, index, signs));
    return asTexts ? 'category' : 'number';
  };
  let last: TableSink | undefined;
  const collecting = { typeOf, raw, missing, keepBad: badRows !== 'error', piece: PIECE };
  // Columns hold a batch, however large the file is.
  const { size: _, ...unsized } = source;
  for await (const { sink, waiting } of collectRows(unsized, input, input.chunks(), collecting)) {
    last = sink;
    if (sink.rows < (waiting ? 1 : rows)) continue;
    yield batchOf(sink, { types, signs, texts });
    sink.clear();
  }
  if (last && last.rows > 0) yield batchOf(last, { types, signs, texts });
}

function batchOf(
  sink: TableSink,
  { types, signs, texts }: Pick<BatchOptions, 'types'> & { signs: DecimalSigns; texts: boolean },
): Batch {
  const { table, raw, rawHeader, bad, unread } = sink.take();
  const more = { signs, ...(bad.size > 0 && { bad }), ...(unread.length > 0 && { unread }) };
  if (raw) return { table, columns: [{ name: rawHeader, values: raw }], rawFirst: true, ...more };
  const columns = table.columns.map((column): DataColumn => {
    const { name } = column;
    if (column.kind === 'number') return { name, values: column.values };
    const { codes, categories } = column;
    const type = types.get(name);
    if (type === 'category') return { name, values: { codes, names: categories } };
    if (texts)
      return { name, values: { codes, names: categories, numbers: type === 'number' ? 'all' : 'json' } };
    const values = categories.map((text) => (isNumber(text) ? Number(text) : text));
    return { name, values: Array.from(codes, (code) => (code < 0 ? null : values[code])) };
  });
  return { table, columns, ...more };
}
