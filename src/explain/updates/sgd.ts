import type { UpdateWriter } from './define.ts';

export const sgd: UpdateWriter = {
  name: 'sgd',
  equations: ({ name, before, gradient, after, knobs: [rate] }, { alone, factor }) => [
    { name, expression: `${alone(before)} − ${alone(rate)}·${factor(gradient)}`, value: after },
  ],
};

export const momentum: UpdateWriter = {
  name: 'momentum',
  equations({ name, before, gradient, after, moments: { v }, knobs: [rate, mu] }, { alone, factor }) {
    const step = `${alone(rate)}·${factor(gradient)}`;
    return [
      { name: 'v', expression: `${alone(mu)}·${factor(v.before)} − ${step}`, value: v.after },
      { name, expression: `${alone(before)} + ${factor(v.after)}`, value: after },
    ];
  },
};

export const nesterov: UpdateWriter = {
  name: 'nesterov',
  equations({ name, before, gradient, after, moments: { v }, knobs: [rate, mu] }, { alone, factor }) {
    const step = `${alone(rate)}·${factor(gradient)}`;
    return [
      { name: 'v', expression: `${alone(mu)}·${factor(v.before)} − ${step}`, value: v.after },
      { name, expression: `${alone(before)} + ${alone(mu)}·${factor(v.after)} − ${step}`, value: after },
    ];
  },
};
