import { inputError } from '../errors.ts';
import { broadcastShapes, eachPair } from './broadcast.ts';
import { checkRoom } from './create.ts';
import { isFloat } from './dtype.ts';
import { promote, promoteNumber } from './promote.ts';
import type { PythonType } from './promote.ts';
import { ElementWriter } from './store.ts';
import { sizeOf } from './tensor.ts';
import type { DType, Element, Tensor } from './tensor.ts';

/** An array in a sum; a number that is none of NumPy's gives way to the other's type. */
export interface Operand {
  readonly tensor: Tensor;
  readonly python?: PythonType;
}

/** Arithmetic of two numbers, as NumPy does it element by element. */
export interface Operation {
  readonly number: (a: number, b: number) => number;
  /** Of integers where one of the numbers is beyond 2⁵³; absent: always of floats. */
  readonly whole?: (a: bigint, b: bigint) => bigint;
  /** Of integers within 2⁵³, where that differs from `number`. */
  readonly integer?: (a: number, b: number) => number;
  /** It answers yes or no. */
  readonly compares?: true;
  /** What booleans make, where they make no booleans. */
  readonly ofBooleans?: DType;
  /** Why NumPy refuses two booleans. */
  readonly refusesBooleans?: string;
  /** @throws NnError('input') for integers that NumPy refuses */
  readonly check?: (b: Tensor) => void;
}

const floorMod = (a: number, b: number) => {
  const rest = a % b;
  if (rest === 0) return b < 0 ? -0 : 0;
  return rest < 0 === b < 0 ? rest : rest + b;
};

/** npy_divmod: a whole quotient that fits the remainder. */
const floorDivide = (a: number, b: number) => {
  if (b === 0 || !Number.isFinite(a)) return a / b;
  const quotient = (a - floorMod(a, b)) / b;
  const down = Math.floor(quotient);
  return quotient - down > 0.5 ? down + 1 : down;
};

const wholeMod = (a: bigint, b: bigint) => {
  if (b === 0n) return 0n;
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
};

const wholeDivide = (a: bigint, b: bigint) => (b === 0n ? 0n : (a - wholeMod(a, b)) / b);

/** Powers of integers keep their lowest 64 bits. */
function wholePower(a: bigint, b: bigint): bigint {
  let result = 1n;
  let square = BigInt.asIntN(64, a);
  for (let rest = b; rest > 0n; rest >>= 1n) {
    if (rest & 1n) result = BigInt.asIntN(64, result * square);
    square = BigInt.asIntN(64, square * square);
  }
  return result;
}

function checkPowers({ data }: Tensor): void {
  if (Array.prototype.some.call(data, (power: Element) => power < 0))
    throw inputError('Integers to negative integer powers are not allowed.', {
      hint: 'write the base with a point: 2.0 ** -1',
    });
}

const BOOLEAN_MINUS =
  'numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.';

const yes = (answer: boolean) => (answer ? 1 : 0);
const either = (a: number, b: number) => (Number.isNaN(a) || Number.isNaN(b) ? Number.NaN : undefined);

/** Arithmetic by NumPy's name of it. */
export const operations = {
  add: { number: (a, b) => a + b, whole: (a, b) => a + b },
  subtract: { number: (a, b) => a - b, whole: (a, b) => a - b, refusesBooleans: BOOLEAN_MINUS },
  multiply: { number: (a, b) => a * b, whole: (a, b) => a * b },
  divide: { number: (a, b) => a / b },
  floor_divide: {
    number: floorDivide,
    integer: (a, b) => (b === 0 ? 0 : Math.floor(a / b)),
    whole: wholeDivide,
    ofBooleans: 'int8',
  },
  mod: {
    number: (a, b) => (b === 0 ? Number.NaN : floorMod(a, b)),
    integer: (a, b) => (b === 0 ? 0 : floorMod(a, b) + 0),
    whole: wholeMod,
    ofBooleans: 'int8',
  },
  power: {
    number: (a, b) => (a === 1 ? 1 : a ** b),
    whole: wholePower,
    ofBooleans: 'int8',
    check: checkPowers,
  },
  maximum: { number: (a, b) => either(a, b) ?? (a >= b ? a : b), whole: (a, b) => (a > b ? a : b) },
  minimum: { number: (a, b) => either(a, b) ?? (a <= b ? a : b), whole: (a, b) => (a < b ? a : b) },
  greater: { number: (a, b) => yes(a > b), whole: (a, b) => (a > b ? 1n : 0n), compares: true },
  greater_equal: { number: (a, b) => yes(a >= b), whole: (a, b) => (a >= b ? 1n : 0n), compares: true },
  less: { number: (a, b) => yes(a < b), whole: (a, b) => (a < b ? 1n : 0n), compares: true },
  less_equal: { number: (a, b) => yes(a <= b), whole: (a, b) => (a <= b ? 1n : 0n), compares: true },
  equal: { number: (a, b) => yes(a === b), whole: (a, b) => (a === b ? 1n : 0n), compares: true },
  not_equal: { number: (a, b) => yes(a !== b), whole: (a, b) => (a !== b ? 1n : 0n), compares: true },
} as const satisfies Readonly<Record<string, Operation>>;

/** Name of an operation. */
export type OperationName = keyof typeof operations;

/** The type in which two operands meet: numpy.result_type. */
export function commonType(a: Operand, b: Operand): DType {
  if (a.python !== undefined && b.python === undefined) return promoteNumber(b.tensor.dtype, a.python);
  if (b.python !== undefined && a.python === undefined) return promoteNumber(a.tensor.dtype, b.python);
  return promote(a.tensor.dtype, b.tensor.dtype);
}

/** The type of a result of operands of a common type. */
function resultType(common: DType, { whole, compares, ofBooleans }: Operation): DType {
  if (compares) return 'bool';
  if (isFloat(common)) return common;
  if (!whole) return 'float64';
  return common === 'bool' && ofBooleans !== undefined ? ofBooleans : common;
}

/**
 * NumPy's arithmetic of two arrays, element by element, with its types and its broadcasting. Of float32 every
 * result is rounded to it; integers wrap around at their width.
 *
 * @throws NnError('input') in NumPy's words
 */
export function calculate(name: OperationName, a: Operand, b: Operand): Tensor {
  const operation: Operation = operations[name];
  const common = commonType(a, b);
  if (common === 'bool' && operation.refusesBooleans !== undefined)
    throw inputError(operation.refusesBooleans);
  const floats = isFloat(common) || !operation.whole;
  if (!floats) operation.check?.(b.tensor);
  const shape = broadcastShapes(a.tensor.shape, b.tensor.shape);
  const dtype = resultType(common, operation);
  checkRoom(shape, dtype);
  const writer = new ElementWriter(dtype, sizeOf(shape));
  const [dataA, dataB] = [a.tensor.data, b.tensor.data];
  const { number, whole, integer = number } = operation;
  // Where numbers meet floats of 32 bits they are such themselves.
  const round = common === 'float32' ? Math.fround : (x: number) => x;
  eachPair(shape, a.tensor.shape, b.tensor.shape, (i, atA, atB) => {
    const [x, y] = [dataA[atA], dataB[atB]];
    if (floats) return writer.set(i, number(round(Number(x)), round(Number(y))));
    const result = typeof x === 'number' && typeof y === 'number' ? integer(x, y) : undefined;
    if (result !== undefined && Number.isSafeInteger(result)) return writer.set(i, result);
    return writer.set(i, whole?.(BigInt(x), BigInt(y)) ?? 0);
  });
  return writer.tensor(shape);
}
