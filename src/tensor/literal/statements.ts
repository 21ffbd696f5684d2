import { functionNamed, numpyNames } from './functions/index.ts';
import { readExpression } from './expression.ts';
import { operate, operators } from './operators.ts';
import { refuseProgram } from './programs.ts';
import type { Session } from './session.ts';
import type { Value } from './value.ts';

/** Line ends, fences of Markdown and prompts of Python between statements. */
const between = /(?:[\s;]|#[^\n]*|```\w*|>>>)+/y;
const importing = /import\s+[^\n;#]+/y;
const importingFrom = /from\s+([\w.]+)\s+import\s+([^\n;#]+)/y;
/** nnfs.init(), which makes no array. */
const beginning = /nnfs\s*\.\s*init\s*\([^()\n]*\)/y;
const targets = /[A-Za-z_]\w*(?:\s*,\s*[A-Za-z_]\w*)*\s*=(?!=)/y;
const augmented = /[A-Za-z_]\w*\s*(?:\*\*|\/\/|[-+*/%@])=/y;
const keyword =
  /(?:class|def|for|while|if|elif|else|with|return|try|except|lambda|async|@\w+|self\.\w+\s*=(?!=))\b/y;

/** `import numpy as np`: names of NumPy; of other modules nothing is known. */
function readImport({ cursor, names }: Session, text: string): void {
  for (const part of text.replace(/^import\s+/, '').split(',')) {
    const found = /^\s*numpy(?:\s+as\s+(\w+))?\s*$/.exec(part);
    const name = found?.[1];
    if (name !== undefined) names.set(name, { kind: 'module', path: '', name, at: cursor.at });
  }
}

function readImportFrom({ cursor: { at }, names }: Session, module: string, list: string): void {
  const path = module === 'numpy' ? '' : module === 'numpy.random' ? 'random.' : undefined;
  if (path === undefined) return;
  const all = list.trim() === '*' ? numpyNames : list.replaceAll(/[()]/g, '').split(',');
  for (const part of all) {
    const [, id, name = id] = /^\s*(\w+)(?:\s+as\s+(\w+))?\s*$/.exec(part) ?? [];
    if (id !== undefined && functionNamed(path + id))
      names.set(name, { kind: 'function', id: path + id, name, at });
  }
}

/** A value, or several with commas between them, which are a tuple. */
function readValues(session: Session): Value {
  const { cursor } = session;
  const first = readExpression(session);
  cursor.skip();
  if (cursor.peek() !== ',') return first;
  const items = [first];
  while (cursor.peek() === ',') {
    cursor.at++;
    cursor.skip();
    if (/[\n;]|^$/.test(cursor.peek())) break;
    items.push(readExpression(session));
    cursor.skip();
  }
  return { kind: 'tuple', items, at: first.at };
}

function assign({ names, cursor }: Session, words: readonly string[], value: Value, at: number): void {
  if (words.length === 1) {
    names.set(words[0], value);
    return;
  }
  const items = value.kind === 'list' || value.kind === 'tuple' ? value.items : [];
  if (items.length !== words.length)
    cursor.refuse(
      items.length > words.length
        ? `too many values to unpack (expected ${words.length})`
        : `not enough values to unpack (expected ${words.length}, got ${items.length})`,
      at,
    );
  words.forEach((word, i) => names.set(word, items[i]));
}

function readAugmented(session: Session, head: string, at: number): Value {
  const { names, cursor } = session;
  const [, name = '', sign = ''] = /^(\w+)\s*(\S+)=$/.exec(head) ?? [];
  const operator = operators.find((one) => one.sign === sign);
  const old = names.get(name);
  const value = readExpression(session);
  if (!operator || !old) return cursor.refuse(`name '${name}' is not defined`, at);
  const result = operate(operator, old, value, session, at);
  names.set(name, result);
  return result;
}

/** One statement; undefined for those without a value. */
function readStatement(session: Session): Value | undefined {
  const { cursor } = session;
  const { at } = cursor;
  if (cursor.ahead(keyword) !== undefined) refuseProgram(cursor);
  const plain = cursor.match(importing);
  if (plain !== undefined) {
    readImport(session, plain);
    return undefined;
  }
  const from = cursor.match(importingFrom);
  if (from !== undefined) {
    const [, module = '', list = ''] = /from\s+([\w.]+)\s+import\s+(.+)/.exec(from) ?? [];
    readImportFrom(session, module, list);
    return undefined;
  }
  if (cursor.match(beginning) !== undefined) {
    session.random.seed(0);
    session.note(
      'nnfs.init() sets seed 0 and float32; the types of numbers stay as they are (float32: nn shape --nnfs)',
    );
    return undefined;
  }
  const head = cursor.match(targets);
  if (head !== undefined) {
    const value = readValues(session);
    const words = head.replace(/\s*=$/, '').split(/\s*,\s*/);
    assign(session, words, value, at);
    return words.length === 1 ? value : session.names.get(words[words.length - 1]);
  }
  const change = cursor.match(augmented);
  return change === undefined ? readExpression(session) : readAugmented(session, change, at);
}

/** Rows that stand one after the other without brackets around them. */
function refuseSecond({ cursor }: Session, found: string, expected: string, only: boolean): never {
  const whole = cursor.text.trim().replace(/,$/, '');
  return cursor.fail(
    found,
    expected,
    cursor.at,
    only && cursor.text.length < 1000
      ? `put brackets around all rows: '[${whole.replaceAll(/\s*\n\s*/g, ', ')}]'`
      : 'put brackets around all rows: [[1, 2], [3, 4]]',
  );
}

/**
 * Reads all statements; the value of the last one that has one counts.
 *
 * @throws NnError('input')
 */
export function readStatements(session: Session): Value | undefined {
  const { cursor } = session;
  let last: Value | undefined;
  /** The statement before is an array that nothing was done with. */
  let bare = false;
  for (let count = 0; ; count++) {
    cursor.match(between);
    if (cursor.peek() === '') return last;
    const isBare = cursor.ahead(/[[(\d.+-]/y) !== undefined;
    if (bare && isBare) refuseSecond(session, 'found a second array', 'one', count === 1);
    bare = isBare;
    const value = readStatement(session);
    if (value && value.kind !== 'none' && value.kind !== 'text') last = value;
    cursor.skip();
    if (cursor.peek() === ',')
      refuseSecond(session, 'found "," after the end of the array', 'one array', count === 0);
    if (!/[\n\r;]|^$/.test(cursor.peek()) && !cursor.text.startsWith('```', cursor.at))
      cursor.fail(cursor.found(), count === 0 ? 'the end of the array' : 'the end of the line');
  }
}
