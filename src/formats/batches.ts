import type { LearnedReadings } from '../data/reading/learned.ts';
import { textAt } from '../data/table.ts';
import type { Table } from '../data/table.ts';
import { namedByModel, toTable } from './convert.ts';
import type { ArrayNames } from './convert.ts';
import type { Batch, BatchOptions, ByteSource, Format, UnreadField } from './define.ts';
import { checkSheet, detectFormat, noteUnread } from './load.ts';
import { batchesOfTable } from './tabular.ts';

/** The rows of a batch as a model learned its columns; fields that are no numbers are named in it. */
function readAs(learned: LearnedReadings, batch: Batch, note: (line: string) => void): Batch {
  const { table } = batch;
  const unread: UnreadField[] = [];
  learned.look(table.columns, batch.signs);
  const columns = table.columns.map((before) => {
    const { column, unread: rows, remark, expected } = learned.read(before);
    if (remark !== undefined) note(remark);
    for (const row of rows)
      unread.push({
        row,
        column: column.name,
        text: textAt(before, row) ?? '',
        ...(expected !== undefined && { expected }),
        line: table.placeOf?.(row, column.name).line,
      });
    return column;
  });
  return {
    ...batch,
    table: { ...table, columns },
    given: table,
    ...(unread.length > 0 && { unread: [...(batch.unread ?? []), ...unread] }),
  };
}

/** Formats that hold an array, whose columns have no names. */
const arrays: ReadonlySet<string> = new Set(['npy', 'idx']);

/** The rows of an array with the names that a model knows. */
async function* named(batches: AsyncIterable<Batch>, names: ArrayNames): AsyncGenerator<Batch> {
  for await (const batch of batches) {
    const table = namedByModel(batch.table, names);
    if (table === batch.table) yield batch;
    else {
      const columns = batch.columns.map((column, c) => ({ ...column, name: table.columns[c].name }));
      yield { ...batch, table, columns };
    }
  }
}

/**
 * A table that has to be read whole; columns of which none can be made are said.
 *
 * @throws NnError('input') where one to compute with has values that are neither numbers nor texts
 */
async function wholeTable(
  format: Format,
  source: ByteSource,
  options: BatchOptions,
  names: ArrayNames | undefined,
): Promise<Table> {
  const table = toTable(await format.read(source, options), names);
  noteUnread(source, table);
  for (const [name, fault] of table.faults ?? []) if (options.types.has(name)) throw fault;
  return table;
}

/**
 * The rows of a file by its extension, else by its content, some at a time.
 *
 * @throws NnError('input') for damaged data
 */
export async function* batchesOf(
  from: ByteSource,
  {
    learned,
    names,
    ...given
  }: BatchOptions & {
    readonly inputFormat?: string | undefined;
    /** How a model learned the columns. */
    readonly learned?: LearnedReadings | undefined;
    /** How a model calls the columns of an array. */
    readonly names?: ArrayNames | undefined;
  },
): AsyncGenerator<Batch> {
  const options = { ...given, ...learned?.readOptions };
  const { format, source } = await detectFormat(from, options.inputFormat);
  checkSheet(format, source, options.sheet);
  const streamed = format.batches?.(source, options);
  const batches = streamed
    ? names && arrays.has(format.name)
      ? named(streamed, names)
      : streamed
    : batchesOfTable(await wholeTable(format, source, options, names), options.rows);
  if (!learned) yield* batches;
  else
    for await (const batch of batches)
      yield readAs(learned, batch, (line) => source.note?.(`${source.name}: ${line}`));
}
