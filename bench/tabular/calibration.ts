import { mean } from '../../src/util/statistics.ts';
import { RandomState } from '../../src/util/random.ts';
import type { ClassAnswers } from './answers.ts';

/** Tables of right and wrong rows that are drawn. */
const DRAWS = 200;

/** How far probabilities are from the shares of right rows, and how far it would be by chance alone. */
export interface Calibration {
  /** Expected calibration error over ten bins of equal width (Guo et al. 2017). */
  readonly ece: number;
  /** Mean of it where rows are right with just the probabilities that were said: few rows never give 0. */
  readonly byChance: number;
}

/** |share of correct rows − mean probability| of each of ten bins, weighted by its rows. */
function errorOf(correct: ArrayLike<number>, top: readonly number[]): number {
  const gaps = new Float64Array(10);
  top.forEach((p, i) => {
    gaps[Math.min(9, Math.floor(p * 10))] += correct[i] - p;
  });
  return gaps.reduce((sum, gap) => sum + Math.abs(gap), 0) / top.length;
}

/** Of the answers to the test rows of all splits together, so that a table of few rows shows more than chance. */
export function calibrationOf(answers: readonly ClassAnswers[]): Calibration {
  const correct = answers.flatMap((one) => one.correct);
  const top = answers.flatMap((one) => one.top);
  const random = new RandomState(0);
  const tossed = Array.from({ length: DRAWS }, () =>
    errorOf(
      top.map((p) => Number(random.randomSample() < p)),
      top,
    ),
  );
  return { ece: errorOf(correct, top), byChance: mean(tossed) };
}
