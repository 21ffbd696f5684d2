import type { RandomState } from '../../util/random.ts';

/** How many inputs of a generator are wanted, and for which classes. */
export interface Draw {
  readonly rows: number;
  readonly latent: number;
  readonly classes: number;
  /** The class of each row; drawn evenly in turn when absent. */
  readonly labels?: Int32Array | undefined;
}

/**
 * Inputs of a generator: standard normal numbers, then 1 at the class that is meant. [rows × (latent +
 * classes)]
 */
export function drawLatent(random: RandomState, { rows, latent, classes, labels }: Draw): Float64Array {
  const width = latent + classes;
  const z = new Float64Array(rows * width);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < latent; j++) z[i * width + j] = random.standardNormal();
    if (classes > 0) z[i * width + latent + (labels?.[i] ?? i % classes)] = 1;
  }
  return z;
}
