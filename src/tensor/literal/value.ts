import type { PythonType } from '../promote.ts';
import type { DType, Element, Tensor } from '../tensor.ts';

/** A number of Python; a bigint where it is whole and beyond 2⁵³. */
export interface NumberValue {
  readonly kind: 'number';
  readonly value: Element;
  readonly type: PythonType;
  /** Where in the text it stands, as of every value. */
  readonly at: number;
}

/** A list or a tuple. */
export interface SequenceValue {
  readonly kind: 'list' | 'tuple';
  readonly items: readonly Value[];
  readonly at: number;
  /** The array whose shape this tuple is. */
  readonly shapeOf?: Tensor;
}

/** An array of NumPy; one of shape () is one of its numbers. */
export interface ArrayValue {
  readonly kind: 'array';
  readonly tensor: Tensor;
  readonly at: number;
}

/** What may be called: a function, or a method of an array. */
export interface FunctionValue {
  readonly kind: 'function';
  /** Its name among the functions (functions/index.ts). */
  readonly id: string;
  /** As it is called in the text: `np.zeros`. */
  readonly name: string;
  /** The array whose method it is. */
  readonly self?: Value;
  readonly at: number;
}

/** What an expression can be. */
export type Value =
  | NumberValue
  | SequenceValue
  | ArrayValue
  | FunctionValue
  | { readonly kind: 'text'; readonly text: string; readonly at: number }
  | { readonly kind: 'dtype'; readonly dtype: DType; readonly at: number }
  | { readonly kind: 'none'; readonly at: number }
  /** numpy or numpy.random, as it is called in the text. */
  | { readonly kind: 'module'; readonly path: '' | 'random.'; readonly name: string; readonly at: number }
  /** A letter that stands for a number (see symbols.ts). */
  | { readonly kind: 'symbol'; readonly name: string; readonly at: number };

const typeNames: Readonly<Record<Value['kind'], string>> = {
  number: 'int',
  list: 'list',
  tuple: 'tuple',
  array: 'numpy.ndarray',
  function: 'builtin_function_or_method',
  text: 'str',
  dtype: 'type',
  none: 'NoneType',
  module: 'module',
  symbol: 'symbol',
};

/** How Python calls the type of a value. */
export function typeName(value: Value): string {
  if (value.kind === 'number') return value.type;
  if (value.kind === 'array' && value.tensor.shape.length === 0)
    return `numpy.${value.tensor.dtype === 'bool' ? 'bool_' : value.tensor.dtype}`;
  return typeNames[value.kind];
}

export const arrayValue = (tensor: Tensor, at: number): ArrayValue => ({ kind: 'array', tensor, at });

export const intValue = (value: Element, at: number): NumberValue => ({
  kind: 'number',
  value,
  type: 'int',
  at,
});
