import type { FileMetaData, RowGroup as Group, SchemaElement, SchemaTree } from 'hyparquet/src/index.js';
import { inputError, NnError } from '../../errors.ts';
import { bytesText } from '../columnar/bytesText.ts';
import type { StreamedField } from '../columnar/columnStream.ts';
import { noteLeftOut, randomOf, uniqueNames } from '../columnar/file.ts';
import type { ByteSource, RandomAccess } from '../define.ts';
import { checkGrowth, claimMemory } from '../memory.ts';
import { readingOf } from './fields.ts';
import { latin1Text } from '../../util/latin1.ts';
import { checkHeader } from './thrift.ts';

/** A column that is read. */
export interface ParquetField extends StreamedField {
  readonly tree: SchemaTree;
}

/** Rows that a writer put together: [from, to) of the file. */
export interface RowGroup {
  /** Its place in the footer. */
  readonly index: number;
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
  values(field: ParquetField, group: RowGroup): ArrayLike<unknown>;
  close(): void;
}

const MAGIC = 4;
/** Bytes of a value as it is kept. */
const NUMBER = 8;
const MOST_ROWS = 2n ** 40n;
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
    .map(({ num_rows: rows }, index) => {
      if (!(rows >= 0n && rows <= MOST_ROWS)) throw new Error(`it has a group of ${rows} rows`);
      return { index, from, to: (from += Number(rows)) };
    })
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
    else fields.push({ ...reading, name: names[i], tree: child });
  });
  noteLeftOut(source, fields.length, leftOut);
  return fields;
}

const parsers = {
  stringFromBytes: (bytes: Uint8Array | undefined) => bytes && bytesText(bytes),
  timestampFromNanoseconds: (value: bigint) => value,
};

/** The footer, looked at before it is read. */
function footerOf(file: RandomAccess, read: (footer: ArrayBuffer) => FileMetaData): FileMetaData {
  const end = new Uint8Array(2 * MAGIC);
  file.read(file.size - end.length, end);
  const length = new DataView(end.buffer).getUint32(0, true);
  if (length > file.size - 3 * MAGIC) throw new Error(`its footer says that it has ${length} bytes`);
  const footer = new Uint8Array(length + end.length);
  file.read(file.size - footer.length, footer);
  checkHeader(footer.subarray(0, length));
  return read(footer.buffer);
}

/** The bytes of a column in a group of rows, and how they are compressed. */
function chunkOf({ columns }: Group, element: SchemaElement, file: RandomAccess) {
  const chunk = columns.find(({ meta_data: meta }) => meta?.path_in_schema[0] === element.name);
  const meta = chunk?.meta_data;
  if (!chunk || !meta) throw new Error(`column "${element.name}" is missing in a group of rows`);
  if (chunk.file_path) throw new Error('columns in other files are not supported');
  const from = Number(meta.dictionary_page_offset || meta.data_page_offset);
  const length = Number(meta.total_compressed_size);
  if (!(from >= 0 && length >= 0 && from + length <= file.size))
    throw new Error(`it has no bytes ${from} to ${from + length}`);
  const bytes = new Uint8Array(length);
  file.read(from, bytes);
  return { bytes, meta };
}

async function open(file: RandomAccess, from: ByteSource): Promise<ParquetFile> {
  const [{ parquetMetadata, parquetSchema }, { DEFAULT_PARSERS }, { compressors }, { columnValues }] =
    await Promise.all([
      import('hyparquet/src/index.js'),
      import('hyparquet/src/convert.js'),
      import('hyparquet-compressors'),
      import('./pages.ts'),
    ]);
  const source = from.name;
  const metadata = footerOf(file, (footer) => parquetMetadata(footer, { geoparquet: false }));
  checkPlain(metadata, source);
  const root = parquetSchema(metadata);
  const fields = fieldsOf(root.children, from);
  const groups = groupsOf(metadata);
  const claim = (packed: number, size: number) => {
    checkGrowth(from, packed, size);
    claimMemory(from, size, 'a page');
  };
  const valuesOf = ({ tree, utf8 = false }: ParquetField, group: RowGroup) => {
    const { bytes, meta } = chunkOf(metadata.row_groups[group.index], tree.element, file);
    const rows = group.to - group.from;
    claim(bytes.length, NUMBER * rows);
    const element = plainElement(tree.element, utf8);
    const schemaPath = [root, { ...tree, element }];
    const read = { type: meta.type, codec: meta.codec, pathInSchema: meta.path_in_schema };
    const parse = { parsers: { ...DEFAULT_PARSERS, ...parsers }, compressors, utf8: false };
    return columnValues(bytes, { element, schemaPath, claim, ...read, ...parse }, rows);
  };
  return {
    source,
    close: () => file.close?.(),
    rows: groups.at(-1)?.to ?? 0,
    fields,
    groups,
    values(field, group) {
      try {
        const values = valuesOf(field, group);
        const rows = group.to - group.from;
        if (values.length === rows) return values;
        throw new Error(`column "${field.name}" has ${values.length} values for ${rows} rows`);
      } catch (error) {
        throw failed(error, source);
      }
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
  try {
    checkEnds(file, source.name);
    return await open(file, source);
  } catch (error) {
    file.close?.();
    throw failed(error, source.name);
  }
}
