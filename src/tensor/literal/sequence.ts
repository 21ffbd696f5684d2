import type { Session } from './session.ts';
import type { Value } from './value.ts';

/** What NumPy prints where it leaves out elements. */
const ELLIPSIS = /\.\.\.|…/y;

/** A list, a tuple, or an expression in parentheses. */
export function readSequence(session: Session, expression: (session: Session) => Value): Value {
  const { cursor } = session;
  const open = cursor.peek();
  const close = open === '[' ? ']' : ')';
  const { at } = cursor;
  const items: Value[] = [];
  let commas = 0;
  cursor.enter();
  cursor.skip();
  while (cursor.peek() !== close) {
    if (cursor.peek() === '')
      cursor.fail(
        'found the end',
        `"${close}"`,
        cursor.at,
        `the "${open}" at position ${at + 1} is never closed`,
      );
    if (cursor.ahead(ELLIPSIS) !== undefined)
      cursor.fail(
        `found "..."`,
        'every element',
        cursor.at,
        "NumPy leaves elements out of what it prints; in Python: np.save('x.npy', x), or first np.set_printoptions(threshold=10**9)",
      );
    items.push(expression(session));
    cursor.skip();
    // NumPy's printed arrays have no commas; blanks part the elements.
    if (cursor.peek() === ',') {
      commas++;
      cursor.at++;
      cursor.skip();
      if (cursor.peek() === ',') cursor.fail('found ","', 'a number or [');
    } else if (/^for\b/.test(cursor.ahead(/[a-z]+/y) ?? ''))
      cursor.fail(
        'found "for"',
        'a list of numbers',
        cursor.at,
        'nn reads arrays, not programs; np.arange(10) counts',
      );
  }
  cursor.leave();
  if (open === '(' && items.length === 1 && commas === 0) return items[0];
  return { kind: open === '[' ? 'list' : 'tuple', items, at };
}
