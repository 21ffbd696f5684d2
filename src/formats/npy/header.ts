import { inputError } from '../../errors.ts';
import type { ArrayHeader } from '../arrayFile.ts';
import { pythonLiteral } from './pythonLiteral.ts';
import { shapeOf, typeOf, typeWords } from './types.ts';
import type { NpyType } from './types.ts';
import { latin1Text } from '../../util/latin1.ts';

/** What the header of a file says. */
export interface NpyHeader {
  readonly type: NpyType;
  readonly shape: readonly number[];
  readonly fortran: boolean;
  /** Offset of the first element. */
  readonly start: number;
}

const PREFIX = 12;

export const isNpy = (head: Uint8Array): boolean =>
  head[0] === 0x93 && latin1Text(head.subarray(1, 6)) === 'NUMPY';

/** Where the elements begin; version 1 has two bytes for the length of its header, later ones have four. */
export function headerEnd(bytes: Uint8Array): number {
  if (bytes.length < PREFIX) return Infinity;
  const info = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return bytes[6] >= 2 ? 12 + info.getUint32(8, true) : 10 + info.getUint16(8, true);
}

/**
 * Reads the header of a .npy file, versions 1 to 3.
 *
 * @throws NnError('input') when it is damaged
 */
export function parseNpyHeader(bytes: Uint8Array, source: string): NpyHeader {
  const bad = (what: string) => inputError(what, { where: { source } });
  if (!isNpy(bytes)) throw bad('this is not an NPY file: it does not begin with \\x93NUMPY');
  const version = bytes[6];
  if (bytes.length > 6 && (version < 1 || version > 3))
    throw bad(`found version ${version} of the NPY format, expected 1, 2 or 3`);
  const start = headerEnd(bytes);
  if (start > bytes.length) throw bad('the file ends inside its header');
  const letters = bytes.subarray(10, start);
  const text = version === 3 ? new TextDecoder().decode(letters) : latin1Text(letters);
  const header = pythonLiteral(text.slice(text.indexOf('{')));
  if (!(header instanceof Map)) throw bad('the header of this file is damaged');
  const type = typeOf(header.get('descr'));
  if (!type) throw bad('the header of this file names no type of its elements');
  const shape = shapeOf(header.get('shape'));
  if (!shape) throw bad('the header of this file has no proper shape, expected whole numbers');
  return { type, shape, fortran: header.get('fortran_order') === true, start };
}

/**
 * The error for elements that no array of numbers is made of.
 *
 * @param part the part of the file that is meant: a field, or `real` or `imag`
 */
export function notNumbers({ type }: NpyHeader, source: string, part?: string): Error {
  const where = { source };
  if (part !== undefined) {
    if (type.kind === 'record') {
      const names = type.fields.map(({ name }) => name);
      const field = type.fields.find(({ name }) => name === part);
      return field
        ? inputError(`the field "${part}" holds ${typeWords(field.type)}, expected numbers`, { where })
        : inputError(`there is no field "${part}"`, { where, hint: `the fields are: ${names.join(', ')}` });
    }
    if (type.kind !== 'complex')
      return inputError(`this array has no fields; it holds ${typeWords(type)}`, {
        where,
        hint: `leave ":${part}" out`,
      });
  }
  const hint =
    type.kind === 'other'
      ? type.hint
      : type.kind === 'complex'
        ? `take a part of them: ${part === undefined ? source : source.replace(/:[^:]*$/, '')}:real, or :imag`
        : 'an array holds numbers only';
  return inputError(`found ${typeWords(type)}, expected numbers`, { where, hint });
}

/**
 * The numbers of a file, or of the part of it that is meant; undefined where they are no numbers.
 *
 * @param part a field of its records, or `real` or `imag` of complex numbers
 */
export function numbersOf(
  { type, shape, fortran, start }: NpyHeader,
  part?: string,
): ArrayHeader | undefined {
  const { littleEndian } = type;
  if (type.kind === 'number' && part === undefined)
    return { shape, dtype: type.dtype, start, littleEndian, fortran };
  if (type.kind === 'complex' && (part === 'real' || part === 'imag')) {
    const size = type.bytes / 2;
    const record = { bytes: type.bytes, offset: part === 'real' ? 0 : size, size };
    return { shape, dtype: type.dtype, start, littleEndian, fortran, record };
  }
  const field = type.kind === 'record' ? type.fields.find(({ name }) => name === part) : undefined;
  if (field?.type.kind !== 'number' || (fortran && field.shape.length > 0)) return undefined;
  const inside = field.shape.reduce((a, b) => a * b, 1);
  return {
    shape: [...shape, ...field.shape],
    dtype: field.type.dtype,
    start,
    littleEndian: field.type.littleEndian,
    fortran,
    record: { bytes: type.bytes, offset: field.offset, size: field.type.bytes * inside },
  };
}
