import { inputError } from '../errors.ts';
import { itemSize } from '../tensor/dtype.ts';
import type { DType, Tensor, TypedArray } from '../tensor/tensor.ts';
import { arrayBatches, parseArrayFile, storedArray } from './arrayFile.ts';
import type { ArrayHeader, ArrayLayout } from './arrayFile.ts';
import type { Format } from './define.ts';

const codes: Readonly<Record<string, DType>> = {
  f8: 'float64',
  f4: 'float32',
  f2: 'float16',
  i8: 'int64',
  i4: 'int32',
  i2: 'int16',
  i1: 'int8',
  u8: 'uint64',
  u4: 'uint32',
  u2: 'uint16',
  u1: 'uint8',
  b1: 'bool',
};

const isNpy = (head: Uint8Array) =>
  head[0] === 0x93 && String.fromCharCode(...head.subarray(1, 6)) === 'NUMPY';

/** Where the elements begin; version 1 has two bytes for the length of its header, later ones have four. */
function headerEnd(bytes: Uint8Array): number {
  const info = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes[6] >= 2 ? 12 + info.getUint32(8, true) : 10 + info.getUint16(8, true);
}

/**
 * Reads the header of a .npy file, versions 1 to 3.
 *
 * @throws NnError('input') when it is damaged or announces objects
 */
export function parseNpyHeader(bytes: Uint8Array, source: string): ArrayHeader {
  const bad = (what: string, hint?: string) =>
    inputError(what, { where: { source }, ...(hint !== undefined && { hint }) });
  if (!isNpy(bytes)) throw bad('this is not an NPY file: it does not begin with \\x93NUMPY');
  const start = bytes.length < 12 ? Infinity : headerEnd(bytes);
  if (start > bytes.length) throw bad('the file ends inside its header');
  const header = new TextDecoder('latin1').decode(bytes.subarray(10, start));
  const [, order = '<', code = ''] = /'descr':\s*'([<>|=])(\w+)'/.exec(header) ?? [];
  const dtype = codes[code];
  const dims = /'shape':\s*\(([^)]*)\)/.exec(header)?.[1];
  if (!dtype || dims === undefined)
    throw bad(
      `found elements of type "${code || header.trim()}", expected numbers`,
      'save it with numpy.save(…, allow_pickle=False)',
    );
  const shape = dims
    .split(',')
    .filter((text) => text.trim() !== '')
    .map(Number);
  if (!shape.every((extent) => Number.isSafeInteger(extent) && extent >= 0))
    throw bad(`found the shape (${dims}), expected whole numbers`);
  const fortran = /'fortran_order':\s*True/.test(header);
  return { shape, dtype, start, littleEndian: order !== '>', fortran };
}

/** No array has so many axes or fields that its header gets as long as this. */
const LONGEST_HEADER = 1 << 20;

const layout: ArrayLayout = {
  prefix: 12,
  headerLength: (prefix) => (isNpy(prefix) ? Math.min(headerEnd(prefix), LONGEST_HEADER) : 0),
  parseHeader: parseNpyHeader,
};

/**
 * Reads NumPy's .npy, versions 1 to 3.
 *
 * @throws NnError('input') when the file is damaged or holds objects
 */
export const parseNpy = (bytes: Uint8Array, source: string): Tensor => parseArrayFile(layout, bytes, source);

/** Elements in the type of a file: integers of 64 bits that are kept as float64 become integers. */
function storedElements(data: TypedArray, dtype: DType): TypedArray {
  if (!(data instanceof Float64Array)) return data;
  if (dtype === 'int64') return BigInt64Array.from(data, BigInt);
  if (dtype === 'uint64') return BigUint64Array.from(data, BigInt);
  return dtype === 'bool' ? Uint8Array.from(data) : data;
}

/** The bytes of a .npy file, version 1. */
export function encodeNpy({ shape, dtype, data: elements }: Tensor): Uint8Array {
  const data = storedElements(elements, dtype);
  const code = Object.entries(codes).find(([, type]) => type === dtype)?.[0] ?? 'f8';
  const order = itemSize[dtype] === 1 ? '|' : '<';
  const dims = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`;
  const text = `{'descr': '${order}${code}', 'fortran_order': False, 'shape': ${dims}, }`;
  const length = Math.ceil((text.length + 11) / 64) * 64 - 10;
  const out = new Uint8Array(10 + length + data.byteLength);
  out.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 0xff, length >> 8]);
  out.set(new TextEncoder().encode(`${text.padEnd(length - 1)}\n`), 10);
  out.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), 10 + length);
  return out;
}

export const npy: Format = {
  name: 'npy',
  extensions: ['npy'],
  sniff: isNpy,
  read: async (source) => ({
    kind: 'array',
    tensor: parseNpy(await source.bytes(), source.name),
    source: source.name,
  }),
  stored: (file, source) => [{ view: storedArray(layout, file, source) }],
  batches: (source, options) => arrayBatches(layout, source, options),
};
