import { isWide } from './dtype.ts';
import { sizeOf } from './tensor.ts';
import type { DType, Element, Tensor, TypedArray } from './tensor.ts';

type Constructor = new (size: number) => TypedArray;

const arrays: Readonly<Partial<Record<DType, Constructor>>> = {
  float32: Float32Array,
  int32: Int32Array,
  int16: Int16Array,
  int8: Int8Array,
  uint32: Uint32Array,
  uint16: Uint16Array,
  uint8: Uint8Array,
  bool: Uint8Array,
};

/** Zeros for the elements of an array of this type. */
export const allocate = (dtype: DType, size: number): TypedArray => new (arrays[dtype] ?? Float64Array)(size);

const MASK32 = 0xffffffffn;

/** Writes elements of one type; integers that it does not hold wrap around, as NumPy's do. */
export class ElementWriter {
  readonly #dtype: DType;
  #data: TypedArray;

  constructor(dtype: DType, size: number) {
    this.#dtype = dtype;
    this.#data = allocate(dtype, size);
  }

  set(i: number, element: Element): void {
    const data = this.#data;
    if (data instanceof BigInt64Array || data instanceof BigUint64Array) data[i] = wholeOf(element);
    else if (this.#dtype === 'bool') data[i] = Number(element) === 0 ? 0 : 1;
    else if (!isWide(this.#dtype)) data[i] = typeof element === 'bigint' ? this.#narrowed(element) : element;
    else this.#setWide(i, element);
  }

  /** A bigint for an array of fewer bits: its lowest 32 for integers. */
  #narrowed(element: bigint): number {
    return this.#dtype.startsWith('float') ? Number(element) : Number(element & MASK32);
  }

  #setWide(i: number, element: Element): void {
    const value = typeof element === 'number' ? Math.trunc(element) : Number(element);
    const fits = Number.isSafeInteger(value) && (this.#dtype === 'int64' || value >= 0);
    if (fits) {
      // Whole numbers have no negative zero.
      this.#data[i] = value + 0;
      return;
    }
    const old = Array.from(this.#data, BigInt);
    const wide = this.#dtype === 'int64' ? BigInt64Array.from(old) : BigUint64Array.from(old);
    this.#data = wide;
    wide[i] = wholeOf(element);
  }

  /** The elements as a tensor of this shape. */
  tensor(shape: readonly number[]): Tensor {
    return { shape, dtype: this.#dtype, data: this.#data };
  }
}

/** What NumPy makes of a number in an array of 64-bit integers; NaN and infinities become the lowest one. */
function wholeOf(element: Element): bigint {
  if (typeof element === 'bigint') return element;
  return Number.isFinite(element) ? BigInt(Math.trunc(element)) : -(2n ** 63n);
}

/** Elements as an array of a type; numpy.ndarray.astype. */
export function storeElements(
  values: ArrayLike<Element>,
  dtype: DType,
  shape: readonly number[] = [values.length],
): Tensor {
  const size = sizeOf(shape);
  if (dtype === 'float64' && values instanceof Float64Array && values.length === size)
    return { shape, dtype, data: values.slice() };
  const writer = new ElementWriter(dtype, size);
  for (let i = 0; i < size; i++) writer.set(i, values[i]);
  return writer.tensor(shape);
}
