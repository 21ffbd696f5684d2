import { numeric, rangeText } from '../util/fields.ts';
import type { Field } from '../util/fields.ts';

/** Height and width, or the one extent of a sequence twice. */
export type Pair = readonly [number, number];

function pairOf(value: unknown, min: number): Pair | undefined {
  const parts: readonly unknown[] = Array.isArray(value)
    ? value
    : typeof value === 'string'
      ? value.split('x')
      : [value];
  const [first, second = first] = parts.map(numeric);
  const fits = (n: number | undefined): n is number => n !== undefined && Number.isSafeInteger(n) && n >= min;
  return parts.length <= 2 && fits(first) && fits(second) ? [first, second] : undefined;
}

/** `3`, or height and width: `3x5`. */
export function pairText([height, width]: Pair): string {
  return height === width ? String(height) : `${height}x${width}`;
}

/** Whole numbers of at least `min` for height and width: `3` or `3x5`. */
export function pair(fallback?: number, min = 1): Field<Pair> {
  return {
    expects: `${rangeText({ integer: true, min })}, or two for height and width such as 3x5`,
    ...(fallback !== undefined && { fallback: [fallback, fallback] }),
    read: (value) => pairOf(value, min),
    write: pairText,
  };
}

/** Height and width, or a word that stands for them. */
export function pairOr<const W extends string>(words: readonly W[], fallback: W, min = 1): Field<Pair | W> {
  const two = pair(undefined, min);
  return {
    expects: `${words.join(', ')}, or ${two.expects}`,
    fallback,
    words,
    read: (value) => words.find((word) => word === value) ?? two.read(value),
    write: (value) => (typeof value === 'string' ? value : pairText(value)),
  };
}
