import { isFloat, isWide, numberAt } from './dtype.ts';
import { compactShape } from './shape.ts';
import { sizeOf } from './tensor.ts';
import type { DType, Element, Tensor, TypedArray } from './tensor.ts';

/** How numpy.dot pairs two shapes. */
export interface DotRule {
  readonly kind: 'scale' | 'inner' | 'sum';
  readonly shape: readonly number[];
  /** Length of the sum; 1 when one side is a scalar. */
  readonly terms: number;
  /** The axis of b that is summed over. */
  readonly axisB: number;
}

/** Shapes that numpy.dot cannot pair, with its own error line. */
export interface Misaligned {
  readonly message: string;
  readonly axisA: number;
  readonly axisB: number;
}

/** The rule for two shapes, or why there is none. Source: numpy.dot. */
export function dotRule(a: readonly number[], b: readonly number[]): DotRule | Misaligned {
  if (a.length === 0 || b.length === 0) return { kind: 'scale', shape: [...a, ...b], terms: 1, axisB: -1 };
  const axisA = a.length - 1;
  const axisB = Math.max(0, b.length - 2);
  if (a[axisA] !== b[axisB]) {
    const message =
      `shapes ${compactShape(a)} and ${compactShape(b)} not aligned: ` +
      `${a[axisA]} (dim ${axisA}) != ${b[axisB]} (dim ${axisB})`;
    return { message, axisA, axisB };
  }
  const shape = [...a.slice(0, -1), ...b.slice(0, axisB), ...b.slice(axisB + 1)];
  return { kind: shape.length === 0 ? 'inner' : 'sum', shape, terms: a[axisA], axisB };
}

/**
 * Where element `index` of the result gets its terms: first elements in a and b, and the steps between terms.
 */
export function termsOf(a: readonly number[], b: readonly number[], rule: DotRule, index: number) {
  if (rule.kind === 'scale') {
    return { a: a.length === 0 ? 0 : index, b: b.length === 0 ? 0 : index, stepA: 0, stepB: 0 };
  }
  const inner = rule.axisB === b.length - 1 ? 1 : sizeOf(b.slice(rule.axisB + 1));
  const outer = sizeOf(b.slice(0, rule.axisB));
  const perRow = inner * outer;
  const row = Math.floor(index / perRow);
  const rest = index % perRow;
  const block = Math.floor(rest / inner);
  return { a: row * rule.terms, b: block * rule.terms * inner + (rest % inner), stepA: 1, stepB: inner };
}

const isUnsigned = (dtype: DType) => dtype.startsWith('uint') || dtype === 'bool';

/** As numpy.result_type, but that the narrow integers make int64: a sum of uint8 does not wrap at 256. */
function resultType(a: Tensor, b: Tensor): DType {
  if (!isFloat(a.dtype) && !isFloat(b.dtype)) {
    if (a.dtype === 'bool' && b.dtype === 'bool') return 'bool';
    if (a.dtype !== 'uint64' && b.dtype !== 'uint64') return 'int64';
    return isUnsigned(a.dtype) && isUnsigned(b.dtype) ? 'uint64' : 'float64';
  }
  return a.dtype === 'float32' && b.dtype === 'float32' ? 'float32' : 'float64';
}

/** The integer of an element, which is whole. */
const whole = (element: Element) => BigInt(element);

/**
 * Sums of products of integers: in float64 while that is exact, else as integers that wrap around at 64 bits,
 * as NumPy's do.
 */
function wholeDot(a: Tensor, b: Tensor, rule: DotRule, dtype: 'int64' | 'uint64'): TypedArray {
  const size = sizeOf(rule.shape);
  const out = new Float64Array(size);
  let exact = true;
  for (let i = 0; exact && i < size; i++) {
    const from = termsOf(a.shape, b.shape, rule, i);
    let sum = 0;
    let bound = 0;
    for (let t = 0; t < rule.terms; t++) {
      const product = numberAt(a.data, from.a + t * from.stepA) * numberAt(b.data, from.b + t * from.stepB);
      sum += product;
      bound += Math.abs(product);
    }
    out[i] = sum;
    exact = bound <= Number.MAX_SAFE_INTEGER;
  }
  if (exact) return out;
  const wide = dtype === 'int64' ? new BigInt64Array(size) : new BigUint64Array(size);
  for (let i = 0; i < size; i++) {
    const from = termsOf(a.shape, b.shape, rule, i);
    let sum = 0n;
    for (let t = 0; t < rule.terms; t++)
      sum += whole(a.data[from.a + t * from.stepA]) * whole(b.data[from.b + t * from.stepB]);
    // The array keeps the lowest 64 bits.
    wide[i] = sum;
  }
  return wide;
}

/**
 * numpy.dot for any two ranks. Sums run in float64 and are rounded once to the result's dtype; those of
 * integers are exact and wrap around at 64 bits.
 *
 * @param dtype of the result; by default float32 when both are float32; of integers int64, or uint64 where
 *   both are unsigned and one is uint64; else float64, also of int64 with uint64
 */
export function dot(a: Tensor, b: Tensor, rule: DotRule, dtype: DType = resultType(a, b)): Tensor {
  if (isWide(dtype) && !isFloat(a.dtype) && !isFloat(b.dtype))
    return { shape: rule.shape, dtype, data: wholeDot(a, b, rule, dtype) };
  const size = sizeOf(rule.shape);
  const out = dtype === 'float32' ? new Float32Array(size) : new Float64Array(size);
  for (let i = 0; i < size; i++) {
    const from = termsOf(a.shape, b.shape, rule, i);
    let sum = 0;
    for (let t = 0; t < rule.terms; t++)
      sum += numberAt(a.data, from.a + t * from.stepA) * numberAt(b.data, from.b + t * from.stepB);
    out[i] = sum;
  }
  if (dtype === 'bool') out.forEach((x, i) => (out[i] = x === 0 ? 0 : 1));
  return { shape: rule.shape, dtype, data: out };
}
