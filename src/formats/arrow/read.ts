import { CompressionType, Endianness, setCompressionCodec, tableFromIPC, Type } from '@uwdata/flechette';
import type { Codec, Field, Table as ArrowTable } from '@uwdata/flechette';
import { decompressZstd } from 'hyparquet-compressors';
import type { Column, Table } from '../../data/table.ts';
import { inputError, NnError } from '../../errors.ts';
import { ColumnStream } from '../columnar/columnStream.ts';
import type { StreamedField } from '../columnar/columnStream.ts';
import { noteLeftOut, uniqueNames } from '../columnar/file.ts';
import type { Batch, BatchOptions, ByteSource } from '../define.ts';
import { batchesOfTable } from '../tabular.ts';
import { readingOf } from './fields.ts';
import { decodeLz4Frame } from './lz4.ts';
import { claimMemory } from '../memory.ts';
import { checkZstd } from '../zstd.ts';
import { checkRows, checkSchema } from './message.ts';
import { messagesOf } from './messages.ts';

const decoderOnly = (decode: Codec['decode']): Codec => ({
  decode,
  encode() {
    throw new Error('nothing is compressed here');
  },
});
setCompressionCodec(CompressionType.LZ4_FRAME, decoderOnly(decodeLz4Frame));
setCompressionCodec(
  CompressionType.ZSTD,
  decoderOnly((bytes, length) => {
    checkZstd(bytes, length);
    return decompressZstd(bytes, new Uint8Array(length));
  }),
);

/** Numbers are handed out as they are stored, so that none is rounded. */
const asStored = { useBigInt: true, useBigIntTimestamp: true, useDecimalInt: true } as const;

/** A column that is read. */
interface ArrowField extends StreamedField {
  /** Place among the columns of the file. */
  readonly index: number;
}

/** Some rows as a writer put them together. */
interface RecordBatch {
  readonly rows: number;
  /** The values of a column. */
  values(field: ArrowField): ArrayLike<unknown>;
}

function failed(error: unknown, source: string): NnError {
  if (error instanceof NnError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return inputError(`the Arrow file is damaged: ${reason}`, {
    where: { source },
    hint: 'copy or download the file again',
  });
}

/** The columns that are read; those that are not are noted. */
function fieldsOf(fields: readonly Field[], source: ByteSource): ArrowField[] {
  const names = uniqueNames(
    fields.map(({ name }) => name),
    source.name,
  );
  const leftOut: string[] = [];
  const read: ArrowField[] = [];
  fields.forEach(({ type }, index) => {
    const reading = readingOf(type);
    const name = names[index];
    if ('leftOut' in reading) leftOut.push(`${name} (${reading.leftOut})`);
    else {
      read.push({ ...reading, name, index });
      if (reading.durations) source.note?.(`${source.name}: column "${name}": durations are read as seconds`);
    }
  });
  noteLeftOut(source, read.length, leftOut);
  return read;
}

function batchOf(table: ArrowTable, source: string): RecordBatch {
  return {
    rows: table.numRows,
    values({ name, index }) {
      try {
        const column = table.getChildAt(index);
        const values: ArrayLike<unknown> = column.toArray();
        // A number of a word that is not in the dictionary.
        const isCoded = column.type.typeId === Type.Dictionary;
        if (values.length !== table.numRows || (isCoded && Array.prototype.includes.call(values, undefined)))
          throw new Error(`column "${name}" refers to values that are not there`);
        return values;
      } catch (error) {
        throw failed(error, source);
      }
    },
  };
}

/** The columns of a file first, then its rows as they were put together. */
async function* recordsOf(source: ByteSource): AsyncGenerator<ArrowField[] | RecordBatch> {
  let schema: Uint8Array | undefined;
  /** Dictionaries by their numbers, each with what was added to it. */
  const words = new Map<number, Uint8Array[]>();
  try {
    for await (const message of messagesOf(source)) {
      const { kind, bytes, dictionary } = message;
      if (kind === 'rows' || kind === 'dictionary')
        claimMemory(source, checkRows(message), 'a batch of rows');
      if (kind === 'schema' && !schema) {
        checkSchema(message);
        schema = bytes;
        const described = tableFromIPC([bytes]).schema;
        if (described.endianness === Endianness.Big)
          throw inputError('the numbers of this Arrow file are big-endian, which is not read here', {
            where: { source: source.name },
          });
        yield fieldsOf(described.fields, source);
      } else if (!schema) throw new Error('it does not begin with a schema');
      else if (dictionary?.more) words.get(dictionary.id)?.push(bytes);
      else if (dictionary) words.set(dictionary.id, [bytes]);
      else if (kind === 'rows') {
        // Arrow's reader takes them as a stream of their own: columns, the words so far, these rows.
        yield batchOf(tableFromIPC([schema, ...[...words.values()].flat(), bytes], asStored), source.name);
      }
    }
    if (!schema) throw new Error('it does not begin with a schema');
  } catch (error) {
    throw failed(error, source.name);
  }
}

/**
 * Reads an Arrow file or stream.
 *
 * @throws NnError('input') when it is damaged or holds no rows
 */
export async function readArrow(source: ByteSource): Promise<Table> {
  let fields: readonly ArrowField[] = [];
  const batches: RecordBatch[] = [];
  for await (const record of recordsOf(source))
    if ('rows' in record) batches.push(record);
    else fields = record;
  const rows = batches.reduce((sum, batch) => sum + batch.rows, 0);
  if (rows === 0) throw inputError('found no rows, expected data', { where: { source: source.name } });
  const columns = fields.map((field) => {
    const gathered = field.gather(field.name, rows, 'day where all are');
    try {
      for (const batch of batches) gathered.add(batch.values(field), 0, batch.rows);
      return gathered.column();
    } catch (error) {
      throw failed(error, source.name);
    }
  });
  return { columns, rows, source: source.name };
}

/**
 * The rows of an Arrow file or stream some at a time, as its bytes arrive, in memory for one record batch.
 *
 * @throws NnError('input') when it is damaged
 */
export async function* arrowBatches(source: ByteSource, { rows }: BatchOptions): AsyncGenerator<Batch> {
  let fields: readonly ArrowField[] = [];
  let stream = new ColumnStream(fields);
  let firstRow = 0;
  for await (const record of recordsOf(source)) {
    if (!('rows' in record)) {
      fields = record;
      stream = new ColumnStream(fields);
      continue;
    }
    const values = fields.map((field) => record.values(field));
    for (let from = 0; from < record.rows; from += rows) {
      const to = Math.min(record.rows, from + rows);
      let columns: Column[];
      try {
        columns = stream.columns(values, from, to);
      } catch (error) {
        throw failed(error, source.name);
      }
      yield* batchesOfTable(
        { columns, rows: to - from, source: source.name, firstRow: firstRow + from },
        rows,
      );
    }
    firstRow += record.rows;
  }
}
