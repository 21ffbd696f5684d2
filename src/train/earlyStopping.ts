/** How good the network is after an epoch. */
export interface EpochScore {
  readonly epoch: number;
  /**
   * What is to be least: the validation loss, or a metric with the sign turned; 0 where correct rows alone
   * decide.
   */
  readonly score: number;
  /** Correct rows, which count first where the accuracy is monitored; else 0. */
  readonly correct: number;
}

/**
 * Whether an epoch is the best so far: the score is less. Where the accuracy is monitored, more correct rows
 * are better, and among equals the smaller loss, which still falls when no row changes sides.
 *
 * @param minDelta by how much the score must be better to count
 * @param lastOfEqual whether an epoch that is as good as the best takes its place
 */
export const isBetter = (found: EpochScore, best: EpochScore, minDelta = 0, lastOfEqual = false): boolean =>
  found.epoch === 0 ||
  found.correct > best.correct ||
  (found.correct === best.correct && found.score < best.score - minDelta) ||
  (lastOfEqual && found.correct === best.correct && found.score === best.score);

/**
 * Whether early stopping ends a run.
 *
 * @param epochs whole epochs done
 * @param gainedAt the last of them that was better than those before
 * @param patience epochs without improvement before it stops; 0: never
 */
export const isExhausted = (epochs: number, gainedAt: number, patience: number): boolean =>
  patience > 0 && epochs - 1 - gainedAt >= patience;
