import type { Column, Table } from '../../data/table.ts';
import { inputError } from '../../errors.ts';
import { ColumnStream } from '../columnar/columnStream.ts';
import { closedAfter } from '../closing.ts';
import type { Batch, BatchOptions, ByteSource } from '../define.ts';
import { checkGrowth, claimMemory } from '../memory.ts';
import { batchesOfTable } from '../tabular.ts';
import { openParquet } from './open.ts';
import type { ParquetFile } from './open.ts';

/**
 * Reads a Parquet file, one row group after the other.
 *
 * @throws NnError('input') when it is damaged or holds no rows
 */
export async function readParquet(source: ByteSource): Promise<Table> {
  return closedAfter(await openParquet(source), (file) => tableOf(file, source));
}

function tableOf(file: ParquetFile, source: ByteSource): Table {
  if (file.rows === 0) throw inputError('found no rows, expected data', { where: { source: file.source } });
  const bytes = 8 * file.rows;
  checkGrowth(source, source.size ?? bytes, bytes);
  claimMemory(source, bytes * file.fields.length, 'the table');
  const columns: Column[] = [];
  for (const field of file.fields) {
    const gathered = field.gather(field.name, file.rows, 'day where all are');
    for (const group of file.groups) gathered.add(file.values(field, group), 0, group.to - group.from);
    columns.push(gathered.column());
  }
  return { columns, rows: file.rows, source: file.source };
}

/**
 * The rows of a Parquet file some at a time, in memory for one row group.
 *
 * @throws NnError('input') when it is damaged
 */
export async function* parquetBatches(source: ByteSource, { rows }: BatchOptions): AsyncGenerator<Batch> {
  const file = await openParquet(source);
  try {
    yield* batchesOf(file, rows);
  } finally {
    file.close();
  }
}

function* batchesOf(file: ParquetFile, rows: number): Generator<Batch> {
  const stream = new ColumnStream(file.fields);
  for (const group of file.groups) {
    const values: ArrayLike<unknown>[] = [];
    for (const field of file.fields) values.push(file.values(field, group));
    const size = group.to - group.from;
    for (let from = 0; from < size; from += rows) {
      const to = Math.min(size, from + rows);
      const columns = stream.columns(values, from, to);
      const table = { columns, rows: to - from, source: file.source, firstRow: group.from + from };
      yield* batchesOfTable(table, rows);
    }
  }
}
