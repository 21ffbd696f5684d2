import type { UpdateWriter, WeightUpdate, Print } from './define.ts';

/** w − lr·g / (√c + ε) */
const descent = (
  { before, gradient, moments: { c } }: WeightUpdate,
  rate: number,
  epsilon: number,
  p: Print,
) =>
  `${p.alone(before)} − ${p.alone(rate)}·${p.factor(gradient)} / (√(${p.alone(c.after)}) + ${p.alone(epsilon)})`;

export const adagrad: UpdateWriter = {
  name: 'adagrad',
  equations(update, print) {
    const { name, gradient, after, moments, knobs } = update;
    const [rate, epsilon] = knobs;
    const { c } = moments;
    return [
      { name: 'c', expression: `${print.alone(c.before)} + ${print.factor(gradient)}²`, value: c.after },
      { name, expression: descent(update, rate, epsilon, print), value: after },
    ];
  },
};

export const rmsprop: UpdateWriter = {
  name: 'rmsprop',
  equations(update, print) {
    const { name, gradient, after, moments, knobs } = update;
    const [rate, rho, fresh, epsilon] = knobs;
    const { alone, factor } = print;
    const { c } = moments;
    return [
      {
        name: 'c',
        expression: `${alone(rho)}·${alone(c.before)} + ${alone(fresh)}·${factor(gradient)}²`,
        value: c.after,
      },
      { name, expression: descent(update, rate, epsilon, print), value: after },
    ];
  },
};
