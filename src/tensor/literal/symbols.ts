import { lazy } from '../../util/lazy.ts';
import { RandomState } from '../../util/random.ts';
import type { SymbolArray } from '../symbols.ts';
import { Cursor } from './cursor.ts';
import { readExpression } from './expression.ts';
import { tensorOfValue } from './nested.ts';
import { intValue } from './value.ts';
import type { Session } from './session.ts';
import type { Value } from './value.ts';

/** Brackets, names and numbers, at least one name among them. */
const SYMBOLS = lazy(() => /^\s*[[(](?:[\s[\](),.\p{L}\p{N}_']|(?<=[\s[(,])[-+](?=[\d.]))*$/u);

/** A value with places in `texts` in place of its letters and numbers; undefined where it holds anything else. */
function placed(value: Value, texts: string[]): Value | undefined {
  if (value.kind === 'symbol') return intValue(texts.push(value.name) - 1, value.at);
  if (value.kind === 'number') return intValue(texts.push(String(value.value)) - 1, value.at);
  if (value.kind !== 'list' && value.kind !== 'tuple') return undefined;
  const items = value.items.map((item) => placed(item, texts));
  return items.every((item) => item !== undefined) ? { ...value, items } : undefined;
}

const holdsSymbol = (value: Value): boolean =>
  value.kind === 'symbol' ||
  ((value.kind === 'list' || value.kind === 'tuple') && value.items.some(holdsSymbol));

/**
 * An array of letters that stand for numbers, such as `[[a, b], [c, d]]`, or of numbers; undefined where it is no such
 * array, or one of numbers alone.
 *
 * @param source what errors call the text
 * @throws NnError('input') for rows of different lengths
 */
export function parseSymbols(text: string, source: string): SymbolArray | undefined {
  if (!SYMBOLS().test(text) || /\b(?:np|numpy)\b/.test(text)) return undefined;
  const cursor = new Cursor(text, source);
  const session: Session = {
    cursor,
    names: new Map(),
    random: new RandomState(0),
    symbolic: true,
    note: () => {},
  };
  const value = readExpression(session);
  cursor.skip();
  const texts: string[] = [];
  const found = cursor.peek() === '' && holdsSymbol(value) ? placed(value, texts) : undefined;
  return found && { places: tensorOfValue(found, cursor), texts };
}
