/** How often each class was answered for each: [true × answer]. */
export function confusionOf(
  actual: ArrayLike<number>,
  predicted: ArrayLike<number>,
  classes: number,
): number[] {
  const counts = Array.from({ length: classes * classes }, () => 0);
  for (let i = 0; i < actual.length; i++) counts[actual[i] * classes + predicted[i]]++;
  return counts;
}

/**
 * The receiver operating characteristic: false and true positive rates where the limit falls from above the
 * greatest score to the least (sklearn.metrics.roc_curve with drop_intermediate=False).
 *
 * @param positive 1 for rows of the class
 */
export function rocPoints(
  scores: ArrayLike<number>,
  positive: ArrayLike<number>,
): { x: number[]; y: number[] } {
  const order = Array.from({ length: scores.length }, (_, i) => i).sort((a, b) => scores[b] - scores[a]);
  let all = 0;
  for (let i = 0; i < positive.length; i++) all += positive[i];
  const none = scores.length - all;
  const x = [0];
  const y = [0];
  let [truePositives, falsePositives] = [0, 0];
  order.forEach((row, i) => {
    if (positive[row] > 0) truePositives++;
    else falsePositives++;
    // Equal scores are one point.
    if (i + 1 < order.length && scores[order[i + 1]] === scores[row]) return;
    x.push(none > 0 ? falsePositives / none : 0);
    y.push(all > 0 ? truePositives / all : 0);
  });
  return { x, y };
}
