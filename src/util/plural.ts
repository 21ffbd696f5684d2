import { count } from './quantity.ts';

/** A number with its noun: `1 row`, `2,000 rows`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`;
