import { activations } from '../../activations/index.ts';
import { extent, padded } from '../../charts/chart.ts';
import type { Mark } from '../../charts/chart.ts';
import type { Activation } from '../../activations/define.ts';
import { usageError } from '../../errors.ts';
import type { PlotKind } from './define.ts';

/** The chart of softmax, which takes a row of numbers. */
export const SOFTMAX = "nn plot softmax '[2, 1, 0.1]'";

const SAMPLES = 241;
const REACH = 4;

/** Values of an activation and its derivative at x, by its own kernels. */
export function activationAt(
  { name, forward, backward, uses, alpha = 0 }: Activation,
  x: readonly number[],
): { value: number[]; slope: number[] | undefined } {
  if (name.includes('softmax'))
    throw usageError(`${name} depends on all units of a layer, so that it is no curve of one input`, {
      hint: `${SOFTMAX}; nn plot activation sigmoid draws the case of two classes`,
    });
  const n = x.length;
  // The inputs, the values, a gradient of 1 that arrives, and what it becomes.
  const f = new Float64Array(4 * n);
  f.set(x);
  f.fill(1, 2 * n, 3 * n);
  const views = { f, i: new Int32Array(0), round: (value: number) => value };
  forward.reference(views, { x: 0, out: n, m: 1, n, alpha });
  const value = [...f.subarray(n, 2 * n)];
  if (!backward) return { value, slope: undefined };
  const s = uses === 'input' ? 0 : n;
  backward.reference(views, { s, dy: 2 * n, dx: 3 * n, m: 1, n, alpha });
  return { value, slope: [...f.subarray(3 * n)] };
}

/** How far from a kink its two sides are looked at. */
const NEAR = 1e-9;
/** A difference of the two sides from which on it is a jump. */
const JUMP = 1e-6;

/** Places along x, both sides of every kink among them. */
function placesOf({ kinks = [] }: Activation): number[] {
  const even = Array.from({ length: SAMPLES }, (_, i) => (i / (SAMPLES - 1)) * 2 * REACH - REACH);
  const apart = even.filter((x) => kinks.every((kink) => Math.abs(x - kink) > 1e-6));
  return [...apart, ...kinks.flatMap((kink) => [kink - NEAR, kink + NEAR])].sort((a, b) => a - b);
}

/** A line through values, with a gap where they jump from one side of a kink to the other. */
function broken(places: readonly number[], values: readonly number[]) {
  const x: number[] = [];
  const y: number[] = [];
  values.forEach((value, i) => {
    const jumps = i > 0 && places[i] - places[i - 1] < 3 * NEAR && Math.abs(value - values[i - 1]) > JUMP;
    if (jumps) {
      x.push(places[i]);
      y.push(Number.NaN);
    }
    x.push(places[i]);
    y.push(value);
  });
  return { x, y };
}

export const activation: PlotKind = {
  name: 'activation',
  words: 'NAME...',
  summary: 'activation functions; of one alone its derivative too',
  least: 1,
  most: 4,
  takes: [],
  async chart(_, names) {
    const marks = names.flatMap((name, series): (Mark & { kind: 'line' })[] => {
      const found = activations.get(name);
      const x = placesOf(found);
      const { value, slope } = activationAt(found, x);
      const own = { kind: 'line', name: `${found.name}(x)`, series, ...broken(x, value) } as const;
      if (names.length > 1 || !slope) return [own];
      return [own, { kind: 'line', name: 'derivative', series: 1, ...broken(x, slope), dashed: true }];
    });
    const first = activations.get(names[0]);
    return {
      title: names.length === 1 ? `${first.name}(x) = ${first.formula}` : names.join(', '),
      x: { label: 'x', low: -REACH, high: REACH },
      y: {
        label: names.length === 1 ? `${first.name}(x)` : 'f(x)',
        ...padded(extent(...marks.map(({ y }) => y))),
      },
      marks,
    };
  },
};
