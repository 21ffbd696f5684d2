import { counted } from '../util/plural.ts';
import { inputError } from '../errors.ts';
import { isNarrowFloat, itemSize } from '../tensor/dtype.ts';
import { sizeOf } from '../tensor/tensor.ts';
import type { DType, Tensor } from '../tensor/tensor.ts';
import type { ArrayView } from '../tensor/view.ts';
import { storedView } from './arrayFile.ts';
import { readElements } from './binary.ts';
import type { Format, RandomAccess } from './define.ts';
import { isRecord } from '../util/guards.ts';
import { jsonFault } from '../util/jsonCheck.ts';

const names: Readonly<Record<string, DType>> = {
  F64: 'float64',
  F32: 'float32',
  F16: 'float16',
  BF16: 'bfloat16',
  F8_E4M3: 'float8_e4m3fn',
  F8_E5M2: 'float8_e5m2',
  I64: 'int64',
  I32: 'int32',
  I16: 'int16',
  I8: 'int8',
  U64: 'uint64',
  U32: 'uint32',
  U16: 'uint16',
  U8: 'uint8',
  BOOL: 'bool',
};

/** The tensors of a file, floats narrower than float32 as float32. */
export interface SafetensorsFile {
  readonly tensors: ReadonlyMap<string, Tensor>;
  readonly metadata: Readonly<Record<string, string>>;
  /** Tensors of types that are not read, with their types. */
  readonly unread?: readonly string[];
}

const isCounts = (value: unknown): value is number[] =>
  Array.isArray(value) && value.every((n) => Number.isInteger(n) && n >= 0);

/** Where a tensor lies in a file. */
export interface SafetensorsEntry {
  readonly name: string;
  readonly dtype: DType;
  readonly shape: readonly number[];
  /** First byte in the file, and how many. */
  readonly start: number;
  readonly bytes: number;
}

interface Header {
  readonly entries: readonly SafetensorsEntry[];
  /** Tensors of types that are not read, with their types. */
  readonly unread: readonly string[];
  readonly metadata: Readonly<Record<string, string>>;
}

const LONGEST_TYPE = 20;

/** The errors of a damaged file. */
function damaged(source: string) {
  return (what: string) =>
    inputError(`this safetensors file is damaged: ${what}`, {
      where: { source },
      hint: 'copy or train it again; a download that stopped half-way looks like this',
    });
}

/** How long the header is, from the first nine bytes of a file of `size` bytes. */
function headerLength(head: Uint8Array, size: number, source: string): number {
  const bad = damaged(source);
  if (size < 8) throw bad(`it has ${counted(size, 'byte')}, expected at least 8`);
  const length = Number(new DataView(head.buffer, head.byteOffset, head.byteLength).getBigUint64(0, true));
  if (head[8] !== 0x7b) {
    throw inputError('this is not a safetensors file', {
      where: { source },
      hint: 'a model is a file written by nn train, such as model.safetensors',
    });
  }
  if (length > size - 8 || length > 100_000_000)
    throw bad(`its header should have ${length} bytes, the file has ${size}`);
  return length;
}

/**
 * What the header of a file says. Everything is checked before it is believed: types, shapes against byte
 * ranges, ranges that overlap, leave holes or leave the file.
 */
function parseHeader(text: Uint8Array, size: number, source: string): Header {
  const bad = damaged(source);
  let header: unknown;
  let json: string;
  try {
    json = new TextDecoder('utf-8', { fatal: true }).decode(text);
    header = JSON.parse(json);
  } catch {
    throw bad('its header is not JSON');
  }
  // The last of two equal names would win: which tensor is meant nobody can tell.
  const fault = jsonFault(json);
  if (fault) throw bad(`in its header, ${fault.what}`);
  if (!isRecord(header)) throw bad('its header is not an object');
  const start = 8 + text.length;
  const entries: SafetensorsEntry[] = [];
  const unread: string[] = [];
  const ranges: [number, number][] = [];
  let metadata: Record<string, string> = {};
  for (const [name, entry] of Object.entries(header)) {
    if (!isRecord(entry)) throw bad(`entry "${name}" is not an object`);
    if (name === '__metadata__') {
      metadata = Object.fromEntries(Object.entries(entry).map(([key, value]) => [key, String(value)]));
      continue;
    }
    const type = String(entry.dtype);
    const dtype = Object.hasOwn(names, type) ? names[type] : undefined;
    const { shape, data_offsets: offsets } = entry;
    if (!isCounts(shape) || !isCounts(offsets) || offsets.length !== 2)
      throw bad(`"${name}" has no proper shape and data_offsets`);
    const [from, to] = offsets;
    if (dtype && to - from !== sizeOf(shape) * itemSize[dtype])
      throw bad(
        `"${name}" has ${to - from} bytes, expected ${sizeOf(shape) * itemSize[dtype]} for its shape`,
      );
    if (start + to > size) throw bad(`"${name}" ends at byte ${start + to}, the file at ${size}`);
    ranges.push([from, to]);
    if (dtype) entries.push({ name, dtype, shape, start: start + from, bytes: to - from });
    else unread.push(`${name} (elements of type ${type.slice(0, LONGEST_TYPE)})`);
  }
  let end = 0;
  for (const [from, to] of ranges.sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (from !== end)
      throw bad(from < end ? 'its tensors overlap' : `bytes ${end} to ${from} belong to no tensor`);
    end = to;
  }
  if (start + end !== size) throw bad(`${size - start - end} bytes follow the last tensor`);
  return { entries, unread, metadata };
}

/**
 * The header of a file of which parts are read as they are wanted.
 *
 * @throws NnError('input') when it is damaged
 */
export function readHeader(file: RandomAccess, source: string): Header {
  const head = new Uint8Array(Math.min(9, file.size));
  file.read(0, head);
  const text = new Uint8Array(headerLength(head, file.size, source));
  file.read(8, text);
  return parseHeader(text, file.size, source);
}

/** A tensor in a file, of which parts are read as they are wanted. */
export function viewOfEntry(file: RandomAccess, { shape, dtype, start }: SafetensorsEntry): ArrayView {
  return storedView(file, { shape, dtype, start, littleEndian: true, fortran: false });
}

/**
 * Reads a safetensors file: eight bytes of header length, a JSON header, the data.
 *
 * @throws NnError('input')
 */
export function parseSafetensors(bytes: Uint8Array, source: string): SafetensorsFile {
  const length = headerLength(bytes, bytes.length, source);
  const { entries, metadata, unread } = parseHeader(bytes.subarray(8, 8 + length), bytes.length, source);
  const tensors = new Map(
    entries.map(({ name, shape, dtype, start }) => {
      const data = readElements(bytes, start, sizeOf(shape), dtype, true);
      return [name, { shape, dtype: isNarrowFloat(dtype) ? 'float32' : dtype, data }];
    }),
  );
  return { tensors, metadata, ...(unread.length > 0 && { unread }) };
}

/**
 * The bytes of a safetensors file; tensors stand in the order given. Elements must already have their file
 * type.
 */
export function encodeSafetensors({ tensors, metadata }: SafetensorsFile): Uint8Array {
  // Without a prototype, or a tensor called __proto__ would be it.
  const header: Record<string, unknown> = { __proto__: null, __metadata__: metadata };
  let offset = 0;
  for (const [name, { shape, dtype, data }] of tensors) {
    const type = Object.entries(names).find(([, known]) => known === dtype)?.[0];
    header[name] = { dtype: type, shape, data_offsets: [offset, offset + data.byteLength] };
    offset += data.byteLength;
  }
  let text = JSON.stringify(header);
  const encoder = new TextEncoder();
  text += ' '.repeat((8 - (encoder.encode(text).length % 8)) % 8);
  const head = encoder.encode(text);
  const out = new Uint8Array(8 + head.length + offset);
  new DataView(out.buffer).setBigUint64(0, BigInt(head.length), true);
  out.set(head, 8);
  let at = 8 + head.length;
  for (const { data } of tensors.values()) {
    out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), at);
    at += data.byteLength;
  }
  return out;
}

export const safetensors: Format = {
  name: 'safetensors',
  extensions: ['safetensors'],
  sniff: (head) => head.length > 9 && head[8] === 0x7b && head[6] === 0 && head[7] === 0,
  stored(file, source) {
    const { entries, unread } = readHeader(file, source);
    const arrays = entries.map((entry) => ({ name: entry.name, view: viewOfEntry(file, entry) }));
    return { arrays, leftOut: unread };
  },
  async read(source) {
    const { tensors, unread = [] } = parseSafetensors(await source.bytes(), source.name);
    if (unread.length > 0) source.note?.(`left out: ${unread.join(', ')}`);
    return { kind: 'arrays', tensors, source: source.name };
  },
};
