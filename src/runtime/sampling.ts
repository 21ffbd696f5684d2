import type { RandomState } from '../util/random.ts';

/** How the next token is chosen. */
export interface Sampling {
  /**
   * Probabilities to the power of 1/temperature: below 1 the likely becomes likelier; 0: always the
   * likeliest.
   */
  readonly temperature: number;
  /** Only so many of the likeliest. */
  readonly topK?: number | undefined;
}

/**
 * Draws an index by probability (Holtzman et al. 2020, section 2 describes both ways to narrow it down).
 *
 * @param allowed false for indices that are never drawn
 */
export function drawToken(
  probabilities: ArrayLike<number>,
  { temperature, topK }: Sampling,
  random: RandomState,
  allowed: (index: number) => boolean = () => true,
): number {
  let indices = Array.from(probabilities, (_, i) => i).filter(allowed);
  // The first of equals, as numpy.argmax.
  indices.sort((a, b) => probabilities[b] - probabilities[a] || a - b);
  if (temperature === 0) return indices[0];
  if (topK !== undefined) indices = indices.slice(0, topK);
  // Relative to the likeliest, so that no power overflows or vanishes.
  const [first] = indices;
  const weights = indices.map((i) => (probabilities[i] / probabilities[first]) ** (1 / temperature));
  let left = random.uniform(0, 1) * weights.reduce((a, b) => a + b, 0);
  for (let i = 0; i < indices.length; i++) {
    left -= weights[i];
    if (left < 0) return indices[i];
  }
  return first;
}
