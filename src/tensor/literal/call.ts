import { storeElements } from '../store.ts';
import { bindArguments } from './callArguments.ts';
import type { Argument } from './callArguments.ts';
import { functionNamed } from './functions/index.ts';
import { tensorOfValue } from './nested.ts';
import type { Session } from './session.ts';
import { arrayValue, typeName } from './value.ts';
import type { Value } from './value.ts';

const keyword = /[A-Za-z_]\w*(?=\s*=(?!=))/y;

/** What stands between parentheses behind a function, with its name where it has one. */
function readArguments(session: Session, expression: (session: Session) => Value): Argument[] {
  const { cursor } = session;
  const found: Argument[] = [];
  const { at } = cursor;
  cursor.enter();
  cursor.skip();
  while (cursor.peek() !== ')') {
    if (cursor.peek() === '')
      cursor.fail('found the end', '")"', cursor.at, `the "(" at position ${at + 1} is never closed`);
    const from = cursor.at;
    const name = cursor.match(keyword);
    if (name !== undefined) {
      cursor.skip();
      cursor.at++;
      cursor.skip();
    }
    const start = cursor.at;
    const value = expression(session);
    const text = cursor.text.slice(start, cursor.at).trim();
    found.push({ ...(name !== undefined && { name }), value, at: from, text });
    cursor.skip();
    if (cursor.peek() === ',') {
      cursor.at++;
      cursor.skip();
    } else if (cursor.peek() !== ')') cursor.fail(cursor.found(), '"," or ")"');
  }
  cursor.leave();
  return found;
}

/**
 * Calls a function with what stands between the parentheses that follow.
 *
 * @param from where the call begins
 * @throws NnError('input')
 */
export function readCall(
  session: Session,
  called: Value,
  name: string,
  from: number,
  expression: (session: Session) => Value,
): Value {
  const { cursor } = session;
  if (called.kind !== 'function' && called.kind !== 'dtype')
    return cursor.refuse(`'${typeName(called)}' object is not callable`, from);
  const given = readArguments(session, expression);
  if (called.kind === 'dtype') {
    const [first] = given;
    if (!first) return cursor.refuse(`${name}() takes a number or a list`, from);
    const { data, shape } = tensorOfValue(first.value, cursor);
    return arrayValue(storeElements(data, called.dtype, shape), from);
  }
  const known = functionNamed(called.id);
  if (!known) return cursor.refuse(`${name} is not known here`, from);
  const self = called.self && [{ value: called.self, at: from, text: name.replace(/\.[^.]*$/, '') }];
  const args = bindArguments(session, { name, at: from }, known, [...(self ?? []), ...given]);
  return cursor.located(from, () => known.run(args));
}
