import { numberColumn } from '../../data/convert.ts';
import { columnOfIntegers } from '../../data/wideIntegers.ts';
import type { Column, Table } from '../../data/table.ts';
import { inputError } from '../../errors.ts';
import { isWide } from '../../tensor/dtype.ts';
import { shapeToString } from '../../tensor/shape.ts';
import { sizeOf } from '../../tensor/tensor.ts';
import { readElements } from '../binary.ts';
import { columnFromValues } from '../tabular.ts';
import { dateText, isDateUnit, spanNumber } from './dates.ts';
import { notNumbers } from './header.ts';
import type { NpyHeader } from './header.ts';
import { typeWords } from './types.ts';
import type { NpyField, NpyType } from './types.ts';

/** Elements that lie `step` bytes apart. */
interface Strided {
  readonly bytes: Uint8Array;
  readonly offset: number;
  readonly step: number;
  readonly count: number;
}

/** The bytes of `size` of each element, together. */
function gathered({ bytes, offset, step, count }: Strided, size: number): Uint8Array {
  const out = new Uint8Array(count * size);
  for (let i = 0; i < count; i++)
    out.set(bytes.subarray(offset + i * step, offset + i * step + size), i * size);
  return out;
}

/** Texts end at the first of the zeros that fill them up. */
function textsOf(at: Strided, type: NpyType & { kind: 'text' }): string[] {
  const all = gathered(at, type.bytes);
  const decoder = new TextDecoder('utf-8');
  return Array.from({ length: at.count }, (_, i) => {
    const part = all.subarray(i * type.bytes, (i + 1) * type.bytes);
    if (!type.unicode) return decoder.decode(part).replace(/\0+$/, '');
    const points = new DataView(part.buffer, part.byteOffset, part.length);
    let text = '';
    for (let c = 0; c < part.length; c += 4) {
      const point = points.getUint32(c, type.littleEndian);
      text += point > 0x10ffff ? '\ufffd' : String.fromCodePoint(point);
    }
    return text.replace(/\0+$/, '');
  });
}

/** A column of elements; undefined where they cannot be read. */
function columnOf(name: string, at: Strided, type: NpyType, source: string): Column | undefined {
  if (type.kind === 'text') return columnFromValues(name, textsOf(at, type), source);
  if (type.kind === 'number') {
    const values = readElements(gathered(at, type.bytes), 0, at.count, type.dtype, type.littleEndian);
    if (values instanceof Float32Array) return numberColumn(name, values);
    if (!isWide(type.dtype)) return numberColumn(name, Float64Array.from(values, Number));
    const whole = Array.from(values, BigInt);
    const isSafe = whole.every((value) => Number.isSafeInteger(Number(value)));
    return isSafe ? numberColumn(name, Float64Array.from(whole, Number)) : columnOfIntegers(name, whole);
  }
  if (type.kind !== 'date' && type.kind !== 'span') return undefined;
  if (type.kind === 'date' && !isDateUnit(type.unit)) return undefined;
  const steps = Array.from(readElements(gathered(at, 8), 0, at.count, 'int64', type.littleEndian), BigInt);
  if (type.kind === 'span')
    return numberColumn(
      name,
      Float64Array.from(steps, (value) => spanNumber(value, type.step)),
    );
  return columnFromValues(
    name,
    steps.map((value) => dateText(value, type.unit, type.step)),
    source,
  );
}

/** The columns of a field: one, one for each of its elements, or those of its own fields. */
function columnsOf(field: NpyField, at: Strided, source: string, leftOut: string[]): Column[] {
  const { name, type, shape } = field;
  const inside = sizeOf(shape);
  return Array.from({ length: inside }, (_, i) => {
    const place = { ...at, offset: at.offset + field.offset + i * type.bytes };
    const named = inside === 1 ? name : `${name}_${i + 1}`;
    if (type.kind === 'record')
      return type.fields.flatMap((inner) =>
        columnsOf({ ...inner, name: `${named}.${inner.name}` }, place, source, leftOut),
      );
    const column = columnOf(named, place, type, source);
    if (!column) leftOut.push(`${named} (${typeWords(type)})`);
    return column ? [column] : [];
  }).flat();
}

/**
 * The table of an array that is none of numbers: a column for each field of its records, or columns x1, x2, …
 * of texts or dates.
 *
 * @param part the field that is meant
 * @throws NnError('input') when there is nothing to read
 */
export function tableFromNpy(
  header: NpyHeader,
  bytes: Uint8Array,
  {
    source,
    part,
    note,
  }: { source: string; part?: string | undefined; note?: ((line: string) => void) | undefined },
): Table {
  const { type, shape, start, fortran } = header;
  const size = sizeOf(shape);
  if (!(start + size * type.bytes <= bytes.length))
    throw inputError(
      `the file ends after ${bytes.length} bytes, expected ${start + size * type.bytes} for shape ${shapeToString(shape)}`,
      { where: { source } },
    );
  if (size === 0)
    throw inputError(`found an array of shape ${shapeToString(shape)}, expected rows`, { where: { source } });
  const isRecord = type.kind === 'record';
  const fields = isRecord
    ? type.fields.filter(({ name }) => part === undefined || name === part)
    : part === undefined
      ? [{ name: '', type, offset: 0, shape: [] }]
      : [];
  // Records are rows; other elements of a matrix are columns of their row.
  const rows = isRecord || shape.length === 1 ? size : (shape[0] ?? 1);
  const width = size / rows;
  const leftOut: string[] = [];
  const columns = Array.from({ length: width }, (_, c) => {
    const [first, step] = fortran && !isRecord ? [c * rows, 1] : [c, width];
    const at = { bytes, offset: start + first * type.bytes, step: step * type.bytes, count: rows };
    const named = isRecord ? fields : fields.map((field) => ({ ...field, name: `x${c + 1}` }));
    return named.flatMap((field) => columnsOf(field, at, source, leftOut));
  }).flat();
  if (columns.length === 0) throw notNumbers(header, source, part);
  if (leftOut.length > 0) note?.(`${source}: left out, as they cannot be read: ${leftOut.join(', ')}`);
  return { columns, rows, source };
}
