import { lazy } from '../../util/lazy.ts';
import { indexed, parseIndex } from '../indexing.ts';
import { tensorOf, viewOf } from '../view.ts';
import { readCall } from './call.ts';
import { attributeNamed, valueNamed } from './names.ts';
import { tensorOfValue, wholeNumber } from './nested.ts';
import { LEVELS, operate, operators, signed } from './operators.ts';
import { readSequence } from './sequence.ts';
import type { Session } from './session.ts';
import { arrayValue, intValue } from './value.ts';
import type { Value } from './value.ts';

const number = /(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?/y;
const word = lazy(() => /[\p{L}_][\p{L}\p{N}_]*'*/uy);
const plainWord = lazy(() => /[\p{L}_][\p{L}\p{N}_]*/uy);
const text = /"""[\s\S]*?"""|'''[\s\S]*?'''|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'/y;
const attribute = /\.[A-Za-z_]\w*/y;

/** A number, a text, a name, or something in brackets. */
function readAtom(session: Session): Value {
  const { cursor } = session;
  const { at } = cursor;
  const sign = cursor.peek();
  if (sign === '[' || sign === '(') return readSequence(session, readExpression);
  const digits = cursor.match(number);
  if (digits !== undefined) {
    const plain = digits.replaceAll('_', '');
    if (/^\d+$/.test(plain)) return intValue(wholeNumber(plain), at);
    return { kind: 'number', value: Number(plain), type: 'float', at };
  }
  const quoted = cursor.match(text);
  if (quoted !== undefined) return { kind: 'text', text: quoted.replaceAll(/^(['"]+)|(['"]+)$/g, ''), at };
  // x' and x'' are letters of formulas, and a quote of Python everywhere else.
  const name = cursor.match(session.symbolic ? word() : plainWord());
  if (name !== undefined) return valueNamed(session, name, at);
  if (sign === '"' || sign === "'")
    cursor.fail('found a text', 'a number', at, 'arrays hold numbers; remove the quotes');
  return cursor.fail(cursor.found(), 'a number or [', at);
}

/** `x[0]`, `x[:, 1]`: NumPy's basic indexing, and elements of lists. */
function readIndex(session: Session, value: Value): Value {
  const { cursor } = session;
  const { at } = cursor;
  const end = cursor.text.indexOf(']', at);
  if (end < 0) cursor.fail('found the end', '"]"', cursor.text.length);
  const inside = cursor.text.slice(at + 1, end);
  cursor.at = end + 1;
  return cursor.located(at, () => {
    if ((value.kind === 'list' || value.kind === 'tuple') && /^\s*-?\d+\s*$/.test(inside)) {
      const found = value.items.at(Number(inside));
      return found ?? cursor.refuse(`${value.kind} index out of range`, at);
    }
    const { view } = indexed(viewOf(tensorOfValue(value, cursor)), parseIndex(inside));
    return arrayValue(tensorOf(view), value.at);
  });
}

/** An atom and what follows it: attributes, calls, indices. */
function readPostfix(session: Session): Value {
  const { cursor } = session;
  const from = cursor.at;
  let value = readAtom(session);
  for (;;) {
    const called = () => cursor.text.slice(from, cursor.at).trim();
    // A blank stands before the next row of a printed array.
    const { at } = cursor;
    if (!cursor.inside || !cursor.printed) cursor.skip();
    const sign = cursor.peek();
    const member = sign === '.' && value.kind !== 'number' ? cursor.match(attribute) : undefined;
    if (member !== undefined) {
      value = attributeNamed(session, value, member.slice(1), called(), cursor.at - member.length + 1);
    } else if (sign === '(' && value.kind !== 'number' && value.kind !== 'list' && value.kind !== 'symbol') {
      const name = called();
      value = readCall(session, value, name, from, readExpression);
    } else if (sign === '[' && value.kind !== 'number' && !(cursor.printed && cursor.afterBlank)) {
      value = readIndex(session, value);
    } else {
      cursor.at = at;
      return value;
    }
  }
}

/** In `[1 -2]`, as NumPy prints it, the sign belongs to the second number; in `[1 - 2]` and `[1-2, 3]` it does not. */
function isNextElement({ cursor }: Session, sign: string): boolean {
  if ((sign !== '-' && sign !== '+') || !cursor.afterBlank) return false;
  return cursor.ahead(/[-+][\d.in]/y) !== undefined && cursor.printed;
}

function readOperand(session: Session): Value {
  const { cursor } = session;
  const sign = cursor.peek();
  if (sign !== '-' && sign !== '+') return readPostfix(session);
  const { at } = cursor;
  cursor.at++;
  cursor.skip();
  cursor.deeper();
  const value = readLevel(session, LEVELS.sign);
  cursor.shallower();
  return signed(sign, value, session, at);
}

/** What operators begin with; most elements of an array are followed by none. */
const SIGNS: ReadonlySet<string> = new Set(operators.map(({ sign }) => sign[0]));

const operatorHere = ({ cursor }: Session) =>
  operators.find(({ sign }) => cursor.text.startsWith(sign, cursor.at));

/** An expression of operators that bind at least as strongly as `least`. */
function readLevel(session: Session, least: number): Value {
  const { cursor } = session;
  let left = readOperand(session);
  for (;;) {
    const end = cursor.at;
    cursor.skip();
    const operator = SIGNS.has(cursor.peek()) ? operatorHere(session) : undefined;
    if (!operator || operator.level < least || isNextElement(session, operator.sign)) {
      cursor.at = end;
      return left;
    }
    const { at } = cursor;
    cursor.at += operator.sign.length;
    cursor.skip();
    cursor.deeper();
    const right = readLevel(session, operator.level === LEVELS.power ? LEVELS.sign : operator.level + 1);
    cursor.shallower();
    left = operate(operator, left, right, session, at);
  }
}

/**
 * Reads an expression and computes it.
 *
 * @throws NnError('input') with its place
 */
export function readExpression(session: Session): Value {
  session.cursor.skip();
  return readLevel(session, LEVELS.compare);
}
