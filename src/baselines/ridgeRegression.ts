import type { Baseline } from './define.ts';
import { flat, linearOutputs } from './linear.ts';
import { fitRidge } from './ridge.ts';

/** Linear regression with a penalty, on the inputs of the network; of a series on its windows. */
export const ridgeRegression: Baseline = {
  name: 'ridge-regression',
  label: () => 'ridge regression',
  suits: ({ question, numeric }) => numeric && question.kind === 'values',
  work(rows, { inputs }) {
    const [small, large] = inputs <= rows ? [inputs, rows] : [rows, inputs];
    return (large * small * small) / 2 + small ** 3 / 6;
  },
  size: ({ question, inputs }) => (question.kind === 'values' ? question.outputs * (inputs + 1) : 0),
  fit: (rows, question) =>
    question.kind === 'values' ? flat(fitRidge(rows, question.outputs)) : new Float64Array(0),
  answer: (parameters, rows) => linearOutputs(parameters, rows),
};
