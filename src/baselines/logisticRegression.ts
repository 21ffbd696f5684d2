import type { Baseline } from './define.ts';
import { flat, linearOutputs } from './linear.ts';
import { fitLogistic, ITERATIONS, outputsFor, probabilities } from './logistic.ts';

/** Multinomial logistic regression on the inputs of the network. */
export const logisticRegression: Baseline = {
  name: 'logistic-regression',
  label: () => 'logistic regression',
  suits: ({ question, numeric }) => numeric && question.kind === 'classes' && question.classes > 1,
  // Two products in each of about half of the iterations, and the curvature once.
  work: (rows, { question, inputs }) =>
    question.kind === 'classes'
      ? rows * inputs * (ITERATIONS * outputsFor(question.classes) + Math.min(inputs, 512) / 2)
      : 0,
  size: ({ question, inputs }) =>
    question.kind === 'classes' ? outputsFor(question.classes) * (inputs + 1) : 0,
  fit: (rows, question) =>
    question.kind === 'classes' ? flat(fitLogistic(rows, question.classes)) : new Float64Array(0),
  answer: (parameters, rows, question) => {
    const outputs = linearOutputs(parameters, rows);
    return question.kind === 'classes' ? probabilities(outputs, rows.rows, question.classes) : outputs;
  },
};
