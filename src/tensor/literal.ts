import { inputError } from '../errors.ts';
import { isWide, narrow, wideTypeOf } from './dtype.ts';
import type { DType, Element, Tensor, TypedArray } from './tensor.ts';

type Node = Scalar | List;
interface Scalar {
  readonly kind: 'scalar';
  /** A bigint where it is whole and beyond 2⁵³. */
  readonly value: Element;
  readonly type: 'bool' | 'int64' | 'float64';
  readonly at: number;
}
interface List {
  readonly kind: 'list';
  readonly items: readonly Node[];
  readonly at: number;
}

const words: Readonly<Record<string, { value: number; type: Scalar['type'] }>> = {
  True: { value: 1, type: 'bool' },
  true: { value: 1, type: 'bool' },
  False: { value: 0, type: 'bool' },
  false: { value: 0, type: 'bool' },
  nan: { value: Number.NaN, type: 'float64' },
  NaN: { value: Number.NaN, type: 'float64' },
  inf: { value: Infinity, type: 'float64' },
  Infinity: { value: Infinity, type: 'float64' },
};

const dtypes = new Set(['float64', 'float32', 'int64', 'uint64', 'int32', 'bool', 'float', 'int']);
const number = /[-+]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?|[-+](?:inf|Infinity|nan|NaN)/y;
const word = /[A-Za-z_][A-Za-z_0-9.]*/y;
const blank = /(?:\s|#[^\n]*)+/y;

/** As numpy.ndarray. */
const MOST_AXES = 64;

class Reader {
  readonly text: string;
  readonly source: string;
  at = 0;
  dtype: DType | undefined;
  #depth = 0;

  constructor(text: string, source: string) {
    this.text = text;
    this.source = source;
  }

  fail(found: string, expected: string, at = this.at, hint?: string): never {
    const before = this.text.slice(0, at);
    const line = before.split('\n').length;
    const column = at - before.lastIndexOf('\n');
    throw inputError(`${found}, expected ${expected}`, {
      where: { source: this.source, line, column },
      ...(hint !== undefined && { hint }),
    });
  }

  match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  skip(): void {
    this.match(blank);
  }

  peek(): string {
    return this.text[this.at] ?? '';
  }

  found(): string {
    return this.peek() === '' ? 'found the end' : `found "${this.peek()}"`;
  }

  scalar(): Scalar {
    const at = this.at;
    const digits = this.match(number);
    if (digits !== undefined) {
      const plain = digits.replaceAll('_', '').replace(/inf$/, 'Infinity').replace(/nan$/, 'NaN');
      const whole = /^[-+]?\d+$/.test(plain);
      const value = whole ? wholeNumber(plain) : Number(plain);
      return { kind: 'scalar', value, type: whole ? 'int64' : 'float64', at };
    }
    const name = this.match(word)?.replace(/^(np|numpy)\./, '');
    if (name !== undefined) {
      const known = words[name];
      if (known) return { kind: 'scalar', ...known, at };
      if (name === 'None' || name === 'null')
        this.fail(`found ${name}`, 'a number', at, 'write nan for a missing number');
      this.fail(`found "${name}"`, 'a number', at);
    }
    if (this.peek() === '"' || this.peek() === "'")
      this.fail(`found a text`, 'a number', at, 'arrays hold numbers; remove the quotes');
    return this.fail(this.found(), 'a number or [', at);
  }

  list(open: string): List {
    if (++this.#depth > MOST_AXES)
      this.fail(
        `found more than ${MOST_AXES} brackets inside each other`,
        `an array of at most ${MOST_AXES} axes`,
      );
    const close = open === '[' ? ']' : ')';
    const at = this.at++;
    const items: Node[] = [];
    this.skip();
    while (this.peek() !== close) {
      if (this.peek() === '')
        this.fail(
          'found the end',
          `"${close}"`,
          this.at,
          `the "${open}" at position ${at + 1} is never closed`,
        );
      items.push(this.value());
      this.skip();
      // NumPy's printed arrays have no commas; blanks part the elements.
      if (this.peek() === ',') {
        this.at++;
        this.skip();
        if (this.peek() === ',') this.fail('found ","', 'a number or [');
      }
    }
    this.at++;
    this.#depth--;
    return { kind: 'list', items, at };
  }

  /** `np.array([...], dtype=np.float32)`. */
  call(): Node {
    this.at = this.text.indexOf('(', this.at) + 1;
    this.skip();
    const first = this.value();
    this.skip();
    if (this.peek() === ',') {
      this.at++;
      this.skip();
      const at = this.at;
      if (this.peek() === '[')
        this.fail(
          'found a second list',
          'one list of lists',
          at,
          'put brackets around all rows: np.array([[…], […]])',
        );
      const option = this.match(word);
      if (option !== undefined) {
        if (option !== 'dtype') this.fail(`found "${option}"`, 'dtype=', at);
        this.skip();
        if (this.peek() === '=') this.at++;
        this.skip();
        const type = (this.match(/['"]?[\w.]+['"]?/y) ?? '').replace(/['"]|^'?(np|numpy)\./g, '');
        if (!dtypes.has(type)) this.fail(`found dtype "${type}"`, [...dtypes].join(', '), at);
        this.dtype = (type === 'float' ? 'float64' : type === 'int' ? 'int64' : type) as DType;
        this.skip();
      }
    }
    if (this.peek() !== ')') this.fail(this.found(), '")"');
    this.at++;
    return first;
  }

  value(): Node {
    this.skip();
    if (/^(?:(?:np|numpy)\.)?(?:array|asarray)\s*\(/.test(this.text.slice(this.at, this.at + 24)))
      return this.call();
    if (this.peek() === '[' || this.peek() === '(') return this.list(this.peek());
    return this.scalar();
  }
}

/** Digits of a whole number, with its sign, that a 64-bit type may hold. */
const LONGEST = 40;

const plural = (n: number, what: string) => `${n} ${what}${n === 1 ? '' : 's'}`;

/** Shape by the first element of each level; throws with the path of the first element that does not fit. */
function shapeOf(root: Node, reader: Reader): number[] {
  const shape: number[] = [];
  for (let node: Node | undefined = root; node?.kind === 'list'; node = node.items[0])
    shape.push(node.items.length);
  const check = (node: Node, depth: number, path: string) => {
    const expected = shape[depth];
    const ragged = (what: string) => {
      const { line, column } = position(reader.text, node.at);
      const numpy =
        'setting an array element with a sequence. The requested array has an inhomogeneous shape after ' +
        `${depth} dimensions. The detected shape was ${tuple(shape.slice(0, depth))} + inhomogeneous part.`;
      throw inputError(`${numpy}\n${path} ${what}`, {
        where: { source: reader.source, line, column },
        hint: 'every row of an array needs the same number of elements',
      });
    };
    if (node.kind === 'scalar') {
      if (expected !== undefined) ragged(`is a number, expected a row of ${plural(expected, 'element')}`);
      return;
    }
    if (expected === undefined)
      ragged(`is a row of ${plural(node.items.length, 'element')}, expected a number`);
    if (node.items.length !== expected)
      ragged(`has ${plural(node.items.length, 'element')}, expected ${expected}`);
    node.items.forEach((item, i) => check(item, depth + 1, `${path}[${i}]`));
  };
  check(root, 0, '');
  return shape;
}

function position(text: string, at: number) {
  const before = text.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}

const tuple = (shape: readonly number[]) => (shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`);

function flatten(node: Node, out: Scalar[]): Scalar[] {
  if (node.kind === 'scalar') out.push(node);
  else for (const item of node.items) flatten(item, out);
  return out;
}

/** A whole number as a number where that is exact; one that no array takes stays a number. */
function wholeNumber(digits: string): Element {
  const value = Number(digits);
  if (Number.isSafeInteger(value) || digits.length > LONGEST) return value;
  return narrow(BigInt(digits.replace(/^\+/, '')));
}

/** The 64-bit type of whole numbers: uint64 where int64 does not hold them; float64 where neither does. */
function wholeType(values: readonly Element[]): DType {
  const large = values.filter((value) => typeof value === 'bigint' || !Number.isSafeInteger(value));
  if (large.length === 0) return 'int64';
  if (large.some((value) => typeof value === 'number')) return 'float64';
  const low = values.some((value) => value < 0) ? [-1n] : [];
  return wideTypeOf([...large.map(BigInt), ...low]) ?? 'float64';
}

function storeWide(values: readonly Element[], dtype: 'int64' | 'uint64'): TypedArray {
  const whole = values.map((value) => (typeof value === 'number' ? Math.trunc(value) : value));
  if (whole.every((value) => Number.isSafeInteger(value) && (dtype === 'int64' || value >= 0)))
    return Float64Array.from(whole, Number);
  const exact = whole.map((value) =>
    typeof value === 'bigint' || Number.isFinite(value) ? BigInt(value) : -(2n ** 63n),
  );
  return dtype === 'int64' ? BigInt64Array.from(exact) : BigUint64Array.from(exact);
}

function store(elements: readonly Element[], dtype: DType): TypedArray {
  if (isWide(dtype)) return storeWide(elements, dtype);
  const values = elements.map(Number);
  if (dtype === 'float32') return Float32Array.from(values);
  if (dtype === 'int32') return Int32Array.from(values);
  if (dtype === 'bool') return Uint8Array.from(values, (x) => (x === 0 ? 0 : 1));
  return Float64Array.from(values);
}

/**
 * Reads an array as JSON, Python or NumPy write it: `[[1, 2], [3, 4]]`, `(1, 2.5)`,
 * `np.array([1, 2], dtype=np.float32)`, or printed without commas. Whole numbers make int64, uint64 where
 * one is above 2⁶³ − 1 and none below 0 (see `Tensor.data`), any other number float64, only True and False make bool. Throws an input error
 * with line and column; ragged input names the first offender.
 *
 * @param source what errors call the text: `argument 1`, a file name
 */
export function parseArray(text: string, source: string): Tensor {
  const reader = new Reader(text, source);
  reader.skip();
  if (reader.peek() === '') reader.fail('found nothing', 'an array', 0, "for example '[[1, 2], [3, 4]]'");
  const root = reader.value();
  reader.skip();
  if (reader.peek() === ',') {
    const whole = text.trim().replace(/,$/, '');
    const corrected = `[${whole}]`;
    reader.fail(
      'found "," after the end of the array',
      'one array',
      reader.at,
      `put brackets around all rows: '${corrected}'`,
    );
  }
  if (reader.peek() !== '') reader.fail(reader.found(), 'the end of the array');
  const shape = shapeOf(root, reader);
  const scalars = flatten(root, []);
  const types = new Set(scalars.map(({ type }) => type));
  const values = scalars.map(({ value }) => value);
  const natural: DType =
    types.has('float64') || types.size === 0 ? 'float64' : types.has('int64') ? wholeType(values) : 'bool';
  const dtype = reader.dtype ?? natural;
  return {
    shape,
    dtype,
    data: store(values, dtype),
  };
}
