import { usageError } from '../errors.ts';
import { spreadMembers, spreadMembersGrad, spreadMembersGradFactors } from '../kernels/members.ts';
import type { Field } from '../util/fields.ts';
import { count, means, numeric, oneOf } from '../util/fields.ts';
import { parseRanges } from '../util/ranges.ts';
import { defineLayer } from './define.ts';
import type { Draw } from './define.ts';
import { sampleText } from './windows.ts';

const widthsField: Field<readonly number[] | undefined> = {
  expects: 'whole numbers of at least 1, such as 1;1;3',
  meaning: 'inputs that belong together and begin with one factor, in order; each alone unless given',
  optional: true,
  read(value) {
    const given: unknown[] = typeof value === 'string' ? value.split(';') : Array.isArray(value) ? value : [];
    const widths = given.map(numeric).filter((width) => width !== undefined);
    const whole = widths.every((width) => Number.isSafeInteger(width) && width > 0);
    return widths.length > 0 && widths.length === given.length && whole ? widths : undefined;
  },
  write: (widths = []) => widths.join(';'),
};

const categoriesField: Field<string> = {
  expects: 'ranges of inputs, counted from 0, such as 2-4+5-6',
  meaning: 'inputs of one column of categories each, which belong together; by the data, else none',
  fallback: '',
  read: (value) => (typeof value === 'string' && parseRanges(value) ? value : undefined),
};

/** Of n inputs, how many belong together, in order: those of a column of categories. */
function widthsOf(categories: string, n: number): readonly number[] | undefined {
  const ranges = parseRanges(categories) ?? [];
  if (ranges.length === 0) return undefined;
  const widths: number[] = [];
  let at = 0;
  for (const { first, count: size } of ranges) {
    for (; at < first; at++) widths.push(1);
    widths.push(size);
    at = first + size;
  }
  for (; at < n; at++) widths.push(1);
  return widths;
}

const draws: Readonly<Record<string, Draw>> = { signs: { signs: 1 }, normal: { normal: 1 } };

/**
 * Several views of one input, side by side: member v of an ensemble sees x ⊙ r_v.  x [m×n], r [members×n], y
 * [m×members×n]. Layers behind it work on the last axis, so that a dense layer is shared by all members
 * (TabM-mini); `mean-members` ends it.
 */
export const views = defineLayer({
  name: 'views',
  summary: 'the input once for each member of an ensemble, times the member’s own learned factors',
  formula: 'y[v] = x ⊙ r[v]',
  shapes: '(n) → (copies, n)',
  parameters: 'copies·n',
  source: 'Gorishniy et al. 2025 (TabM); Wen et al. 2020 (BatchEnsemble)',
  example: 'nn train nn:iris.csv --layers 4,views:8,64,relu,members:3,mean-members',
  options: {
    copies: means('how many, one for each member', count()),
    factors: means('what the factors are at first', oneOf(['signs', 'normal', 'ones'], 'signs')),
    widths: widthsField,
    categories: categoriesField,
  },
  positional: ['copies'],
  infer({ copies: members, factors, widths: given, categories }, [x]) {
    const [m, n] = x;
    if (x.length !== 2)
      throw usageError(`layer "views" needs a list of numbers; its input is ${sampleText(x)}`, {
        hint: 'put flatten before it',
      });
    const widths = given ?? widthsOf(categories, n);
    const together = widths?.reduce((a, b) => a + b, 0) ?? n;
    if (together !== n)
      throw usageError(`widths=${(widths ?? []).join(';')} are ${together} inputs, not ${n}`);
    return {
      output: [m, members, n],
      params: {
        r: {
          ...{ shape: [members, n], disk: 'r', init: draws[factors] ?? 'ones' },
          ...(widths && { together: widths }),
        },
      },
      sizes: { m, k: members, n },
    };
  },
  forward(plan, { x, r, y, m, k, n }) {
    plan.emit(spreadMembers, { x, s: r, out: y, m, members: k, n });
  },
  backward(plan, { x, r, dy, dx, dr, m, k, n }) {
    plan.emit(spreadMembersGradFactors, { x, dy, ds: dr, m, members: k, n });
    plan.emit(spreadMembersGrad, { dy, s: r, dx, m, members: k, n });
  },
});
