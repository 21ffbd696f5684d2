import { inputError } from '../errors.ts';
import { itemSize } from './dtype.ts';
import { shapeToString } from './shape.ts';
import { ElementWriter, allocate, storeElements } from './store.ts';
import { sizeOf } from './tensor.ts';
import type { DType, Element, Tensor } from './tensor.ts';
import { minOf } from '../util/extremes.ts';

/** Bytes that an array which is made of a few words may have. */
const MOST = 2 ** 29;

const UNITS = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB', 'EiB'];

/** As NumPy writes an amount of memory: three digits. */
function memory(bytes: number): string {
  let [amount, unit] = [bytes, 0];
  for (; amount >= 1024 && unit < UNITS.length - 1; unit++) amount /= 1024;
  return `${unit === 0 ? amount : amount >= 100 ? amount.toFixed(0) : amount.toPrecision(3)} ${UNITS[unit]}`;
}

/**
 * Refuses an array that is too large, before memory is taken.
 *
 * @throws NnError('input') in NumPy's words
 */
export function checkRoom(shape: readonly number[], dtype: DType): void {
  if (shape.some((length) => length < 0)) throw inputError('negative dimensions are not allowed');
  const bytes = sizeOf(shape) * itemSize[dtype];
  if (bytes <= MOST) return;
  throw inputError(
    `Unable to allocate ${memory(bytes)} for an array with shape ${shapeToString(shape)} and data type ${dtype}`,
    {
      hint: `an array that is made here takes at most ${memory(MOST)}; larger ones are read from an .npy file`,
    },
  );
}

/** numpy.full. @throws NnError('input') where it is too large */
export function full(shape: readonly number[], value: Element, dtype: DType): Tensor {
  checkRoom(shape, dtype);
  const size = sizeOf(shape);
  if (value === 0) return { shape, dtype, data: allocate(dtype, size) };
  const writer = new ElementWriter(dtype, size);
  for (let i = 0; i < size; i++) writer.set(i, value);
  return writer.tensor(shape);
}

/**
 * numpy.arange: from `start` on in steps, as long as `stop` is not reached. Floats are start + i·((start +
 * step) − start), as NumPy fills them.
 *
 * @throws NnError('input') for a step of 0, or too many
 */
export function arange(start: number, stop: number, step: number, dtype: DType): Tensor {
  if (step === 0) throw inputError('Maximum allowed size exceeded', { hint: 'the step is 0' });
  const length = Math.max(0, Math.ceil((stop - start) / step));
  if (Number.isNaN(length)) throw inputError('arange: cannot compute length');
  checkRoom([length], dtype);
  const second = start + step;
  const writer = new ElementWriter(dtype, length);
  for (let i = 0; i < length; i++) writer.set(i, i === 1 ? second : start + i * (second - start));
  return writer.tensor([length]);
}

/** numpy.linspace. @throws NnError('input') where it is too long */
export function linspace(start: number, stop: number, number: number, endpoint: boolean): Tensor {
  if (number < 0) throw inputError(`Number of samples, ${number}, must be non-negative.`);
  checkRoom([number], 'float64');
  const parts = endpoint ? number - 1 : number;
  const delta = stop - start;
  const step = delta / parts;
  const values = Float64Array.from({ length: number }, (_, i) => {
    if (parts <= 0) return i * delta + start;
    return step === 0 ? (i / parts) * delta + start : i * step + start;
  });
  if (endpoint && number > 1) values[number - 1] = stop;
  return { shape: [number], dtype: 'float64', data: values };
}

/** numpy.eye: ones on diagonal `k`, zeros elsewhere. @throws NnError('input') where it is too large */
export function eye(rows: number, columns: number, k: number, dtype: DType): Tensor {
  const shape = [rows, columns];
  checkRoom(shape, dtype);
  const data = allocate(dtype, rows * columns);
  for (let row = 0; row < rows; row++)
    if (row + k >= 0 && row + k < columns) data[row * columns + row + k] = 1;
  return { shape, dtype, data };
}

/** numpy.diag: a vector as the diagonal of a matrix, or the diagonal of a matrix. @throws NnError('input') */
export function diagonal({ shape, dtype, data }: Tensor): Tensor {
  if (shape.length === 1) {
    const made = full([shape[0], shape[0]], 0, dtype);
    const elements = Array.from<Element>(made.data);
    for (let i = 0; i < shape[0]; i++) elements[i * (shape[0] + 1)] = data[i];
    return storeElements(elements, dtype, made.shape);
  }
  if (shape.length !== 2) throw inputError('Input must be 1- or 2-d.');
  const length = minOf(shape);
  return storeElements(
    Array.from({ length }, (_, i) => data[i * (shape[1] + 1)]),
    dtype,
  );
}
