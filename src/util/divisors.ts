import { minOf } from './extremes.ts';

/** Whole numbers from 1 that divide all of these, rising. */
export function commonDivisors(...numbers: readonly number[]): number[] {
  return Array.from({ length: minOf(numbers) }, (_, i) => i + 1).filter((size) =>
    numbers.every((number) => number % size === 0),
  );
}
