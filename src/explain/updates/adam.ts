import type { Equation, Print, UpdateWriter, WeightUpdate } from './define.ts';

/** m = β₁·m + (1 − β₁)·g and v = β₂·v + (1 − β₂)·g², with the knobs β₁, 1 − β₁, β₂, 1 − β₂ after the rate. */
function moments({ gradient, moments: { m, v }, knobs }: WeightUpdate, { alone, factor }: Print): Equation[] {
  const [, beta1, fresh1, beta2, fresh2] = knobs;
  return [
    {
      name: 'm',
      expression: `${alone(beta1)}·${factor(m.before)} + ${alone(fresh1)}·${factor(gradient)}`,
      value: m.after,
    },
    {
      name: 'v',
      expression: `${alone(beta2)}·${alone(v.before)} + ${alone(fresh2)}·${factor(gradient)}²`,
      value: v.after,
    },
  ];
}

/** A moment without the share of the zeros that it began with: m̂ = m / (1 − βᵗ). */
const corrected = (
  { t }: WeightUpdate,
  { alone, factor }: Print,
  { name, moment, beta, by }: { name: string; moment: number; beta: number; by: number },
): Equation => ({
  name,
  expression: `${factor(moment)} / (1 − ${alone(beta)}^${t})`,
  value: moment / by,
});

/** w − lr·m̂ / (√v̂ + ε), with `kept` in place of w. */
const descent = (
  { knobs: [rate] }: WeightUpdate,
  { alone, factor }: Print,
  { kept, mean, square, epsilon }: { kept: string; mean: string | number; square: number; epsilon: number },
) =>
  `${kept} − ${alone(rate)}·${typeof mean === 'number' ? factor(mean) : mean} / (√(${alone(square)}) + ${alone(epsilon)})`;

export const adam: UpdateWriter = {
  name: 'adam',
  equations(update, print) {
    const { name, before, after, knobs, settings } = update;
    const { m, v } = update.moments;
    const [rate, beta1, , beta2, , epsilon, by1, by2, keep] = knobs;
    const mean = corrected(update, print, { name: 'm̂', moment: m.after, beta: beta1, by: by1 });
    const square = corrected(update, print, { name: 'v̂', moment: v.after, beta: beta2, by: by2 });
    // AdamW takes its decay off the weight itself.
    const kept =
      keep === 1
        ? print.alone(before)
        : `(1 − ${print.alone(rate)}·${print.alone(settings.weightDecay)})·${print.factor(before)}`;
    const ends = { kept, mean: mean.value, square: square.value, epsilon };
    return [
      ...moments(update, print),
      mean,
      square,
      { name, expression: descent(update, print, ends), value: after },
    ];
  },
};

export const amsgrad: UpdateWriter = {
  name: 'amsgrad',
  equations(update, print) {
    const { name, before, after, knobs } = update;
    const { m, v, top } = update.moments;
    const [, beta1, , beta2, , epsilon, by1, by2] = knobs;
    const mean = corrected(update, print, { name: 'm̂', moment: m.after, beta: beta1, by: by1 });
    const square = corrected(update, print, { name: 'v̂', moment: top.after, beta: beta2, by: by2 });
    const ends = { kept: print.alone(before), mean: mean.value, square: square.value, epsilon };
    return [
      ...moments(update, print),
      {
        name: 'top',
        expression: `max(${print.alone(top.before)}, ${print.alone(v.after)})`,
        value: top.after,
      },
      mean,
      square,
      { name, expression: descent(update, print, ends), value: after },
    ];
  },
};

export const nadam: UpdateWriter = {
  name: 'nadam',
  equations(update, print) {
    const { name, before, gradient, after, knobs } = update;
    const { m, v } = update.moments;
    const { alone, factor } = print;
    const [, , , beta2, , epsilon, by2, now, ahead] = knobs;
    const square = corrected(update, print, { name: 'v̂', moment: v.after, beta: beta2, by: by2 });
    const mean = `(${alone(now)}·${factor(gradient)} + ${alone(ahead)}·${factor(m.after)})`;
    const ends = { kept: alone(before), mean, square: square.value, epsilon };
    return [
      ...moments(update, print),
      square,
      { name, expression: descent(update, print, ends), value: after },
    ];
  },
};
