import type { Baseline } from './define.ts';

/**
 * Share of each class. Where one does not occur, each has one more target, so that none is impossible
 * (Laplace); a class below 0 is none.
 */
function shares(target: ArrayLike<number>, classes: number, weightOf: (at: number) => number): Float64Array {
  const sums = new Float64Array(classes);
  for (let at = 0; at < target.length; at++) if (target[at] >= 0) sums[target[at]] += weightOf(at);
  const more = sums.some((sum) => sum === 0) ? 1 : 0;
  const total = sums.reduce((all, sum) => all + sum + more, 0);
  return sums.map((sum) => (sum + more) / total);
}

/** Mean of each value. */
function means(target: ArrayLike<number>, outputs: number, weightOf: (at: number) => number): Float64Array {
  const sums = new Float64Array(outputs);
  let total = 0;
  for (let at = 0; at < target.length; at++) {
    sums[at % outputs] += weightOf(at) * target[at];
    total += weightOf(at) / outputs;
  }
  return sums.map((sum) => sum / total);
}

/** The same answer for every row: the shares of the classes in the training rows, or the mean of each value. */
export const constant: Baseline = {
  name: 'constant',
  label: ({ question }) => (question.kind === 'classes' ? 'majority class' : 'mean'),
  suits: () => true,
  work: () => 0,
  size: ({ question }) => (question.kind === 'classes' ? question.classes : question.outputs),
  fit({ target, rows, weights }, question) {
    const targets = target.length / rows;
    const weightOf = (at: number) => weights?.[Math.floor(at / targets)] ?? 1;
    return question.kind === 'classes'
      ? shares(target, question.classes, weightOf)
      : means(target, question.outputs, weightOf);
  },
  answer(parameters, { rows }) {
    const width = parameters.length;
    return Float64Array.from({ length: rows * width }, (_, at) => parameters[at % width]);
  },
};
