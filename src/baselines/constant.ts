import type { Baseline } from './define.ts';

/** The same answer for every row: the shares of the classes in the training rows, or the mean of each value. */
export const constant: Baseline = {
  name: 'constant',
  label: ({ question }) => (question.kind === 'classes' ? 'majority class' : 'mean'),
  suits: () => true,
  work: () => 0,
  size: ({ question }) => (question.kind === 'classes' ? question.classes : question.outputs),
  fit({ target, rows, weights }, question) {
    const width = question.kind === 'classes' ? question.classes : question.outputs;
    const sums = new Float64Array(width);
    let total = 0;
    const targets = question.kind === 'classes' ? 1 : width;
    for (let at = 0; at < rows * targets; at++) {
      const value = target[at];
      const weight = weights?.[Math.floor(at / targets)] ?? 1;
      // A class below 0 is none.
      if (question.kind === 'classes') {
        if (value < 0) continue;
        sums[value] += weight;
        total += weight;
      } else {
        sums[at % width] += weight * value;
        total += weight / width;
      }
    }
    return sums.map((sum) => sum / total);
  },
  answer(parameters, { rows }) {
    const width = parameters.length;
    return Float64Array.from({ length: rows * width }, (_, at) => parameters[at % width]);
  },
};
