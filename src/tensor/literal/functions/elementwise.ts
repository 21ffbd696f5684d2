import { calculate, commonType } from '../../arithmetic.ts';
import type { Operand, OperationName } from '../../arithmetic.ts';
import { broadcastShapes, eachPair } from '../../broadcast.ts';
import { checkRoom } from '../../create.ts';
import { isFloat } from '../../dtype.ts';
import { ElementWriter, storeElements } from '../../store.ts';
import { sizeOf } from '../../tensor.ts';
import { define } from '../define.ts';
import type { NumpyFunction } from '../define.ts';
import type { CallArguments } from '../callArguments.ts';
import { tensorOfValue } from '../nested.ts';
import type { Session } from '../session.ts';
import type { Value } from '../value.ts';

/** A value as one side of arithmetic; numbers of Python give way to an array's type. */
export function operandOf(value: Value, { cursor }: Session): Operand {
  const tensor = tensorOfValue(value, cursor);
  return value.kind === 'number' ? { tensor, python: value.type } : { tensor };
}

/** A function of one float. */
function ofFloats(name: string, of: (x: number) => number): NumpyFunction {
  return define(name, 'x', (args) => {
    const { shape, dtype, data } = args.tensor('x');
    const values = Float64Array.from(data, (x: number | bigint) => of(Number(x)));
    return args.array(storeElements(values, isFloat(dtype) ? dtype : 'float64', shape));
  });
}

/** A function that leaves the type as it is. */
function inType(name: string, of: (x: number) => number, whole: (x: bigint) => bigint): NumpyFunction {
  return define(name, 'x', (args) => {
    const { shape, dtype, data } = args.tensor('x');
    const values = Array.from(data, (x: number | bigint) => (typeof x === 'bigint' ? whole(x) : of(x)));
    return args.array(storeElements(values, dtype, shape));
  });
}

function ofTwo(name: OperationName): NumpyFunction {
  return define(name, 'x1 x2', (args) => args.array(calculated(args, name, 'x1', 'x2')));
}

function calculated(args: CallArguments, name: OperationName, ...[one, other]: [string, string]) {
  const [a, b] = [one, other].map((word) => {
    const value = args.argument(word)?.value;
    return value ? operandOf(value, args.session) : { tensor: args.tensor(word) };
  });
  return args.session.cursor.located(args.at, () => calculate(name, a, b));
}

/** Rounded half to even, as NumPy and IEEE 754 do. */
function roundEven(x: number): number {
  const down = Math.floor(x);
  if (x - down !== 0.5) return Math.round(x);
  const even = down % 2 === 0 ? down : down + 1;
  return x < 0 && even === 0 ? -0 : even;
}

function rounded(args: CallArguments) {
  const { shape, dtype, data } = args.tensor('a');
  const factor = 10 ** args.integer('decimals', 0);
  if (!isFloat(dtype)) return args.array({ shape, dtype, data });
  const values = Float64Array.from(data, (x: number | bigint) => roundEven(Number(x) * factor) / factor);
  return args.array(storeElements(values, dtype, shape));
}

function clipped(args: CallArguments) {
  const low = args.argument('a_min');
  const high = args.argument('a_max');
  let result: Operand = operandOf(args.argument('a')?.value ?? args.array(args.tensor('a')), args.session);
  if (low) result = { tensor: calculate('maximum', result, operandOf(low.value, args.session)) };
  if (high) result = { tensor: calculate('minimum', result, operandOf(high.value, args.session)) };
  return args.array(result.tensor);
}

/** numpy.where(condition, x, y): x where the condition holds, y elsewhere. */
function chosen(args: CallArguments) {
  const [condition, x, y] = ['condition', 'x', 'y'].map((name) => args.tensor(name));
  const shape = broadcastShapes(condition.shape, x.shape, y.shape);
  const dtype = commonType(
    operandOf(args.argument('x')?.value ?? args.array(x), args.session),
    operandOf(args.argument('y')?.value ?? args.array(y), args.session),
  );
  checkRoom(shape, dtype);
  const writer = new ElementWriter(dtype, sizeOf(shape));
  const holds = new Uint8Array(sizeOf(shape));
  eachPair(shape, condition.shape, [], (i, at) => (holds[i] = Number(condition.data[at]) === 0 ? 0 : 1));
  eachPair(shape, x.shape, y.shape, (i, atX, atY) =>
    writer.set(i, holds[i] === 1 ? x.data[atX] : y.data[atY]),
  );
  return args.array(writer.tensor(shape));
}

/** What is computed of every element alone. */
export const elementwise: readonly NumpyFunction[] = [
  ofFloats('exp', Math.exp),
  ofFloats('log', Math.log),
  ofFloats('log2', Math.log2),
  ofFloats('log10', Math.log10),
  ofFloats('sqrt', Math.sqrt),
  ofFloats('tanh', Math.tanh),
  ofFloats('sin', Math.sin),
  ofFloats('cos', Math.cos),
  inType('abs', Math.abs, (x) => (x < 0n ? -x : x)),
  inType('absolute', Math.abs, (x) => (x < 0n ? -x : x)),
  inType(
    'square',
    (x) => x * x,
    (x) => x * x,
  ),
  inType('sign', Math.sign, (x) => (x > 0n ? 1n : x < 0n ? -1n : 0n)),
  inType('floor', Math.floor, (x) => x),
  inType('ceil', Math.ceil, (x) => x),
  inType(
    'negative',
    (x) => (x === 0 ? -x : 0 - x),
    (x) => -x,
  ),
  ofTwo('maximum'),
  ofTwo('minimum'),
  ofTwo('add'),
  ofTwo('subtract'),
  ofTwo('multiply'),
  ofTwo('divide'),
  ofTwo('power'),
  define('clip', 'a a_min a_max', clipped),
  define('round', 'a / decimals', rounded),
  define('where', 'condition x y', (args) => args.session.cursor.located(args.at, () => chosen(args))),
];
