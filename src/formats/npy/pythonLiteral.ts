/** A value of Python: a list or tuple is an array, a dict a Map. */
export type Literal = string | number | boolean | null | readonly Literal[] | ReadonlyMap<Literal, Literal>;

const TOKEN =
  /\s*(?:(?<text>'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")|(?<number>[-+]?\d+(?:\.\d+)?)|(?<word>True|False|None)|(?<sign>[[\](){},:]))/y;

const constants: Readonly<Record<string, boolean | null>> = { True: true, False: false, None: null };

/** Deeper values are no header of an array. */
const DEEPEST = 32;

/** Reads texts, whole numbers, True, False, None, and lists, tuples and dicts of them; undefined for others. */
export function pythonLiteral(source: string): Literal | undefined {
  let at = 0;
  const next = () => {
    TOKEN.lastIndex = at;
    const found = TOKEN.exec(source)?.groups;
    if (!found) throw new SyntaxError('no token');
    at = TOKEN.lastIndex;
    return found;
  };
  const peek = (sign: string) => {
    const from = at;
    if (next().sign === sign) return true;
    at = from;
    return false;
  };
  const items = (close: string, depth: number): Literal[] => {
    const out: Literal[] = [];
    while (!peek(close)) {
      out.push(value(depth));
      if (!peek(',')) {
        if (!peek(close)) throw new SyntaxError('no comma');
        break;
      }
    }
    return out;
  };
  const value = (depth: number): Literal => {
    if (depth > DEEPEST) throw new SyntaxError('too deep');
    const { text, number, word, sign } = next();
    if (text !== undefined) return text.slice(1, -1).replaceAll(/\\(.)/g, '$1');
    if (number !== undefined) return Number(number);
    if (word !== undefined) return constants[word];
    if (sign === '[') return items(']', depth + 1);
    if (sign === '(') return items(')', depth + 1);
    if (sign !== '{') throw new SyntaxError('no value');
    const dict = new Map<Literal, Literal>();
    while (!peek('}')) {
      const key = value(depth + 1);
      if (!peek(':')) throw new SyntaxError('no colon');
      dict.set(key, value(depth + 1));
      if (!peek(',')) {
        if (!peek('}')) throw new SyntaxError('no comma');
        break;
      }
    }
    return dict;
  };
  try {
    return value(0);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}
