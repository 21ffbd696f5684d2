import type { LearnedReadings } from '../data/reading/learned.ts';
import { textAt } from '../data/table.ts';
import { toTable } from './convert.ts';
import type { Batch, BatchOptions, ByteSource, UnreadField } from './define.ts';
import { checkSheet, detectFormat } from './load.ts';
import { batchesOfTable } from './tabular.ts';

/** The rows of a batch as a model learned its columns; fields that are no numbers are named in it. */
function readAs(learned: LearnedReadings, batch: Batch, note: (line: string) => void): Batch {
  const { table } = batch;
  const unread: UnreadField[] = [];
  const columns = table.columns.map((before) => {
    const { column, unread: rows, remark } = learned.read(before);
    if (remark !== undefined) note(remark);
    for (const row of rows)
      unread.push({
        row,
        column: column.name,
        text: textAt(before, row) ?? '',
        line: table.placeOf?.(row, column.name).line,
      });
    return column;
  });
  return {
    ...batch,
    table: { ...table, columns },
    ...(unread.length > 0 && { unread: [...(batch.unread ?? []), ...unread] }),
  };
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
    ...given
  }: BatchOptions & {
    readonly inputFormat?: string | undefined;
    /** How a model learned the columns. */
    readonly learned?: LearnedReadings | undefined;
  },
): AsyncGenerator<Batch> {
  const options = { ...given, ...(learned && { columns: learned.keptTexts }) };
  const { format, source } = await detectFormat(from, options.inputFormat);
  checkSheet(format, source, options.sheet);
  const batches = format.batches
    ? format.batches(source, options)
    : batchesOfTable(toTable(await format.read(source, options)), options.rows);
  if (!learned) yield* batches;
  else
    for await (const batch of batches)
      yield readAs(learned, batch, (line) => source.note?.(`${source.name}: ${line}`));
}
