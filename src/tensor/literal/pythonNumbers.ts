import { inputError } from '../../errors.ts';
import { narrow } from '../dtype.ts';
import type { OperationName } from '../arithmetic.ts';
import type { Element } from '../tensor.ts';
import type { PythonType } from '../promote.ts';

/** A number of Python with its type. */
interface PythonNumber {
  readonly value: Element;
  readonly type: PythonType;
}

/** Bits that a whole number of Python may have here. */
const MOST_BITS = 4096;

function divideByZero(name: OperationName, floats: boolean): never {
  if (name === 'divide') throw inputError(floats ? 'float division by zero' : 'division by zero');
  if (!floats) throw inputError('integer division or modulo by zero');
  throw inputError(name === 'mod' ? 'float modulo' : 'float floor division by zero');
}

const floorMod = (a: number, b: number) => {
  const rest = a % b;
  return rest !== 0 && rest < 0 !== b < 0 ? rest + b : rest;
};

function ofFloats(name: OperationName, a: number, b: number): number | boolean {
  switch (name) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      return a * b;
    case 'divide':
      return a / b;
    case 'floor_divide':
      return Math.floor((a - floorMod(a, b)) / b);
    case 'mod':
      return floorMod(a, b);
    case 'power':
      return a === 1 ? 1 : a ** b;
    default:
      return compared(name, a, b);
  }
}

function compared(name: OperationName, a: Element, b: Element): boolean {
  switch (name) {
    case 'greater':
      return a > b;
    case 'greater_equal':
      return a >= b;
    case 'less':
      return a < b;
    case 'less_equal':
      return a <= b;
    case 'not_equal':
      return a !== b;
    default:
      return a === b;
  }
}

function modulo(a: bigint, b: bigint): bigint {
  const rest = a % b;
  return rest !== 0n && rest < 0n !== b < 0n ? rest + b : rest;
}

const bitsOf = (x: bigint) => (x < 0n ? -x : x).toString(2).length;

function power(a: bigint, b: bigint): bigint {
  if (BigInt(bitsOf(a)) * b > MOST_BITS && a !== 0n && a !== 1n && a !== -1n)
    throw inputError(`found a number of more than ${MOST_BITS} bits`);
  return a ** b;
}

function ofWholes(name: OperationName, a: bigint, b: bigint): bigint {
  switch (name) {
    case 'add':
      return a + b;
    case 'subtract':
      return a - b;
    case 'multiply':
      if (bitsOf(a) + bitsOf(b) > MOST_BITS)
        throw inputError(`found a number of more than ${MOST_BITS} bits`);
      return a * b;
    case 'floor_divide':
      return (a - modulo(a, b)) / b;
    case 'mod':
      return modulo(a, b);
    default:
      return power(a, b);
  }
}

const compares: ReadonlySet<OperationName> = new Set([
  'greater',
  'greater_equal',
  'less',
  'less_equal',
  'equal',
  'not_equal',
]);

/**
 * Arithmetic of two numbers of Python: whole ones are exact, and `/` always makes a float.
 *
 * @throws NnError('input') in Python's words
 */
export function calculatePython(name: OperationName, a: PythonNumber, b: PythonNumber): PythonNumber {
  if (compares.has(name)) return { value: compared(name, a.value, b.value) ? 1 : 0, type: 'bool' };
  const floats = a.type === 'float' || b.type === 'float';
  if ((name === 'divide' || name === 'floor_divide' || name === 'mod') && Number(b.value) === 0)
    divideByZero(name, floats);
  const asFloats = floats || name === 'divide' || (name === 'power' && b.value < 0);
  // A whole number that no array takes is kept as the nearest float.
  if (asFloats || !isWhole(a.value) || !isWhole(b.value)) {
    const value = ofFloats(name, Number(a.value), Number(b.value));
    return { value: Number(value), type: 'float' };
  }
  return { value: narrow(ofWholes(name, BigInt(a.value), BigInt(b.value))), type: 'int' };
}

const isWhole = (value: Element) => typeof value === 'bigint' || Number.isInteger(value);
