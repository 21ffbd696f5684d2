/** Additions to an ensemble at most: weights are multiples of 1 / 25. */
const STEPS = 25;

/** Answers of a candidate to all rows, each by a model that was not trained on it. */
type Answers = Float64Array;

/** What is to be least: of the answers to all rows. */
export type AnswersLoss = (outputs: Answers) => number;

/** How much each candidate counts, in sum 1, and the loss of their weighted mean. */
export interface Selection {
  readonly weights: readonly number[];
  readonly loss: number;
}

/**
 * Greedy ensemble selection with replacement (Caruana et al. 2004): the candidate whose addition makes the mean
 * best is added, again and again; of all the means on the way the best one is kept. Among equals the first.
 *
 * @param candidates their answers, all to the same rows in the same order
 */
export function selectGreedily(candidates: readonly Answers[], loss: AnswersLoss): Selection {
  const counts = candidates.map(() => 0);
  const sum = new Float64Array(candidates[0].length);
  const mean = new Float64Array(sum.length);
  let best: Selection = { weights: counts, loss: Infinity };
  for (let step = 1; step <= STEPS; step++) {
    let added = 0;
    let least = Infinity;
    candidates.forEach((answers, i) => {
      for (let at = 0; at < sum.length; at++) mean[at] = (sum[at] + answers[at]) / step;
      const found = loss(mean);
      if (found >= least) return;
      added = i;
      least = found;
    });
    counts[added]++;
    for (let at = 0; at < sum.length; at++) sum[at] += candidates[added][at];
    if (least < best.loss) best = { weights: counts.map((count) => count / step), loss: least };
  }
  return best;
}

/** The loss of an ensemble without one of its candidates, the others counting as much as before. */
export function lossWithout(
  candidates: readonly Answers[],
  { weights }: Selection,
  left: number,
  loss: AnswersLoss,
): number | undefined {
  const rest = 1 - weights[left];
  if (rest <= 1e-9) return undefined;
  const mean = new Float64Array(candidates[0].length);
  candidates.forEach((answers, i) => {
    if (i === left || weights[i] === 0) return;
    for (let at = 0; at < mean.length; at++) mean[at] += (answers[at] * weights[i]) / rest;
  });
  return loss(mean);
}

/** Smallest probability whose logarithm is taken, as in scikit-learn's log_loss for float64. */
const LEAST = 2 ** -52;

/** Mean −log of the probability of the true class; answers are [rows × classes]. */
export const logLossOf =
  (target: ArrayLike<number>, classes: number): AnswersLoss =>
  (outputs) => {
    let sum = 0;
    for (let row = 0; row < target.length; row++)
      sum -= Math.log(Math.max(outputs[row * classes + target[row]], LEAST));
    return sum / target.length;
  };

/** Mean squared error of scaled values. */
export const squaredErrorOf =
  (target: ArrayLike<number>): AnswersLoss =>
  (outputs) => {
    let sum = 0;
    for (let row = 0; row < target.length; row++) sum += (outputs[row] - target[row]) ** 2;
    return sum / target.length;
  };
