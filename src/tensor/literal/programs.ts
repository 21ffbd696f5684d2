import { nearest } from '../../util/suggest.ts';
import type { Cursor } from './cursor.ts';
import { forwardCommand } from './programHints.ts';

/** What begins a line that is no expression. */
const KEYWORD = /^[ \t]*(class|def|for|while|if|elif|else|with|return|try|except|lambda|async|@\w+)\b/m;

const STRINGS = /"""[\s\S]*?"""|'''[\s\S]*?'''|"[^"\n]*"|'[^'\n]*'|#[^\n]*/g;

/** The text with blanks in place of comments and texts. */
const codeOf = (text: string) => text.replaceAll(STRINGS, (found) => found.replaceAll(/[^\n]/g, ' '));

/** An attribute that is read and that no line stores, though one stores a name much like it. */
interface Slip {
  readonly at: number;
  readonly owner: string;
  readonly read: string;
  readonly stored: string;
  readonly storedAt: number;
}

function slipIn(code: string): Slip | undefined {
  const stored = new Map<string, number>();
  for (const match of code.matchAll(/\bself\.(\w+)\s*=(?!=)/g))
    if (!stored.has(match[1])) stored.set(match[1], match.index);
  const known = new Set([
    ...stored.keys(),
    ...Array.from(code.matchAll(/\bdef\s+(\w+)/g), ([, name]) => name),
  ]);
  const classes = new Set(Array.from(code.matchAll(/\bclass\s+(\w+)/g), ([, name]) => name));
  const objects = new Map(
    Array.from(
      code.matchAll(/\b(\w+)\s*=\s*(\w+)\s*\(/g),
      ([, object, name]) => [object, name] as const,
    ).filter(([, name]) => classes.has(name)),
  );
  for (const { 1: object, 2: read, index } of code.matchAll(/\b(\w+)\.(\w+)/g)) {
    if ((object !== 'self' && !objects.has(object)) || known.has(read)) continue;
    const near = nearest(read, [...stored.keys()]);
    if (near === undefined) continue;
    const before = Array.from(code.slice(0, index).matchAll(/\bclass\s+(\w+)/g), ([, name]) => name);
    const owner = objects.get(object) ?? before.at(-1) ?? 'Layer_Dense';
    return { at: index + object.length + 1, owner, read, stored: near, storedAt: stored.get(near) ?? 0 };
  }
  return undefined;
}

/** What to do instead of a construct. */
function insteadOf(keyword: string, text: string): string {
  if (/\bLayer_Dense\b|\bself\b/.test(text)) return `nn has such layers: ${forwardCommand(text)}`;
  if (keyword === 'for' || keyword === 'while')
    return 'NumPy needs no loop for it: np.dot(inputs, np.array(weights).T) + biases; epochs are repeated by nn train';
  return 'keep the lines that make the array, such as x = np.array([[1, 2], [3, 4]])';
}

/**
 * Refuses classes, functions and loops: what is read are expressions that make an array.
 *
 * @throws NnError('input') with the command that does it
 */
export function refuseProgram(cursor: Cursor): void {
  const { text } = cursor;
  const code = codeOf(text);
  const slip = slipIn(code);
  if (slip) {
    const line = (at: number) => cursor.whereIs(at).line;
    cursor.refuse(
      `AttributeError: '${slip.owner}' object has no attribute '${slip.read}'. Did you mean: '${slip.stored}'?\n` +
        `line ${line(slip.storedAt)} stores ${slip.stored}, line ${line(slip.at)} reads ${slip.read}: these are two names`,
      slip.at,
      `write the same name in both lines; nn has such layers: ${forwardCommand(text)}`,
    );
  }
  const found = KEYWORD.exec(code);
  if (!found) return;
  const keyword = found[1];
  cursor.fail(
    `found "${keyword}"`,
    'an array expression: nn reads arrays, not programs',
    found.index + found[0].length - keyword.length,
    insteadOf(keyword, text),
  );
}

/** Cheap to ask of a text of millions of numbers: whether it may hold more than an array. */
export const mayBeProgram = (text: string): boolean => !/^\s*[[(\d+.-]/.test(text);
