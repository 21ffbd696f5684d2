import type { Block } from '../report/result.ts';
import { counted } from '../util/plural.ts';
import { largestProducts, writeSum, writtenOut } from './products.ts';
import { maxOf, minOf } from '../util/extremes.ts';

/** How much is written out. */
export interface Detail {
  /** Units of a layer, and weights of a unit in tables of gradients. */
  readonly units: number;
  /** Only this layer. */
  readonly layer?: string | undefined;
  /** Only this unit of it. */
  readonly unit?: number | undefined;
  /** The step of a sequence that is followed, from 0; the last one when absent. */
  readonly place?: number | undefined;
  /** The layers stay as they are: only what passes through them is told. */
  readonly frozen?: true;
  /** Row and column of the output of a convolution or of pooling that is followed, from 0. */
  readonly at?: readonly [row: number, column: number] | undefined;
}

const LARGEST = 3;

/** Lines longer than this are broken. */
const LINE = 76;

/** Five digits, which are enough to follow a sum by hand. */
export const digits = (value: number): string => String(Number(value.toPrecision(5)));

/** As many digits as an array is printed with. */
export const someDigits = (value: number): string => String(Number(value.toPrecision(8)));

/** Nearly all digits, for numbers that somebody typed; the last ones are noise of the arithmetic. */
export const manyDigits = (value: number): string => String(Number(value.toPrecision(12)));

export const listed = (values: readonly number[], most: number) =>
  `${values.slice(0, most).map(digits).join('  ')}${values.length > most ? `  … ${values.length} in all` : ''}`;

/** A chain of equations on one line, or one below the other where they are long. */
export function chain(name: string, plain: string): string {
  const line = `${name} = ${plain}`;
  return line.length <= LINE
    ? line
    : line.replaceAll(' = ', `\n${' '.repeat(name.length)} = `).replace(`\n${' '.repeat(name.length)}`, '');
}

/** A number in a product: negative ones in brackets. */
export const factor = (value: number) => (value < 0 ? `(${digits(value)})` : digits(value));

/**
 * That there are more of something than are shown, such as `unit` or `class`; nothing where all of them are.
 */
export function more(shown: number, all: number, what: string, units = all): string[] {
  if (all <= shown) return [];
  const many = what === 'class' ? 'classes' : `${what}s`;
  return [`… and ${counted(all - shown, `more ${what}`, `more ${many}`)}; --units ${units} shows all`];
}

/** Which of so many units are written out. */
export function chosenUnits(all: number, { units, unit }: Detail): number[] {
  if (unit !== undefined) return unit < all ? [unit] : [];
  return Array.from({ length: Math.min(units, all) }, (_, j) => j);
}

/** Where the outputs of windows stand, and how many there are of each position. */
interface Positions {
  readonly ow: number;
  readonly channels: number;
  readonly all: number;
}

/** Which outputs of a convolution or of pooling are written out: those at one position, or the first ones. */
export function chosenOutputs({ ow, channels, all }: Positions, detail: Detail): number[] {
  if (detail.at === undefined) return chosenUnits(all, detail);
  const [row, column] = detail.at;
  return chosenUnits(channels, detail).map((channel) => (row * ow + column) * channels + channel);
}

/** What is said of outputs that are not written out; nothing where one was asked for. */
export function othersThanOutputs(
  shown: readonly number[],
  { channels, all }: Positions,
  detail: Detail,
): string[] {
  const at = detail.at ? ` at ${detail.at.join(',')}` : '';
  return othersThan(shown, at === '' ? all : channels, detail, 'output').map((line) =>
    line.replace(';', `${at};`),
  );
}

/** Which of so many steps of a sequence is followed. */
export const stepOf = (steps: number, { place }: Detail): number =>
  place !== undefined && place < steps ? place : steps - 1;

/** What is said of units that are not written out; nothing where one was asked for. */
export function othersThan(shown: readonly number[], all: number, { unit }: Detail, what = 'unit'): string[] {
  return unit === undefined ? more(shown.length, all, what) : [];
}

/**
 * A sum of products as a formula, and where only some of the products fit, the largest ones by their names.
 */
export function sumBlocks(
  name: string,
  a: readonly number[],
  w: readonly number[],
  {
    sum,
    bias,
    placeOf,
    print = digits,
  }: {
    sum: number;
    bias?: number | undefined;
    placeOf: (at: number) => string;
    print?: (value: number) => string;
  },
): Block[] {
  const { plain, latex } = writeSum(a, w, sum, print, bias);
  const formula: Block = {
    kind: 'formula',
    plain: chain(name, plain),
    latex: `${name.replace(/\[(.*)\]/, '_{$1}')} = ${latex}`,
  };
  if (writtenOut(a.length) === undefined) return [formula];
  const lines = largestProducts(a, w, LARGEST).map(
    ({ at, product }) => `${placeOf(at)} = ${factor(a[at])}·${factor(w[at])} = ${digits(product)}`,
  );
  return lines.length === 0
    ? [formula]
    : [formula, { kind: 'preformatted', equations: true, text: lines.join('\n') }];
}

/**
 * That only some products of such long sums are there; nothing where all of them are.
 *
 * @param terms of each sum
 */
export function cutNote(...terms: readonly number[]): Block[] {
  const [least, most] = [minOf(terms), maxOf(terms)];
  const cut = writtenOut(most);
  if (cut === undefined) return [];
  const range = least === most ? cut : cut.replace(/\d+$/, `${least} to ${most}`);
  return [{ kind: 'text', text: `written out: ${range} products, and the largest` }];
}
