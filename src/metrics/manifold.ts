type Samples = { readonly x: ArrayLike<number>; readonly rows: number };

/** Square of the distance between two rows. */
function squared(a: ArrayLike<number>, i: number, b: ArrayLike<number>, j: number, width: number): number {
  let sum = 0;
  for (let k = 0; k < width; k++) sum += (a[i * width + k] - b[j * width + k]) ** 2;
  return sum;
}

/** For every row the square of the distance to its k-th nearest neighbour among the others. */
function radii({ x, rows }: Samples, width: number, k: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, i) => {
    const nearest = new Float64Array(k).fill(Infinity);
    for (let j = 0; j < rows; j++) {
      if (j === i) continue;
      let distance = squared(x, i, x, j, width);
      for (let n = 0; n < k; n++) {
        if (distance >= nearest[n]) continue;
        const next = nearest[n];
        nearest[n] = distance;
        distance = next;
      }
    }
    return nearest[k - 1];
  });
}

/** Share of the rows of `points` that lie in the manifold of `around`: in the ball of one of its rows. */
function inside(points: Samples, around: Samples, width: number, balls: Float64Array): number {
  let count = 0;
  for (let i = 0; i < points.rows; i++) {
    for (let j = 0; j < around.rows; j++) {
      if (squared(points.x, i, around.x, j, width) > balls[j]) continue;
      count++;
      break;
    }
  }
  return count / points.rows;
}

/**
 * How good generated samples are, and how much of the real ones they cover: the share of generated rows among
 * the real ones, and of real rows among the generated ones (Kynkäänniemi et al. 2019, "Improved precision and
 * recall metric for assessing generative models").
 *
 * @param width numbers of a row
 * @param k neighbours that make the ball of a row; both sets have more rows than this
 */
export function manifoldScores(
  real: Samples,
  generated: Samples,
  width: number,
  k = 3,
): { precision: number; recall: number } {
  return {
    precision: inside(generated, real, width, radii(real, width, k)),
    recall: inside(real, generated, width, radii(generated, width, k)),
  };
}
