/** Scores of the rows on one side, falling, with their weights. */
interface Side {
  readonly scores: Float64Array;
  readonly weights: Float64Array | undefined;
  readonly total: number;
}

function sideOf(
  rows: ArrayLike<number>,
  score: (row: number) => number,
  weights: ArrayLike<number> | undefined,
): Side {
  if (!weights) {
    const scores = new Float64Array(rows.length);
    for (let i = 0; i < rows.length; i++) scores[i] = score(rows[i]);
    scores.sort().reverse();
    return { scores, weights: undefined, total: scores.length };
  }
  const order = Array.from(rows)
    .filter((row) => weights[row] > 0)
    .sort((a, b) => score(b) - score(a));
  const own = Float64Array.from(order, (row) => weights[row]);
  return { scores: Float64Array.from(order, score), weights: own, total: own.reduce((a, b) => a + b, 0) };
}

/** How well scores put the rows of one side before those of the other. */
export interface Ranking {
  readonly positives: Side;
  readonly negatives: Side;
}

/** Ranks the rows of two sides by their scores. */
export function rankingOf(
  positives: ArrayLike<number>,
  negatives: ArrayLike<number>,
  score: (row: number) => number,
  weights?: ArrayLike<number>,
): Ranking {
  return { positives: sideOf(positives, score, weights), negatives: sideOf(negatives, score, weights) };
}

/**
 * Calls `at` once for every distinct score, from the greatest down, with the weight of the positive and
 * negative rows that have at least this score. Rows with equal scores come together: ties favour nobody.
 */
export function walk(
  { positives, negatives }: Ranking,
  at: (positive: number, negative: number) => void,
): void {
  let i = 0;
  let j = 0;
  let positive = 0;
  let negative = 0;
  while (i < positives.scores.length || j < negatives.scores.length) {
    const score = Math.max(positives.scores[i] ?? -Infinity, negatives.scores[j] ?? -Infinity);
    for (; positives.scores[i] === score; i++) positive += positives.weights ? positives.weights[i] : 1;
    for (; negatives.scores[j] === score; j++) negative += negatives.weights ? negatives.weights[j] : 1;
    at(positive, negative);
  }
}

/**
 * Area under the ROC curve by trapezoids: the chance that a positive row has a greater score than a negative
 * one.
 */
export function areaUnderRoc(ranking: Ranking): number {
  let area = 0;
  let positive = 0;
  let negative = 0;
  walk(ranking, (p, n) => {
    area += ((n - negative) * (p + positive)) / 2;
    positive = p;
    negative = n;
  });
  return area / (positive * negative);
}

/** Σ (recallₙ − recallₙ₋₁)·precisionₙ, without interpolation. */
export function averagePrecisionOf(ranking: Ranking): number {
  let sum = 0;
  let before = 0;
  walk(ranking, (p, n) => {
    sum += ((p - before) * p) / (p + n);
    before = p;
  });
  return sum / before;
}
