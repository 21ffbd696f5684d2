import { letters, made, times, words } from './define.ts';
import type { Problem } from './define.ts';

/** Classes of one row each, beside a number that counts on. */
export const singles: Problem = {
  name: 'a class each',
  hopeless: true,
  make(rows, random) {
    const x = times(rows, (i) => [35 + 0.6 * i, 1 + (i % 4), random.randomSample()]);
    return made(
      x,
      words(
        'price',
        times(rows, (i) => `p${i % 150}`),
      ),
      0,
    );
  },
};

/** The four rows of a truth table. */
export const truthTable = (name: string, of: (a: number, b: number) => number): Problem => ({
  name,
  make(rows) {
    const x = times(rows, (i) => [(i >> 1) & 1, i & 1]);
    return made(x, letters(x.map(([a, b]) => of(a, b))), 0);
  },
});
