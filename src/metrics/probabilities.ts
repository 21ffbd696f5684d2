import { unscored } from './define.ts';
import type { ClassSample, Score } from './define.ts';

/** True when every output is from 0 to 1 and no row is all zeros: what a softmax or sigmoid gives. */
export function areProbabilities(outputs: ArrayLike<number>, classes: number): boolean {
  for (let at = 0; at < outputs.length; at += classes) {
    let sum = 0;
    for (let c = 0; c < classes; c++) {
      const p = outputs[at + c];
      if (!(p >= 0 && p <= 1)) return false;
      sum += p;
    }
    if (sum === 0) return false;
  }
  return true;
}

/** A `compute` from probabilities: says that there are none where the model gives none. */
export const fromProbabilities =
  (compute: (sample: ClassSample, probabilities: ArrayLike<number>) => Score) =>
  (sample: ClassSample): Score =>
    sample.probabilities
      ? compute(sample, sample.probabilities)
      : unscored("the network's outputs are not probabilities");
