import type { Element } from '../tensor/tensor.ts';

/** A sum of products written out: the notes' layout, and the same as LaTeX. */
export interface WrittenSum {
  readonly plain: string;
  readonly latex: string;
}

const times = (a: Element, b: Element): Element =>
  typeof a === 'number' && typeof b === 'number' ? a * b : BigInt(a) * BigInt(b);

/** Longer sums are cut: so many terms at each end are written out. */
const MOST = 6;
const LAST = 2;
const FIRST = MOST - LAST;

/** Negative numbers after an operator need brackets: `1*(-2)`. */
const bracket = (text: string) => (text.startsWith('-') ? `(${text})` : text);

function abbreviate(parts: readonly string[], dots: string): string[] {
  if (parts.length <= MOST) return [...parts];
  return [...parts.slice(0, FIRST), dots, ...parts.slice(-LAST)];
}

const joined = (parts: readonly string[]) =>
  parts.reduce(
    (all, part) =>
      all === '' ? part : part.startsWith('-') ? `${all} - ${part.slice(1)}` : `${all} + ${part}`,
    '',
  );

/** Which terms of a sum of so many are written out; undefined where all of them are. */
export const writtenOut = (terms: number): string | undefined =>
  terms > MOST ? `the first ${FIRST} and the last ${LAST} of ${terms}` : undefined;

/** The largest products of a sum by magnitude, with their places in it. */
export function largestProducts(
  a: readonly number[],
  b: readonly number[],
  count: number,
): { at: number; product: number }[] {
  return a
    .map((x, at) => ({ at, product: x * b[at] }))
    .sort((p, q) => Math.abs(q.product) - Math.abs(p.product) || p.at - q.at)
    .slice(0, count)
    .filter(({ product }) => product !== 0);
}

/**
 * `1*3 + 2*2 + 3*1 = 3 + 4 + 3 = 10`: every term with its numbers, then the products, then the sum; the
 * middle of long sums is left out.
 *
 * @param print how one number is written
 */
export function writeSum<T extends Element = number>(
  a: readonly T[],
  b: readonly T[],
  sum: T,
  print: (x: T) => string,
  bias?: number,
): WrittenSum {
  const terms = a.map((x, i) => `${bracket(print(x))}*${bracket(print(b[i]))}`);
  const products = a.map((x, i) => print(times(x, b[i]) as T));
  const extra = bias === undefined ? [] : [print(bias as T)];
  const lay = (parts: readonly string[], dots: string) => joined([...abbreviate(parts, dots), ...extra]);
  const result = print(sum);
  const steps = [lay(terms, '…'), lay(products, '…'), result];
  const single = a.length === 1 && bias === undefined;
  const plain = (single ? [steps[0], result] : steps).join(' = ');
  const tex = (text: string) => text.replaceAll('*', ' \\cdot ').replaceAll('…', '\\dots');
  return { plain, latex: `${tex(lay(terms, '…'))} = ${tex(lay(products, '…'))} = ${result}` };
}
