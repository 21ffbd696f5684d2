import { RandomState } from '../../../src/util/random.ts';
import { dot, gaussians, made, numbers, squares, times, varianceOf } from './define.ts';
import type { Problem } from './define.ts';

/** A regression: a function of the inputs with noise of a known size. */
function regression(
  name: string,
  input: (random: RandomState) => number[],
  of: (x: readonly number[]) => number,
  noise: number,
  { scale = 1, offset = 0 }: { scale?: number; offset?: number } = {},
): Problem {
  return {
    name,
    make(rows, random) {
      const x = times(rows, () => input(random));
      const errors = x.map(() => noise * random.standardNormal());
      const y = x.map((row, i) => of(row) + errors[i]);
      const target = numbers(
        'y',
        y.map((value) => offset + scale * value),
      );
      return made(x, target, squares(errors) / varianceOf(y));
    },
  };
}

export const plane = (inputs: number, noise: number): Problem => {
  const weights = gaussians(inputs, new RandomState(13));
  const size = Math.sqrt(dot(weights, weights));
  return regression(
    'plane',
    (random) => gaussians(inputs, random),
    (x) => dot(x, weights) / size,
    noise,
  );
};
export const sine = (noise: number): Problem =>
  regression(
    'sine',
    (random) => [random.uniform(-1, 1)],
    ([x]) => Math.sin(6 * x),
    noise,
  );
export const friedman = (noise: number): Problem =>
  regression(
    'friedman',
    (random) => times(10, () => random.randomSample()),
    ([a, b, c, d, e]) => 10 * Math.sin(Math.PI * a * b) + 20 * (c - 0.5) ** 2 + 10 * d + 5 * e,
    noise,
  );
/** Prices of houses by area and rooms: large numbers of different sizes. */
export const houses = (noise: number): Problem =>
  regression(
    'houses',
    (random) => [random.uniform(40, 220), random.randint(1, 6)],
    ([area, rooms]) => (area - 130) / 52 + 0.3 * (rooms - 3),
    noise,
    { scale: 5200, offset: 31_000 },
  );
