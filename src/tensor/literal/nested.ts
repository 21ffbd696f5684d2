import { inputError } from '../../errors.ts';
import { narrow, wideTypeOf } from '../dtype.ts';
import { naturalType, promote } from '../promote.ts';
import { shapeToString } from '../shape.ts';
import { storeElements } from '../store.ts';
import type { DType, Element, Tensor } from '../tensor.ts';
import { counted } from '../../util/plural.ts';
import type { Cursor } from './cursor.ts';
import { typeName } from './value.ts';
import type { Value } from './value.ts';

/** Elements that a list may grow to where it names others several times; written out, it may have as many as stand there. */
const MOST = 2 ** 24;

const isSequence = (value: Value) => value.kind === 'list' || value.kind === 'tuple';

/** What cannot be an element. */
function refuse(value: Value, cursor: Cursor): never {
  if (value.kind === 'text')
    return cursor.fail('found a text', 'a number', value.at, 'arrays hold numbers; remove the quotes');
  if (value.kind === 'none')
    return cursor.fail(
      `found ${/^\w+/.exec(cursor.text.slice(value.at))?.[0] ?? 'None'}`,
      'a number',
      value.at,
      'write nan for a missing number',
    );
  return cursor.fail(`found a ${typeName(value)}`, 'a number', value.at);
}

/** The shape by the first element of each level. */
function detected(root: Value): number[] {
  const shape: number[] = [];
  let node: Value | undefined = root;
  while (node && (node.kind === 'list' || node.kind === 'tuple')) {
    shape.push(node.items.length);
    [node] = node.items;
  }
  return node?.kind === 'array' ? [...shape, ...node.tensor.shape] : shape;
}

const has = (n: number) => counted(n, 'element');

/** Gathers the elements of nested sequences, each of the shape that is due at its depth. */
class Gathered {
  readonly elements: Element[] = [];
  readonly shape: readonly number[];
  readonly #cursor: Cursor;
  dtype: DType | undefined;
  /** Whole numbers of Python beyond 2⁵³. */
  readonly large: Element[] = [];
  negative = false;

  constructor(root: Value, cursor: Cursor) {
    this.#cursor = cursor;
    this.shape = detected(root);
    this.#add(root, 0, []);
  }

  #add(value: Value, depth: number, path: readonly number[]): void {
    if (value.kind === 'list' || value.kind === 'tuple') {
      this.#checkLength(value.items.length, depth, path, value.at);
      const most = Math.max(MOST, this.#cursor.text.length);
      if (this.elements.length > most) this.#cursor.refuse(`found more than ${most} elements`, value.at);
      // Paths are for errors alone.
      for (let i = 0; i < value.items.length; i++) {
        const item = value.items[i];
        if (item.kind === 'number' && depth + 1 === this.shape.length) this.#number(item.value, item.type);
        else this.#add(item, depth + 1, [...path, i]);
      }
    } else if (value.kind === 'number') {
      const due = this.shape.at(depth);
      if (depth < this.shape.length)
        this.#ragged(`is a number, expected a row of ${has(due ?? 0)}`, depth, path, value.at);
      this.#number(value.value, value.type);
    } else if (value.kind === 'array') this.#array(value.tensor, depth, path, value.at);
    else refuse(value, this.#cursor);
  }

  #checkLength(length: number, depth: number, path: readonly number[], at: number): void {
    if (depth >= this.shape.length)
      this.#ragged(`is a row of ${has(length)}, expected a number`, depth, path, at);
    const due = this.shape[depth];
    if (length !== due) this.#ragged(`has ${has(length)}, expected ${due}`, depth, path, at);
  }

  #number(value: Element, type: 'bool' | 'int' | 'float'): void {
    this.elements.push(value);
    if (value < 0) this.negative = true;
    if (type === 'int' && !Number.isSafeInteger(value)) this.large.push(value);
    this.#meets(naturalType[type]);
  }

  #array({ shape, dtype, data }: Tensor, depth: number, path: readonly number[], at: number): void {
    if (String(shape) !== String(this.shape.slice(depth)))
      this.#ragged(
        `has shape ${shapeToString(shape)}, expected ${shapeToString(this.shape.slice(depth))}`,
        depth,
        path,
        at,
      );
    for (const element of data) this.elements.push(element);
    this.#meets(dtype);
  }

  #meets(dtype: DType): void {
    if (this.dtype !== dtype) this.dtype = this.dtype === undefined ? dtype : promote(this.dtype, dtype);
  }

  #ragged(what: string, depth: number, path: readonly number[], at: number): never {
    const numpy =
      'setting an array element with a sequence. The requested array has an inhomogeneous shape after ' +
      `${depth} dimensions. The detected shape was ${shapeToString(this.shape.slice(0, depth))} + inhomogeneous part.`;
    throw inputError(`${numpy}\n${path.map((i) => `[${i}]`).join('')} ${what}`, {
      ownLines: true,
      where: this.#cursor.whereIs(at),
      hint: 'every row of an array needs the same number of elements',
    });
  }
}

/** The 64-bit type of whole numbers: uint64 where int64 does not hold them; float64 where neither does. */
function wholeType({ large, negative }: Gathered): DType {
  if (large.some((value) => typeof value === 'number')) return 'float64';
  return wideTypeOf([...large.map(BigInt), ...(negative ? [-1n] : [])]) ?? 'float64';
}

/**
 * The array that a value is or spells out: numpy.asarray. Whole numbers make int64, uint64 where one is above
 * 2⁶³ − 1 and none below 0, any other number float64, only True and False make bool.
 *
 * @throws NnError('input') naming the first element that does not fit
 */
export function tensorOfValue(value: Value, cursor: Cursor, dtype?: DType): Tensor {
  if (value.kind === 'array') {
    const { tensor } = value;
    return dtype === undefined || dtype === tensor.dtype
      ? tensor
      : storeElements(tensor.data, dtype, tensor.shape);
  }
  if (value.kind !== 'number' && !isSequence(value)) refuse(value, cursor);
  const gathered = new Gathered(value, cursor);
  const natural =
    gathered.large.length > 0 && gathered.dtype === 'int64'
      ? wholeType(gathered)
      : (gathered.dtype ?? 'float64');
  return storeElements(gathered.elements, dtype ?? natural, gathered.shape);
}

/** Digits of a whole number, with its sign, that a 64-bit type may hold. */
const LONGEST = 40;

/** A whole number as a number where that is exact; one that no array takes stays a number. */
export function wholeNumber(digits: string): Element {
  const value = Number(digits);
  if (Number.isSafeInteger(value) || digits.length > LONGEST) return value;
  return narrow(BigInt(digits));
}
