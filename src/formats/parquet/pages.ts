import { parquetHeader } from 'hyparquet/src/column.js';
import { convert, convertWithDictionary } from 'hyparquet/src/convert.js';
import { decompressPage, readDataPage, readDataPageV2 } from 'hyparquet/src/datapage.js';
import { deltaBinaryUnpack } from 'hyparquet/src/delta.js';
import { assembleLists } from 'hyparquet/src/assemble.js';
import { readPlain } from 'hyparquet/src/plain.js';
import { flatten } from 'hyparquet/src/index.js';
import type { ColumnDecoder, DecodedArray, Encoding, PageHeader } from 'hyparquet/src/types.js';
import { checkZstd } from '../zstd.ts';
import { checkRuns } from './runs.ts';
import { checkHeader } from './thrift.ts';

/** Asks for memory for bytes that grow when they are unpacked. */
export type Claim = (packed: number, unpacked: number) => void;

/** A column whose pages are read: numbers, texts or truth values, some of them missing at most. */
interface Column extends ColumnDecoder {
  readonly claim: Claim;
}

/** A page as it is stored. */
interface Page {
  readonly header: PageHeader;
  readonly bytes: Uint8Array;
}

const viewOf = (bytes: Uint8Array) => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);

/** The pages of a column, one after the other. */
function* pagesOf(bytes: Uint8Array): Generator<Page> {
  const reader = { view: viewOf(bytes), offset: 0 };
  while (reader.offset < bytes.length - 1) {
    checkHeader(bytes, reader.offset);
    const header = parquetHeader(reader);
    const end = reader.offset + header.compressed_page_size;
    if (!(end >= reader.offset && end <= bytes.length && header.uncompressed_page_size >= 0))
      throw new Error(`a page of ${header.compressed_page_size} bytes where there are ${bytes.length}`);
    yield { header, bytes: bytes.subarray(reader.offset, end) };
    reader.offset = end;
  }
}

function unpacked(bytes: Uint8Array, size: number, { codec, compressors, claim }: Column): Uint8Array {
  if (codec === 'UNCOMPRESSED') return bytes;
  claim(bytes.length, size);
  if (codec === 'ZSTD') checkZstd(bytes, size);
  return decompressPage(bytes, size, codec, compressors);
}

const isNullable = ({ element }: Column) => element.repetition_type !== 'REQUIRED';

/** Looks whether values of a page can be as many as it says before they are unpacked. */
function checkValues(bytes: Uint8Array, encoding: Encoding, count: number, column: Column): void {
  const { type, element, claim } = column;
  if (encoding === 'RLE') checkRuns(bytes.subarray(4), 1, count);
  else if (encoding.endsWith('_DICTIONARY')) checkRuns(bytes.subarray(1), bytes[0] ?? 0, count);
  else if (encoding === 'BYTE_STREAM_SPLIT' && type === 'FIXED_LEN_BYTE_ARRAY') {
    if (!(count * (element.type_length ?? 0) <= bytes.length)) throw new Error('a page ends too early');
  } else if (encoding.startsWith('DELTA_')) {
    // Integers come in blocks; a block has a byte for each of its parts.
    const reader = { view: viewOf(bytes), offset: 0 };
    const blocks = encoding === 'DELTA_BYTE_ARRAY' ? 2 : 1;
    let size = 0;
    for (let block = 0; block < blocks; block++) {
      checkDelta(bytes, reader.offset);
      // Texts say how much they have of the one before, and how much is new.
      if (blocks === 1) return;
      const lengths = new Int32Array(count);
      deltaBinaryUnpack(reader, count, lengths);
      for (const length of lengths) size += length;
    }
    claim(bytes.length, size);
  }
}

/** Size of a block and how many parts it has, at the beginning of integers that are stored as differences. */
function checkDelta(bytes: Uint8Array, from: number): void {
  let at = from;
  const varint = () => {
    let value = 0;
    for (let scale = 1, byte = 0x80; byte >= 0x80 && at < bytes.length; scale *= 128) {
      byte = bytes[at++];
      value += (byte & 0x7f) * scale;
    }
    return value;
  };
  const [size, parts] = [varint(), varint()];
  if (!(parts >= 1 && parts <= bytes.length && size >= parts && size < 2 ** 31))
    throw new Error(`it has blocks of ${size} values in ${parts} parts`);
}

/** The values of a page of the first version: levels and values are compressed together. */
function firstVersion({ header, bytes }: Page, column: Column) {
  const page = header.data_page_header;
  if (!page) throw new Error('a page has no header');
  const data = unpacked(bytes, header.uncompressed_page_size, column);
  let values = data;
  if (isNullable(column)) {
    if (data.length < 4) throw new Error('a page ends too early');
    checkRuns(data.subarray(4), 1, page.num_values);
    values = data.subarray(4 + viewOf(data).getUint32(0, true));
  }
  checkValues(values, page.encoding, page.num_values, column);
  return { ...readDataPage(data, page, column), encoding: page.encoding };
}

/** The values of a page of the second version: only its values are compressed. */
function secondVersion({ header, bytes }: Page, column: Column) {
  const page = header.data_page_header_v2;
  if (!page) throw new Error('a page has no header');
  const levels = page.repetition_levels_byte_length + page.definition_levels_byte_length;
  const size = header.uncompressed_page_size - levels;
  const { num_values: all, num_nulls: nulls } = page;
  if (!(levels >= 0 && levels <= bytes.length && size >= 0 && nulls >= 0 && nulls <= all))
    throw new Error('a page says more of its levels than it has');
  if (isNullable(column)) checkRuns(bytes.subarray(page.repetition_levels_byte_length), 1, all);
  const packed = bytes.subarray(levels);
  const values = page.is_compressed === false ? packed : unpacked(packed, size, column);
  checkValues(values, page.encoding, all, column);
  const data = new Uint8Array(levels + values.length);
  data.set(bytes.subarray(0, levels));
  data.set(values, levels);
  const plain = { ...header, data_page_header_v2: { ...page, is_compressed: false } };
  return { ...readDataPageV2(data, plain, column), encoding: page.encoding };
}

function dictionaryOf({ header, bytes }: Page, column: Column): DecodedArray {
  const count = header.dictionary_page_header?.num_values ?? -1;
  const data = unpacked(bytes, header.uncompressed_page_size, column);
  if (!(count >= 0 && count <= 8 * data.length)) throw new Error(`a dictionary of ${count} words`);
  const words = readPlain({ view: viewOf(data), offset: 0 }, column.type, count, column.element.type_length);
  return convert(words, column);
}

/**
 * The values of a column in a group of rows. Counts, lengths and runs of every page are looked at before hyparquet
 * unpacks it, which goes by what they say.
 *
 * @param bytes all pages of the column
 * @param rows of the group; a page with more values is damaged
 * @throws Error when they cannot be read
 */
export function columnValues(bytes: Uint8Array, column: Column, rows: number): ArrayLike<unknown> {
  const chunks: DecodedArray[] = [];
  let dictionary: DecodedArray | undefined;
  let count = 0;
  for (const page of pagesOf(bytes)) {
    if (count >= rows) break;
    const { type, data_page_header: first, data_page_header_v2: second } = page.header;
    if (type === 'DICTIONARY_PAGE') {
      dictionary = dictionaryOf(page, column);
      continue;
    }
    if (type !== 'DATA_PAGE' && type !== 'DATA_PAGE_V2') throw new Error(`unsupported page type: ${type}`);
    const said = (type === 'DATA_PAGE' ? first : second)?.num_values ?? -1;
    if (!(said >= 0 && said <= rows - count)) throw new Error(`a page of ${said} values for ${rows} rows`);
    const data = type === 'DATA_PAGE' ? firstVersion(page, column) : secondVersion(page, column);
    const values = convertWithDictionary(data.dataPage, dictionary, data.encoding, column);
    const whole = assembleLists([], data.definitionLevels, data.repetitionLevels, values, column.schemaPath);
    chunks.push(whole);
    count += whole.length;
  }
  return flatten(chunks);
}
