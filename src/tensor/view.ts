import { failure, usageError } from '../errors.ts';
import { float32ToString } from '../util/shortest.ts';
import { shapeToString } from './shape.ts';
import { isNarrowFloat, isWide } from './dtype.ts';
import { sizeOf } from './tensor.ts';
import type { DType, Element, Tensor, TypedArray } from './tensor.ts';

/** Elements in the order in which they are stored, read as they are wanted. */
export interface Elements {
  /** `count` elements from number `from` on; valid until the next call. */
  read(from: number, count: number): TypedArray;
}

/**
 * An array over elements that may lie in a file: element [i, j, …] is number offset + i·strides[0] +
 * j·strides[1] + …, as numpy.ndarray, with strides in elements. Indexing and transposing read nothing.
 */
export interface ArrayView {
  readonly shape: readonly number[];
  readonly dtype: DType;
  readonly strides: readonly number[];
  readonly offset: number;
  readonly elements: Elements;
}

/** Strides of an array whose last axis is fastest. */
export function rowMajor(shape: readonly number[]): number[] {
  return shape.map((_, axis) => sizeOf(shape.slice(axis + 1)));
}

/** A tensor as a view of itself. */
export function viewOf({ shape, dtype, data }: Tensor): ArrayView {
  const read = (from: number, count: number) => data.subarray(from, from + count);
  return { shape, dtype, strides: rowMajor(shape), offset: 0, elements: { read } };
}

/**
 * numpy.transpose: axis i of the result is axis `axes[i]`; in reverse order when nothing is said. Throws
 * usage errors.
 */
export function transposed(
  view: ArrayView,
  axes: readonly number[] = view.shape.map((_, axis) => axis).toReversed(),
): ArrayView {
  const rank = view.shape.length;
  const from = axes.map((axis) => (axis < 0 ? axis + rank : axis));
  if (from.length !== rank || new Set(from).size !== rank || !from.every((axis) => axis in view.shape)) {
    throw usageError(
      `axes don't match array: found ${axes.join(', ')} for shape ${shapeToString(view.shape)}`,
      {
        hint: `name each of its ${rank} axes once, such as ${view.shape
          .map((_, axis) => axis)
          .toReversed()
          .join(',')}`,
      },
    );
  }
  return {
    ...view,
    shape: from.map((axis) => view.shape[axis]),
    strides: from.map((axis) => view.strides[axis]),
  };
}

/**
 * The same elements with neighbouring axes joined where one step of the outer is a whole turn of the inner.
 */
function joined({ shape, strides }: ArrayView): { shape: number[]; strides: number[] } {
  const out: { shape: number[]; strides: number[] } = { shape: [], strides: [] };
  shape.forEach((length, axis) => {
    if (length === 1) return;
    const last = out.shape.length - 1;
    if (last >= 0 && out.strides[last] === length * strides[axis]) {
      out.shape[last] *= length;
      out.strides[last] = strides[axis];
    } else {
      out.shape.push(length);
      out.strides.push(strides[axis]);
    }
  });
  return out;
}

/** Elements so far apart are read one by one; nearer ones with what lies between. */
const FAR = 16;
/** Elements that are read at once at most where only some of them are wanted. */
const SPAN = 1 << 16;

/** Some elements of `data` into an array of the same type, or of numbers. */
function copy(data: TypedArray, first: number, step: number, into: TypedArray, from: number, count: number) {
  if (into instanceof Float64Array) {
    for (let i = 0; i < count; i++) into[from + i] = Number(data[first + i * step]);
  } else {
    for (let i = 0; i < count; i++) into[from + i] = data[first + i * step];
  }
}

function copyRun(
  { elements }: ArrayView,
  start: number,
  step: number,
  into: TypedArray,
  from: number,
  count: number,
): void {
  if (Math.abs(step) > FAR) {
    for (let i = 0; i < count; i++) copy(elements.read(start + i * step, 1), 0, 1, into, from + i, 1);
    return;
  }
  const most = step === 1 ? count : Math.floor(SPAN / Math.abs(step));
  for (let done = 0; done < count; done += most) {
    const part = Math.min(most, count - done);
    const first = start + done * step;
    const low = Math.min(first, first + (part - 1) * step);
    const data = elements.read(low, (part - 1) * Math.abs(step) + 1);
    copy(data, first - low, step, into, from + done, part);
  }
}

function readInto<T extends TypedArray>(view: ArrayView, from: number, out: T): T {
  const count = out.length;
  const { shape, strides } = joined(view);
  const outer = shape.length - 1;
  const width = shape[outer] ?? 1;
  const step = strides[outer] ?? 1;
  for (let done = 0; done < count;) {
    const column = (from + done) % width;
    const run = Math.min(width - column, count - done);
    let start = view.offset + column * step;
    for (let axis = outer - 1, rest = Math.floor((from + done) / width); axis >= 0; axis--) {
      start += (rest % shape[axis]) * strides[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    copyRun(view, start, step, out, done, run);
    done += run;
  }
  return out;
}

/** Elements number `from` to `from + count` of a view in C order, as numbers. */
export function readView(view: ArrayView, from = 0, count = sizeOf(view.shape) - from): Float64Array {
  return readInto(view, from, new Float64Array(count));
}

/** Elements number `from` to `from + count` of a view in C order, in the type in which they are kept. */
export function readExact(view: ArrayView, from = 0, count = sizeOf(view.shape) - from): TypedArray {
  const Same = view.elements.read(0, 0).constructor as new (length: number) => TypedArray;
  return readInto(view, from, new Same(count));
}

/** One element. */
export function elementAt({ offset, strides, elements }: ArrayView, index: readonly number[]): Element {
  const at = index.reduce((sum, i, axis) => sum + i * strides[axis], offset);
  return elements.read(at, 1)[0];
}

/** Elements that a copy may have. */
const MOST = 1 << 27;

/** All elements of a view as a tensor of its own. Throws when they are more than memory takes. */
export function tensorOf(view: ArrayView): Tensor {
  const { shape, dtype } = view;
  if (sizeOf(shape) > MOST) {
    throw failure(`the array of shape ${shapeToString(shape)} is too large to be copied`, {
      hint: 'take a part of it: nn show FILE "[:1000]"',
    });
  }
  const data = readExact(view);
  // What is read of narrower floats is float32.
  return { shape, dtype: isNarrowFloat(dtype) ? 'float32' : dtype, data };
}

/** numpy.reshape; one length may be −1. What does not lie in order is copied. Throws usage errors. */
export function reshaped(view: ArrayView, wanted: readonly number[]): ArrayView {
  const size = sizeOf(view.shape);
  const known = sizeOf(wanted.filter((length) => length >= 0));
  const open = wanted.filter((length) => length < 0).length;
  const shape = wanted.map((length) => (length < 0 ? size / known : length));
  if (open > 1) {
    throw usageError('can only specify one unknown dimension', {
      hint: `found ${open} lengths of -1 in ${shapeToString(wanted)}`,
    });
  }
  if (!shape.every(Number.isInteger) || sizeOf(shape) !== size) {
    throw usageError(`cannot reshape array of size ${size} into shape ${shapeToString(wanted)}`, {
      hint: `the lengths must multiply to ${size}${size > 0 && known > 0 ? `; the shape now is ${shapeToString(view.shape)}` : ''}`,
    });
  }
  const { strides } = joined(view);
  const inOrder = strides.length === 0 || (strides.length === 1 && strides[0] === 1);
  const base = inOrder ? view : viewOf(tensorOf(view));
  return { ...base, shape, strides: rowMajor(shape) };
}

/**
 * The same elements in the order in which they lie in memory or in the file; for what does not depend on the
 * order.
 */
export function inMemoryOrder(view: ArrayView): ArrayView {
  const axes = view.shape
    .map((_, axis) => axis)
    .sort((a, b) => Math.abs(view.strides[b]) - Math.abs(view.strides[a]));
  return transposed(view, axes);
}

/** Pieces in which a sample is read. */
export const PIECES = 64;

/** All elements in pieces, or where they are more than `most`, so many of them in pieces evenly spread. */
export const piecesOf = (view: ArrayView, most: number, all = false): Generator<Float64Array> =>
  pieces(view, most, all, readView);

/** The same, in the type in which the elements are kept. */
export const exactPiecesOf = (view: ArrayView, most: number, all = false): Generator<TypedArray> =>
  pieces(view, most, all, readExact);

function* pieces<T>(
  view: ArrayView,
  most: number,
  all: boolean,
  read: (view: ArrayView, from: number, count: number) => T,
): Generator<T> {
  const ordered = inMemoryOrder(view);
  const size = sizeOf(view.shape);
  const whole = all || size <= most;
  const piece = whole ? Math.min(size, most) : Math.floor(most / PIECES);
  const steps = whole ? Math.ceil(size / Math.max(1, piece)) : PIECES;
  for (let i = 0; i < steps; i++) {
    const from = whole ? i * piece : Math.floor((i * (size - piece)) / (PIECES - 1));
    yield read(ordered, from, Math.min(piece, size - from));
  }
}

/**
 * Elements of a view as numbers that print as short as their type allows: 0.1 of float32, not
 * 0.10000000149011612. 64-bit integers keep their digits.
 */
export function shortView(view: ArrayView): TypedArray {
  if (isWide(view.dtype)) return readExact(view);
  const values = readView(view);
  if (view.dtype !== 'float32' && !isNarrowFloat(view.dtype)) return values;
  return values.map((value) => (Number.isFinite(value) ? Number(float32ToString(value)) : value));
}
