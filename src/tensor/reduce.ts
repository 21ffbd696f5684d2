import { inputError } from '../errors.ts';
import { isFloat } from './dtype.ts';
import { ElementWriter, storeElements } from './store.ts';
import { sizeOf } from './tensor.ts';
import type { DType, Element, Tensor } from './tensor.ts';

/** Along what is reduced: one axis, or everything; `keepdims` leaves a length of 1 there. */
export interface Along {
  readonly axis: number | undefined;
  readonly keepdims: boolean;
}

/** The elements that one result comes from: `length` of them, from `first` on, `step` apart. */
interface Run {
  readonly first: number;
  readonly length: number;
  readonly step: number;
}

/** Longest run that is summed without being halved, as in NumPy's pairwise sum. */
const BLOCK = 128;

/** numpy/core/src/umath/loops_utils.h: pairwise_sum; the order of the additions decides about the last bits. */
function pairwise(at: (i: number) => number, from: number, n: number, round: (x: number) => number): number {
  if (n < 8) {
    let sum = 0;
    for (let i = 0; i < n; i++) sum = round(sum + at(from + i));
    return sum;
  }
  if (n <= BLOCK) {
    const r = Array.from({ length: 8 }, (_, i) => at(from + i));
    const even = n - (n % 8);
    for (let i = 8; i < even; i += 8) for (let j = 0; j < 8; j++) r[j] = round(r[j] + at(from + i + j));
    const left = round(round(r[0] + r[1]) + round(r[2] + r[3]));
    const right = round(round(r[4] + r[5]) + round(r[6] + r[7]));
    let sum = round(left + right);
    for (let i = even; i < n; i++) sum = round(sum + at(from + i));
    return sum;
  }
  const half = Math.floor(n / 2) - (Math.floor(n / 2) % 8);
  return round(pairwise(at, from, half, round) + pairwise(at, from + half, n - half, round));
}

/**
 * The axis, counted from the first.
 *
 * @throws NnError('input') in NumPy's words
 */
export function axisOf(axis: number, rank: number): number {
  const from = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(from) && from >= 0 && from < rank) return from;
  throw inputError(`axis ${axis} is out of bounds for array of dimension ${rank}`, {
    hint: rank === 0 ? 'a single number has no axes' : `it takes 0 to ${rank - 1}, or -1 for the last`,
  });
}

function runsOf(shape: readonly number[], { axis, keepdims }: Along): { shape: number[]; runs: Run[] } {
  if (axis === undefined) {
    const run = { first: 0, length: sizeOf(shape), step: 1 };
    return { shape: keepdims ? shape.map(() => 1) : [], runs: [run] };
  }
  const chosen = axisOf(axis, shape.length);
  const step = sizeOf(shape.slice(chosen + 1));
  const length = shape[chosen];
  const outer = sizeOf(shape.slice(0, chosen));
  const runs = Array.from({ length: outer * step }, (_, i) => {
    const block = Math.floor(i / step);
    return { first: block * step * length + (i % step), length, step };
  });
  const left = shape.flatMap((n, at) => (at === chosen ? (keepdims ? [1] : []) : [n]));
  return { shape: left, runs };
}

/** Sums of floats in NumPy's order: in pairs along the last axis and over everything, else one after the other. */
function sumRun({ data }: Tensor, { first, length, step }: Run, round: (x: number) => number): number {
  if (step === 1) return pairwise((i) => Number(data[i]), first, length, round);
  let sum = 0;
  for (let i = 0; i < length; i++) sum = round(sum + Number(data[first + i * step]));
  return sum;
}

const roundOf = (dtype: DType) => (dtype === 'float32' ? Math.fround : (x: number) => x);

const sumType = (dtype: DType): DType =>
  isFloat(dtype) ? dtype : dtype.startsWith('uint') ? 'uint64' : 'int64';

/** numpy.sum. @throws NnError('input') */
export function sum(tensor: Tensor, along: Along): Tensor {
  const { shape, runs } = runsOf(tensor.shape, along);
  const writer = new ElementWriter(sumType(tensor.dtype), runs.length);
  const round = roundOf(tensor.dtype);
  runs.forEach((run, i) => {
    if (isFloat(tensor.dtype)) return writer.set(i, sumRun(tensor, run, round));
    let total = 0n;
    let exact: number = 0;
    for (let t = 0; t < run.length; t++) {
      const element = tensor.data[run.first + t * run.step];
      exact += Number(element);
      if (!Number.isSafeInteger(exact)) total += BigInt(element);
      else total = BigInt(exact);
    }
    return writer.set(i, total);
  });
  return writer.tensor(shape);
}

/** numpy.mean. @throws NnError('input') */
export function mean(tensor: Tensor, along: Along): Tensor {
  const { shape, runs } = runsOf(tensor.shape, along);
  const dtype = isFloat(tensor.dtype) ? tensor.dtype : 'float64';
  const round = roundOf(dtype);
  const means = runs.map((run) => sumRun(tensor, run, round) / run.length);
  return storeElements(means, dtype, shape);
}

/** numpy.var: the mean squared distance from the mean. @throws NnError('input') */
export function variance(tensor: Tensor, along: Along): Tensor {
  const { shape, runs } = runsOf(tensor.shape, along);
  const dtype = isFloat(tensor.dtype) ? tensor.dtype : 'float64';
  const round = roundOf(dtype);
  const squares = runs.map((run) => {
    const middle = round(sumRun(tensor, run, round) / run.length);
    const data = Float64Array.from({ length: run.length }, (_, i) => {
      const distance = round(Number(tensor.data[run.first + i * run.step]) - middle);
      return round(distance * distance);
    });
    // What NumPy adds up has the strides of the array.
    const own = { shape: [run.length], dtype, data };
    if (run.step === 1) return sumRun(own, { first: 0, length: run.length, step: 1 }, round) / run.length;
    return data.reduce((total, x) => round(total + x), 0) / run.length;
  });
  return storeElements(squares, dtype, shape);
}

/** numpy.prod. @throws NnError('input') */
export function product(tensor: Tensor, along: Along): Tensor {
  const { shape, runs } = runsOf(tensor.shape, along);
  const writer = new ElementWriter(sumType(tensor.dtype), runs.length);
  const round = roundOf(tensor.dtype);
  runs.forEach((run, i) => {
    const elements = Array.from(
      { length: run.length },
      (_, t): Element => tensor.data[run.first + t * run.step],
    );
    if (isFloat(tensor.dtype))
      writer.set(
        i,
        elements.reduce<number>((total, x) => round(total * Number(x)), 1),
      );
    else
      writer.set(
        i,
        elements.reduce<bigint>((total, x) => BigInt.asIntN(64, total * BigInt(x)), 1n),
      );
  });
  return writer.tensor(shape);
}

/** Numbers of the greatest (1) or least (−1) elements of each run; NaN is found first, as in NumPy. */
function placesOf({ data }: Tensor, runs: readonly Run[], side: 1 | -1): number[] {
  return runs.map(({ first, length, step }) => {
    let best = 0;
    for (let i = 1; i < length; i++) {
      const [x, y] = [data[first + i * step], data[first + best * step]];
      if (Number.isNaN(y)) break;
      if (Number.isNaN(x) || (side > 0 ? x > y : x < y)) best = i;
    }
    return best;
  });
}

function checkNotEmpty(runs: readonly Run[], message: string): void {
  if (runs.some(({ length }) => length === 0)) throw inputError(message);
}

/** numpy.max (1) and numpy.min (−1). @throws NnError('input') */
export function extreme(tensor: Tensor, along: Along, side: 1 | -1): Tensor {
  const { shape, runs } = runsOf(tensor.shape, along);
  const name = side > 0 ? 'maximum' : 'minimum';
  checkNotEmpty(runs, `zero-size array to reduction operation ${name} which has no identity`);
  const places = placesOf(tensor, runs, side);
  const found = runs.map(({ first, step }, i) => tensor.data[first + places[i] * step]);
  return storeElements(found, tensor.dtype, shape);
}

/** numpy.argmax (1) and numpy.argmin (−1). @throws NnError('input') */
export function extremePlace(tensor: Tensor, along: Along, side: 1 | -1): Tensor {
  const { shape, runs } = runsOf(tensor.shape, along);
  checkNotEmpty(runs, `attempt to get ${side > 0 ? 'argmax' : 'argmin'} of an empty sequence`);
  return storeElements(placesOf(tensor, runs, side), 'int64', shape);
}
