import type { DType } from '../../tensor/tensor.ts';
import type { Literal } from './pythonLiteral.ts';

/** A field of a record, at `offset` bytes of it; one with a shape holds an array. */
export interface NpyField {
  readonly name: string;
  readonly type: NpyType;
  readonly offset: number;
  readonly shape: readonly number[];
}

/** Bytes of an element, and their order. */
interface Layout {
  readonly bytes: number;
  readonly littleEndian: boolean;
}

/** What the elements of an NPY file are (numpy.lib.format, numpy.dtype). */
export type NpyType = Layout &
  (
    | { readonly kind: 'number'; readonly dtype: DType }
    /** A real and an imaginary part of this type. */
    | { readonly kind: 'complex'; readonly dtype: 'float32' | 'float64' }
    | { readonly kind: 'text'; readonly unicode: boolean }
    /** Steps of `step` units since 1970, or a span of them. */
    | { readonly kind: 'date' | 'span'; readonly unit: string; readonly step: number }
    | { readonly kind: 'record'; readonly fields: readonly NpyField[] }
    /** What cannot be read: what it is, and what helps. */
    | { readonly kind: 'other'; readonly words: string; readonly hint: string }
  );

const numbers: ReadonlyMap<string, DType> = new Map([
  ['f8', 'float64'],
  ['f4', 'float32'],
  ['f2', 'float16'],
  ['i8', 'int64'],
  ['i4', 'int32'],
  ['i2', 'int16'],
  ['i1', 'int8'],
  ['u8', 'uint64'],
  ['u4', 'uint32'],
  ['u2', 'uint16'],
  ['u1', 'uint8'],
  ['b1', 'bool'],
]);

/** The code of a dtype, as `numpy.dtype.str` without the order of bytes. */
export const codeOf = (dtype: DType): string =>
  [...numbers].find(([, known]) => known === dtype)?.[0] ?? 'f8';

const AS_FLOAT = 'save it with numpy.save(file, a.astype(float))';
const LONGEST_WORD = 40;

/** Types that are not read, in words. */
function other(code: string, size: number, layout: Layout): NpyType {
  const made = (words: string, hint: string): NpyType => ({ ...layout, kind: 'other', words, hint });
  if (code === 'O')
    return made(
      'Python objects, which only Python can read',
      'save it with numpy.save(file, a.astype(float)), texts with a.astype(str)',
    );
  if (code === 'f') return made(`long doubles (float${8 * size})`, AS_FLOAT);
  if (code === 'c') return made(`long complex numbers (complex${8 * size})`, 'save a.astype(complex)');
  if (code === 'V')
    return made(`raw bytes (${size} of them each)`, 'save it with a dtype, such as a.view("f4")');
  return made(`elements of type ${code}${size === 0 ? '' : size}`, AS_FLOAT);
}

function simpleType(descr: string): NpyType {
  const found = /^([<>|=]?)([a-zA-Z])(\d{0,9})(?:\[(\d{0,9})([a-zA-Z]+)\])?$/.exec(descr);
  if (!found) {
    const shown = descr.length > LONGEST_WORD ? `${descr.slice(0, LONGEST_WORD)}…` : descr;
    return other(`"${shown}"`, 0, { bytes: 0, littleEndian: true });
  }
  const [, order, code, digits, step, unit] = found;
  const size = Number(digits);
  const littleEndian = order !== '>';
  const dtype = numbers.get(code + digits);
  if (dtype) return { kind: 'number', dtype, bytes: size, littleEndian };
  if (code === 'c' && (size === 8 || size === 16))
    return { kind: 'complex', dtype: size === 8 ? 'float32' : 'float64', bytes: size, littleEndian };
  if (code === 'U') return { kind: 'text', unicode: true, bytes: 4 * size, littleEndian };
  if (code === 'S' || code === 'a') return { kind: 'text', unicode: false, bytes: size, littleEndian };
  if ((code === 'M' || code === 'm') && size === 8 && unit !== undefined)
    return {
      kind: code === 'M' ? 'date' : 'span',
      unit,
      step: step === '' ? 1 : Number(step),
      bytes: 8,
      littleEndian,
    };
  return other(code, size, { bytes: size, littleEndian });
}

const isLength = (value: Literal): value is number => Number.isSafeInteger(value) && Number(value) >= 0;

/** Lengths of axes; undefined where the value is anything else. */
export function shapeOf(value: Literal | undefined): readonly number[] | undefined {
  const axes = typeof value === 'number' ? [value] : value;
  return Array.isArray(axes) && axes.every(isLength) ? axes : undefined;
}

/** The type that `descr` in the header of a file means; undefined where it means none. */
export function typeOf(descr: Literal | undefined): NpyType | undefined {
  if (typeof descr === 'string') return simpleType(descr);
  if (!Array.isArray(descr)) return undefined;
  const fields: NpyField[] = [];
  let offset = 0;
  for (const field of descr as readonly Literal[]) {
    if (!Array.isArray(field)) return undefined;
    const [title, of, axes = []] = field as readonly Literal[];
    // A title may stand beside the name.
    const name = Array.isArray(title) ? (title as readonly Literal[])[1] : title;
    const type = typeOf(of);
    const shape = shapeOf(axes);
    if (typeof name !== 'string' || !type || !shape) return undefined;
    // Padding has no name.
    if (name !== '') fields.push({ name, type, offset, shape });
    offset += type.bytes * shape.reduce((a, b) => a * b, 1);
  }
  return { kind: 'record', fields, bytes: offset, littleEndian: true };
}

/** What elements of a type are called in an error. */
export function typeWords(type: NpyType): string {
  switch (type.kind) {
    case 'number':
      return type.dtype;
    case 'complex':
      return `complex numbers (complex${8 * type.bytes})`;
    case 'text':
      return type.unicode
        ? `texts (up to ${type.bytes / 4} characters)`
        : `texts (up to ${type.bytes} bytes)`;
    case 'date':
      return `dates (datetime64[${type.unit}])`;
    case 'span':
      return `time spans (timedelta64[${type.unit}])`;
    case 'record':
      return `records of the fields ${type.fields.map(({ name }) => name).join(', ')}`;
    case 'other':
      return type.words;
  }
}
