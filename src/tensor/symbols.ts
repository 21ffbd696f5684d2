import type { DotRule } from './dot.ts';
import { termsOf } from './dot.ts';
import { sizeOf } from './tensor.ts';
import type { Tensor } from './tensor.ts';

/** An array whose elements are letters or numbers. */
export interface SymbolArray {
  /** Each element is a place in `texts`. */
  readonly places: Tensor;
  /** Elements as they are written: `a`, `w1`, `-2.5`. */
  readonly texts: readonly string[];
}

/** Element `i` in C order, as it is written. */
export const symbolAt = ({ places, texts }: SymbolArray, i: number): string => texts[Number(places.data[i])];

const isNumber = (text: string) => Number.isFinite(Number(text));

const isLetter = (name: string) => /^\p{L}$/u.test(name);

/** Single letters are written side by side, longer names with a point between them. */
const joined = (a: string, b: string) => (isLetter(a) && isLetter(b) ? a + b : `${a}·${b}`);

/** One product as its number and its letters: 2 and ab. */
function productOf(a: string, b: string): { factor: number; letters: string } {
  if (isNumber(a) && isNumber(b)) return { factor: Number(a) * Number(b), letters: '' };
  if (isNumber(a)) return { factor: Number(a), letters: b };
  if (isNumber(b)) return { factor: Number(b), letters: a };
  return { factor: 1, letters: joined(a, b) };
}

/** 2 and ab as `2ab`, without a sign. */
function termText(factor: number, letters: string): string {
  const size = Math.abs(factor);
  if (letters === '') return String(size);
  if (size === 1) return letters;
  return /^\p{L}{1,2}$/u.test(letters) ? `${size}${letters}` : `${size}·${letters}`;
}

/** A sum of products, written out: `aw + by`. Terms of 0 are left out, numbers are added up behind the letters. */
function sumText(pairs: readonly (readonly [string, string])[]): string {
  const products = pairs.map(([a, b]) => productOf(a, b));
  const number = products.reduce((sum, { factor, letters }) => (letters === '' ? sum + factor : sum), 0);
  const terms = products.filter(({ factor, letters }) => letters !== '' && factor !== 0);
  const all = [...terms, ...(number !== 0 || terms.length === 0 ? [{ factor: number, letters: '' }] : [])];
  return all
    .map(({ factor, letters }, i) => {
      const sign = i === 0 ? (factor < 0 ? '-' : '') : factor < 0 ? ' - ' : ' + ';
      return sign + termText(factor, letters);
    })
    .join('');
}

/** The factors of every element of a product, in C order. */
export function symbolPairs(a: SymbolArray, b: SymbolArray, rule: DotRule): (readonly [string, string])[][] {
  return Array.from({ length: sizeOf(rule.shape) }, (_, i) => {
    const from = termsOf(a.places.shape, b.places.shape, rule, i);
    return Array.from(
      { length: rule.terms },
      (__, t) => [symbolAt(a, from.a + t * from.stepA), symbolAt(b, from.b + t * from.stepB)] as const,
    );
  });
}

/** numpy.dot of letters: every element as the sum of products that it is. */
export const symbolicDot = (a: SymbolArray, b: SymbolArray, rule: DotRule): string[] =>
  symbolPairs(a, b, rule).map(sumText);
