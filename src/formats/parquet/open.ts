import type { AsyncBuffer, FileMetaData, SchemaElement, SchemaTree } from 'hyparquet/src/index.js';
import { inputError, NnError } from '../../errors.ts';
import { bytesText } from '../columnar/bytesText.ts';
import type { StreamedField } from '../columnar/columnStream.ts';
import { noteLeftOut, randomOf, uniqueNames } from '../columnar/file.ts';
import type { ByteSource, RandomAccess } from '../define.ts';
import { readingOf } from './fields.ts';
import { latin1Text } from '../../util/latin1.ts';

/** A column that is read. */
export interface ParquetField extends StreamedField {
  readonly element: SchemaElement;
}

/** Rows that a writer put together: [from, to) of the file. */
export interface RowGroup {
  readonly from: number;
  readonly to: number;
}

/** An opened Parquet file. */
export interface ParquetFile {
  readonly source: string;
  readonly rows: number;
  readonly fields: readonly ParquetField[];
  readonly groups: readonly RowGroup[];
  /**
   * The values of a column in the rows of one group, as they are stored.
   *
   * @throws NnError('input') when they cannot be read
   */
  values(field: ParquetField, group: RowGroup): Promise<ArrayLike<unknown>>;
}

const MAGIC = 4;
const ENCRYPTED = 'PARE';

/** A failure of the reader in words of the user. */
function failed(error: unknown, source: string): NnError {
  if (error instanceof NnError) return error;
  const reason = (error instanceof Error ? error.message : String(error)).replace(/^parquet (file )?/, '');
  const where = { source };
  if (/unsupported|not supported|encrypt/i.test(reason))
    return inputError(`this Parquet file has something that is not read here: ${reason}`, {
      where,
      hint: 'write it again plainly, for example with pandas: df.to_parquet("out.parquet", compression="zstd")',
    });
  return inputError(`the Parquet file is damaged: ${reason}`, {
    where,
    hint: 'copy or download the file again',
  });
}

/** @throws NnError('input') unless the file ends as a Parquet file does */
function checkEnds(file: RandomAccess, source: string): void {
  const where = { source };
  const word = (position: number) => {
    const bytes = new Uint8Array(MAGIC);
    file.read(position, bytes);
    return latin1Text(bytes);
  };
  if (file.size < 3 * MAGIC) throw inputError(`found ${file.size} bytes, expected a Parquet file`, { where });
  const [begin, end] = [word(0), word(file.size - MAGIC)];
  if (begin === ENCRYPTED || end === ENCRYPTED)
    throw inputError('this Parquet file is encrypted', { where, hint: 'write it again without encryption' });
  if (begin !== 'PAR1')
    throw inputError('this is not a Parquet file: it does not begin with PAR1', { where });
  if (end !== 'PAR1')
    throw inputError('the Parquet file ends too early: it does not end with PAR1', {
      where,
      hint: 'copy or download the file again; while a file is being written it has no end yet',
    });
}

const bufferOf = (file: RandomAccess): AsyncBuffer => ({
  byteLength: file.size,
  slice(from, to = file.size) {
    const length = Math.min(to, file.size) - from;
    if (!(from >= 0 && length >= 0)) throw new Error(`it has no bytes ${from} to ${to}`);
    const bytes = new Uint8Array(length);
    file.read(from, bytes);
    return bytes.buffer;
  },
});

/**
 * The schema without what the types mean, so that values come as they are stored and nothing is rounded;
 * only texts are decoded.
 */
function plainElement(element: SchemaElement, utf8: boolean): SchemaElement {
  const { converted_type: _, logical_type: __, ...plain } = element;
  return utf8 ? { ...plain, converted_type: 'UTF8' } : plain;
}

function groupsOf({ row_groups: groups }: FileMetaData): RowGroup[] {
  let from = 0;
  return groups
    .map(({ num_rows: rows }) => ({ from, to: (from += Number(rows)) }))
    .filter((group) => group.to > group.from);
}

/** @throws NnError('input') when a column that is read is encrypted */
function checkPlain({ row_groups: groups }: FileMetaData, source: string): void {
  const secret = groups
    .flatMap(({ columns }) => columns)
    .find(({ crypto_metadata: key }) => key !== undefined);
  if (!secret) return;
  throw inputError(
    `column "${secret.meta_data?.path_in_schema.join('.') ?? ''}" of this Parquet file is encrypted`,
    { where: { source }, hint: 'write the file again without encryption' },
  );
}

/** The columns that are read; those that are not are noted. */
function fieldsOf(children: readonly SchemaTree[], source: ByteSource): ParquetField[] {
  const names = uniqueNames(
    children.map(({ element }) => element.name),
    source.name,
  );
  const leftOut: string[] = [];
  const fields: ParquetField[] = [];
  children.forEach((child, i) => {
    const reading = readingOf(child);
    if ('leftOut' in reading) leftOut.push(`${names[i]} (${reading.leftOut})`);
    else fields.push({ ...reading, name: names[i], element: child.element });
  });
  noteLeftOut(source, fields.length, leftOut);
  return fields;
}

const parsers = {
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && bytesText(bytes),
  timestampFromNanoseconds: (value: bigint) => value,
};

async function open(file: RandomAccess, from: ByteSource): Promise<ParquetFile> {
  const [{ parquetMetadataAsync, parquetScan, parquetSchema }, { compressors }] = await Promise.all([
    import('hyparquet/src/index.js'),
    import('hyparquet-compressors'),
  ]);
  const source = from.name;
  const buffer = bufferOf(file);
  const metadata = await parquetMetadataAsync(buffer, { geoparquet: false });
  checkPlain(metadata, source);
  const fields = fieldsOf(parquetSchema(metadata).children, from);
  const texts = new Set(fields.filter(({ utf8 }) => utf8).map(({ element }) => element));
  const scan = await parquetScan({
    file: buffer,
    metadata: {
      ...metadata,
      schema: metadata.schema.map((element) => plainElement(element, texts.has(element))),
    },
    columns: fields.map(({ element }) => element.name),
    compressors,
    parsers,
    utf8: false,
    geoparquet: false,
  });
  const groups = groupsOf(metadata);
  return {
    source,
    rows: groups.at(-1)?.to ?? 0,
    fields,
    groups,
    async values({ name, element }, group) {
      const range = { rowStart: group.from, rowEnd: group.to };
      const values = await scan
        .readColumn({ column: element.name, ...range })
        .catch((error: unknown) => Promise.reject(failed(error, source)));
      const rows = group.to - group.from;
      if (values.length === rows) return values;
      throw failed(new Error(`column "${name}" has ${values.length} values for ${rows} rows`), source);
    },
  };
}

/**
 * Opens a Parquet file: the footer is read, the values when they are wanted.
 *
 * @throws NnError('input') when it is damaged, encrypted, or has no column that can be read
 */
export async function openParquet(source: ByteSource): Promise<ParquetFile> {
  const file = await randomOf(source);
  checkEnds(file, source.name);
  try {
    return await open(file, source);
  } catch (error) {
    throw failed(error, source.name);
  }
}
