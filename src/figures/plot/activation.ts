import { activations } from '../../activations/index.ts';
import { extent, padded } from '../../charts/chart.ts';
import type { Mark } from '../../charts/chart.ts';
import type { Activation } from '../../activations/define.ts';
import { usageError } from '../../errors.ts';
import type { PlotKind } from './define.ts';

const SAMPLES = 241;
const REACH = 4;

/** Values of an activation and its derivative at x, by its own kernels. */
export function activationAt(
  { name, forward, backward, uses, alpha = 0 }: Activation,
  x: readonly number[],
): { value: number[]; slope: number[] | undefined } {
  if (name.includes('softmax'))
    throw usageError(`${name} depends on all units of a layer, so that it is no curve of one input`, {
      hint: 'nn plot activation sigmoid draws the case of two classes',
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

export const activation: PlotKind = {
  name: 'activation',
  words: 'NAME...',
  summary: 'activation functions; of one alone its derivative too',
  least: 1,
  most: 4,
  takes: [],
  async chart(_, names) {
    const x = Array.from({ length: SAMPLES }, (__, i) => (i / (SAMPLES - 1)) * 2 * REACH - REACH);
    const marks = names.flatMap((name, series): (Mark & { kind: 'line' })[] => {
      const found = activations.get(name);
      const { value, slope } = activationAt(found, x);
      const line = { kind: 'line', x } as const;
      const own = { ...line, name: `${found.name}(x)`, series, y: value };
      if (names.length > 1 || !slope) return [own];
      return [own, { ...line, name: 'derivative', series: 1, y: slope, dashed: true }];
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
