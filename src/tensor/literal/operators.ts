import { calculate } from '../arithmetic.ts';
import type { OperationName } from '../arithmetic.ts';
import { operandOf } from './functions/elementwise.ts';
import { matrixProduct } from './functions/products.ts';
import { tensorOfValue } from './nested.ts';
import { calculatePython } from './pythonNumbers.ts';
import type { Session } from './session.ts';
import { arrayValue, typeName } from './value.ts';
import type { NumberValue, SequenceValue, Value } from './value.ts';

/** An operator between two values, the looser the smaller its level. */
interface Operator {
  readonly sign: string;
  readonly level: number;
  readonly name: OperationName | 'matmul';
}

/** Level of the comparisons, of a sign before a value, and of `**`, which is right-associative. */
export const LEVELS = { compare: 1, sum: 2, product: 3, sign: 4, power: 5 } as const;

/** Longer signs before those that they begin with. */
export const operators: readonly Operator[] = [
  { sign: '**', level: LEVELS.power, name: 'power' },
  { sign: '//', level: LEVELS.product, name: 'floor_divide' },
  { sign: '>=', level: LEVELS.compare, name: 'greater_equal' },
  { sign: '<=', level: LEVELS.compare, name: 'less_equal' },
  { sign: '==', level: LEVELS.compare, name: 'equal' },
  { sign: '!=', level: LEVELS.compare, name: 'not_equal' },
  { sign: '>', level: LEVELS.compare, name: 'greater' },
  { sign: '<', level: LEVELS.compare, name: 'less' },
  { sign: '+', level: LEVELS.sum, name: 'add' },
  { sign: '-', level: LEVELS.sum, name: 'subtract' },
  { sign: '*', level: LEVELS.product, name: 'multiply' },
  { sign: '/', level: LEVELS.product, name: 'divide' },
  { sign: '%', level: LEVELS.product, name: 'mod' },
  { sign: '@', level: LEVELS.product, name: 'matmul' },
];

/** Elements that a repeated list may have. */
const MOST = 1e6;

const isSequence = (value: Value): value is SequenceValue => value.kind === 'list' || value.kind === 'tuple';
const isWhole = (value: Value): value is NumberValue => value.kind === 'number' && value.type !== 'float';

/** A list as often as it is said, as Python does it. */
function repeated(list: SequenceValue, { value }: NumberValue, { cursor }: Session, at: number): Value {
  const times = Math.max(0, Number(value));
  if (times * list.items.length > MOST)
    cursor.refuse(
      `found a list of more than ${MOST} elements`,
      at,
      'np.full(shape, value) makes large arrays',
    );
  const { items } = list;
  const all = Array.from({ length: times * items.length }, (_, i) => items[i % items.length]);
  return { kind: list.kind, at: list.at, items: all };
}

/** What Python does with lists, which are no arrays yet. */
function ofSequences(sign: string, left: Value, right: Value, session: Session, at: number): Value {
  if (sign === '+' && isSequence(left) && isSequence(right)) {
    if (left.kind === right.kind)
      return { kind: left.kind, at: left.at, items: [...left.items, ...right.items] };
    return session.cursor.refuse(
      `can only concatenate ${left.kind} (not "${right.kind}") to ${left.kind}`,
      at,
    );
  }
  if (sign === '*' && isSequence(left) && isWhole(right)) return repeated(left, right, session, at);
  if (sign === '*' && isSequence(right) && isWhole(left)) return repeated(right, left, session, at);
  return unsupported(sign, left, right, session, at);
}

function unsupported(sign: string, left: Value, right: Value, { cursor }: Session, at: number): never {
  const [one, other] = [typeName(left), typeName(right)];
  const plain = [left, right].find(isSequence);
  const hint = plain && 'a list is no array yet: np.array([…]) makes one of it';
  if (sign === '*' && plain)
    return cursor.refuse(
      `can't multiply sequence by non-int of type '${typeName(plain === left ? right : left)}'`,
      at,
      hint,
    );
  return cursor.refuse(
    `unsupported operand type(s) for ${sign === '**' ? '** or pow()' : sign}: '${one}' and '${other}'`,
    at,
    hint,
  );
}

/**
 * Left and right of an operator, as Python and NumPy do it.
 *
 * @param at where the operator stands
 * @throws NnError('input') in their words
 */
export function operate(operator: Operator, left: Value, right: Value, session: Session, at: number): Value {
  const { cursor } = session;
  const { sign, name } = operator;
  const isArray = left.kind === 'array' || right.kind === 'array';
  const isKnown = (value: Value) => value.kind === 'array' || value.kind === 'number' || isSequence(value);
  if (!isKnown(left) || !isKnown(right)) return unsupported(sign, left, right, session, at);
  return cursor.located(at, () => {
    if (isArray && name === 'matmul')
      return arrayValue(matrixProduct(tensorOfValue(left, cursor), tensorOfValue(right, cursor)), left.at);
    if (name === 'matmul') return unsupported(sign, left, right, session, at);
    if (isArray)
      return arrayValue(calculate(name, operandOf(left, session), operandOf(right, session)), left.at);
    if (left.kind === 'number' && right.kind === 'number')
      return { kind: 'number', at: left.at, ...calculatePython(name, left, right) };
    return ofSequences(sign, left, right, session, at);
  });
}

/** A sign before a value. @throws NnError('input') */
export function signed(sign: string, value: Value, session: Session, at: number): Value {
  const { cursor } = session;
  if (value.kind === 'number') {
    if (sign === '+') return value;
    const negative = value.value === 0 && value.type !== 'float' ? 0 : -value.value;
    return { ...value, value: negative, type: value.type === 'bool' ? 'int' : value.type, at };
  }
  if (value.kind !== 'array')
    return cursor.refuse(
      `bad operand type for unary ${sign}: '${typeName(value)}'`,
      at,
      isSequence(value) ? `a list is no array yet: ${sign}np.array([…])` : undefined,
    );
  if (value.tensor.dtype === 'bool')
    cursor.refuse(
      `The numpy boolean ${sign === '-' ? 'negative' : 'positive'}, the \`${sign}\` operator, is not supported${sign === '-' ? ', use the `~` operator or the logical_not function instead.' : '.'}`,
      at,
    );
  if (sign === '+') return value;
  // −1 · x, not 0 − x, which loses the sign of zero.
  const minusOne = { kind: 'number', value: -1, type: 'int', at } as const;
  return arrayValue(calculate('multiply', operandOf(minusOne, session), operandOf(value, session)), at);
}
