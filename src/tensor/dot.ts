import { isFloat, numberAt } from './dtype.ts';
import { compactShape } from './shape.ts';
import { sizeOf } from './tensor.ts';
import type { DType, Tensor } from './tensor.ts';

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

function resultType(a: Tensor, b: Tensor): DType {
  if (!isFloat(a.dtype) && !isFloat(b.dtype))
    return a.dtype === 'bool' && b.dtype === 'bool' ? 'bool' : 'int64';
  return a.dtype === 'float32' && b.dtype === 'float32' ? 'float32' : 'float64';
}

/**
 * numpy.dot for any two ranks. Sums run in float64 and are rounded once to the result's dtype.
 *
 * @param dtype of the result; by default float32 when both are float32, int64 when both are whole, else
 *   float64
 */
export function dot(a: Tensor, b: Tensor, rule: DotRule, dtype: DType = resultType(a, b)): Tensor {
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
